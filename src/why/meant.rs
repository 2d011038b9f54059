//! Whom a question means at one of its ends: workloads that are there, and what may be there besides.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::k8s::inventory::{Workload, WorkloadKind};
use crate::sets::{Direction, End, Pods, Ports, Protocol, Selector, Values};
use crate::why::said::Said;
use crate::why::world::World;
use crate::workloads::{Words, open_names, ports_of};

/// A workload: its namespace, its name and its kind.
pub type Named = (SmolStr, SmolStr, WorkloadKind);

/// Whom a question means at one of its ends.
#[derive(Clone, Debug)]
pub struct Meant {
    /// All that could be meant.
    pub whole: End,
    /// The workloads among them that are there.
    pub crowds: Vec<Crowd>,
    /// The part of which is not known what is there.
    pub others: Vec<End>,
    /// The workloads on the network of their nodes, whose pods nobody can mean (S40).
    pub hosts: BTreeSet<Named>,
    /// Whether what is there is known of a part.
    pub is_known: bool,
}

/// Workloads that no policy tells apart.
#[derive(Clone, Debug)]
pub struct Crowd {
    /// The pods of one of them; what becomes of these becomes of those of the others.
    pub pods: Pods,
    /// Their ports, with the names that these have.
    pub ports: Ports,
    /// Which they are.
    pub workloads: BTreeSet<Named>,
}

/// What is known of the labels of a namespace.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Home {
    /// All of them.
    Declared,
    /// Its name.
    Undeclared,
    /// That they are these, or others.
    OneOf(Selector),
}

impl Meant {
    /// An end of which nothing is known.
    pub(super) fn unknown(whole: End) -> Self {
        Self {
            others: vec![whole.clone()],
            whole,
            crowds: Vec::new(),
            hosts: BTreeSet::new(),
            is_known: false,
        }
    }

    /// Who is meant by an end that decides in a direction. `open` takes the names of ports of which it is
    /// not known whether they count.
    pub(super) fn of(
        whole: End,
        direction: Direction,
        (world, said, words): (&World<'_>, &Said, &Words),
        open: &mut BTreeSet<(Protocol, u16, SmolStr)>,
    ) -> Self {
        let End::Pods(pods) = &whole else {
            return Self::unknown(whole);
        };
        let (there, hosts): (Vec<&Workload>, Vec<&Workload>) =
            candidates(world, pods).partition(|one| !one.host_network);
        let mut crowds: BTreeMap<(Vec<u32>, Ports, Home), Crowd> = BTreeMap::new();
        for workload in there {
            let all = world.workloads.pods_of(workload, words);
            let is_ambiguous = all.len() > 1;
            for own in all {
                let home = match is_ambiguous {
                    true => Home::OneOf(own.namespace.clone()),
                    false if world.is_declared(&workload.namespace) => Home::Declared,
                    false => Home::Undeclared,
                };
                let own = own.and(pods);
                if own.is_empty() {
                    continue;
                }
                let ports = match direction {
                    Direction::Ingress => {
                        open.extend(open_names(workload));
                        ports_of(workload, words)
                    }
                    Direction::Egress => Ports::all(),
                };
                let treatment = said.treatment(direction, &own);
                let crowd = crowds.entry((treatment, ports.clone(), home));
                let crowd = crowd.or_insert_with(|| Crowd {
                    pods: own,
                    ports,
                    workloads: BTreeSet::new(),
                });
                crowd.workloads.insert(named(workload));
            }
        }
        let mut crowds: Vec<Crowd> = crowds.into_values().collect();
        crowds.sort_by(|one, other| one.workloads.cmp(&other.workloads));
        let hosts = hosts.into_iter().filter(|one| {
            let own = world.workloads.pods_of(one, words);
            own.iter().any(|own| own.meets(pods))
        });
        let hosts: BTreeSet<Named> = hosts.map(named).collect();
        let has_hosts = !hosts.is_empty();
        let others = others(world, pods, words);
        Self {
            hosts,
            is_known: !crowds.is_empty() || has_hosts || others.is_empty(),
            crowds,
            others,
            whole,
        }
    }

    /// How many parts there are of it.
    pub(super) fn count(&self) -> usize {
        self.crowds.len().saturating_add(self.others.len())
    }
}

/// The workloads that some pods may be of.
fn candidates<'w>(world: &World<'w>, pods: &Pods) -> impl Iterator<Item = &'w Workload> {
    let workloads = world.workloads;
    let all = match pods.only_namespace() {
        Some(name) => workloads.of_namespace(name),
        None => workloads.inventory().workloads.as_slice(),
    };
    all.iter()
}

/// What of some pods is in namespaces of which nobody knows what they hold; and the pods of declared workloads
/// without a manifest, where they are among them with no other labels than those, or these are among theirs.
fn others(world: &World<'_>, pods: &Pods, words: &Words) -> Vec<End> {
    let mut others = Vec::new();
    if !world.workloads.are_of_cluster() {
        let elsewhere = match pods.only_namespace() {
            Some(name) if world.knows(name) => None,
            Some(_) => Some(pods.clone()),
            None => {
                let known = Values::none_of(world.known());
                let elsewhere = Selector::namespaces(known);
                let namespace = pods.namespace.and(&elsewhere);
                Some(Pods::new(namespace, pods.labels.clone()))
            }
        };
        others.extend(elsewhere.filter(|pods| !pods.is_empty()).map(End::Pods));
    }
    let absent = world.absent(words).into_iter();
    let meant = absent.filter(|one| {
        let plain = one.witness();
        one.meets(pods)
            && (pods.labels.is_subset(&one.labels) || plain.is_some_and(|one| pods.contains(&one)))
    });
    others.extend(meant.map(|one| End::Pods(one.and(pods))));
    others
}

fn named(workload: &Workload) -> Named {
    let Workload {
        namespace,
        name,
        kind,
        ..
    } = workload;
    (namespace.clone(), name.clone(), kind.clone())
}
