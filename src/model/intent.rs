//! What the text of a file says of its own ends, from its rules alone and as plainly as
//! `docs/semantics.md` words it.
//!
//! It knows nothing of objects or of how they are made, and takes nothing from
//! [`Isolated`](crate::model::Isolated): the proof compares what objects say with this.

use std::collections::BTreeMap;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::model::{Model, Part, PartId, Peer, PeerId, PortListId, Rule, StatementId, Target};
use crate::sets::{
    Direction, EndId, Endpoint, FlowPoint, GateId, Gates, PortsId, Product, Selector, SelectorId,
    SelectorIndex, Values, Way, maximal,
};

/// What a file says.
#[derive(Debug)]
pub struct Intent<'a> {
    model: &'a Model,
    /// The owned namespaces by name, sorted, each with what is known of it.
    homes: Vec<(SmolStr, Home<'a>)>,
    /// Everything that is isolated, with what isolates it.
    isolated: Vec<(Way, Selector, StatementId)>,
}

impl<'a> Intent<'a> {
    /// What the file of a model says.
    pub fn of(model: &'a Model) -> Self {
        let homes = model.namespaces.iter().map(|own| {
            let name = Values::one_of([own.key().clone()]);
            let home = Home {
                by_name: Selector::namespaces(name),
                labels: own.known_labels(),
            };
            (own.key().clone(), home)
        });
        let mut intent = Self {
            model,
            homes: homes.collect(),
            isolated: Vec::new(),
        };
        intent.isolated = intent.causes();
        intent
    }

    /// Whether a connection may pass at the end of it that decides in this direction; `None` where that
    /// is no pod of an owned namespace, of which the file says nothing.
    pub fn allows(&self, direction: Direction, connection: &FlowPoint) -> Option<bool> {
        let (own, other) = match direction {
            Direction::Ingress => (&connection.target, &connection.source),
            Direction::Egress => (&connection.source, &connection.target),
        };
        let Endpoint::Pod(pod) = own else { return None };
        let (name, home) = self.home(pod.namespace_name()?)?;
        let selects =
            |pods: &Selector| pods.matches(|key| pod.labels.get(key).map(SmolStr::as_str));
        let isolated = self.isolated.iter().any(|((namespace, way), pods, _)| {
            namespace == name && *way == direction && selects(pods)
        });
        if !isolated {
            return Some(true);
        }
        let has_own = |peer: PeerId| {
            let mut own = self.parts(peer).filter_map(|(_, part)| surely(part, home));
            own.any(|pods| selects(&pods))
        };
        let has_other = |peer: PeerId| {
            let mut parts = self.parts(peer);
            parts.any(|(_, part)| part.ends().iter().any(|end| end.contains(other)))
        };
        let opens = |rule: &Rule, target: &Target| {
            let port = &connection.port;
            let (own, others) = sides(rule, target, direction);
            target.admits(direction)
                && own.iter().any(|peer| has_own(*peer))
                && others.iter().any(|peer| has_other(*peer))
                && self.model.port_list(target.ports).set().contains(
                    port.protocol,
                    port.number,
                    &port.names,
                )
        };
        let mut rules = self.model.allows.iter();
        Some(rules.any(|rule| rule.targets.iter().any(|target| opens(rule, target))))
    }

    /// All that the file says of its own ends.
    pub fn gates(&self) -> Gates<StatementId> {
        let mut saying = Saying::new(self);
        for (way, pods, cause) in &self.isolated {
            let id = saying.gates.add_selector(pods.clone());
            let gate = saying.gates.add_gate(way.clone());
            saying.gates.isolate(gate, id, *cause);
        }
        for rule in &self.model.allows {
            for target in &rule.targets {
                for direction in Direction::BOTH {
                    if target.admits(direction) {
                        saying.open(rule, target, direction);
                    }
                }
            }
        }
        saying.gates
    }

    /// What is isolated, by whatever: (a) what an `isolate` or `default deny` covers, of this file or of
    /// those it uses; (b) the owned target of an `allow` without `:egress`; (c) its owned source, where a
    /// target without `:ingress` is not owned, or says `:egress`.
    fn causes(&self) -> Vec<(Way, Selector, StatementId)> {
        let mut causes = Vec::new();
        for stated in self.model.isolations.iter().chain(&self.model.facts) {
            if let Some((name, _)) = self.homes.get(stated.namespace.0 as usize) {
                let way = (name.clone(), stated.direction);
                causes.push((way, stated.pods.clone(), stated.statement));
            }
        }
        let owned: Vec<_> = self
            .model
            .peers
            .values()
            .map(|one| self.owned(one))
            .collect();
        let owned = |peer: PeerId| owned.get(peer.0 as usize).map_or(&[][..], Vec::as_slice);
        // The same peer is opened by many rules: the first is cause enough.
        let mut first: FxHashMap<(PeerId, Direction), StatementId> = FxHashMap::default();
        let mut add = |peer, direction, statement| {
            let first = first.entry((peer, direction)).or_insert(statement);
            *first = statement.min(*first);
        };
        for rule in &self.model.allows {
            let leaves = |target: &Target| match target.direction {
                Some(direction) => direction == Direction::Egress,
                None => owned(target.peer).is_empty(),
            };
            for target in &rule.targets {
                if target.direction != Some(Direction::Egress) {
                    add(target.peer, Direction::Ingress, rule.statement);
                }
            }
            if rule.targets.iter().any(leaves) {
                for source in &rule.sources {
                    add(*source, Direction::Egress, rule.statement);
                }
            }
        }
        let of_rules = first
            .into_iter()
            .flat_map(|((peer, direction), statement)| {
                let owned = owned(peer).iter();
                owned.map(move |(name, pods)| {
                    (((*name).clone(), direction), (*pods).clone(), statement)
                })
            });
        causes.extend(of_rules);
        causes.sort_unstable();
        causes.dedup_by(|later, kept| (&later.0, &later.1) == (&kept.0, &kept.1));
        causes
    }

    /// The pods of a peer that is owned: each part chooses exactly an owned namespace. None for another.
    fn owned(&self, peer: &Peer) -> Vec<(&SmolStr, &Selector)> {
        let parts = peer.parts.iter().map(|id| self.model.part(*id));
        let owned = parts.map(|part| match part {
            Part::Pods(pods) => {
                let (name, home) = self.home(pods.namespace_name()?)?;
                (home.by_name == pods.namespace).then_some((name, &pods.labels))
            }
            Part::Any | Part::Block(_) => None,
        });
        owned.collect::<Option<Vec<_>>>().unwrap_or_default()
    }

    /// The owned namespace of this name.
    fn home(&self, name: &str) -> Option<&(SmolStr, Home<'a>)> {
        let at = self
            .homes
            .binary_search_by(|(own, _)| own.as_str().cmp(name));
        self.homes.get(at.ok()?)
    }

    fn parts(&self, peer: PeerId) -> impl Iterator<Item = (PartId, &'a Part)> + use<'a> {
        let model = self.model;
        let ids = model.peer(peer).parts.iter();
        ids.map(|id| (*id, model.part(*id)))
    }
}

/// The peers of a rule whose policies decide in a direction, and those at the other end.
fn sides<'r>(rule: &'r Rule, target: &'r Target, way: Direction) -> (&'r [PeerId], &'r [PeerId]) {
    let target = std::slice::from_ref(&target.peer);
    match way {
        Direction::Ingress => (target, &rule.sources),
        Direction::Egress => (&rule.sources, target),
    }
}

/// What is known of an owned namespace.
#[derive(Debug)]
struct Home<'a> {
    /// The selector of namespaces that asks for its name.
    by_name: Selector,
    /// What its labels may be, where that is known.
    labels: &'a [BTreeMap<SmolStr, SmolStr>],
}

/// The pods of a part that are in an owned namespace whatever of its labels is not known.
fn surely(part: &Part, home: &Home<'_>) -> Option<Selector> {
    let pods = match part {
        Part::Any => return Some(Selector::everything()),
        Part::Block(_) => return None,
        Part::Pods(pods) => pods,
    };
    let has = |labels: &BTreeMap<SmolStr, SmolStr>| {
        let mut asked = pods.namespace.requirements().iter();
        asked.all(|(key, values)| values.contains(labels.get(key).map(SmolStr::as_str)))
    };
    let is_meant = match home.labels {
        [] => home.by_name.is_subset(&pods.namespace),
        possible => possible.iter().all(has),
    };
    is_meant.then(|| pods.labels.clone())
}

/// Isolated pods of an owned namespace.
type OwnPods = (GateId, SelectorId);

/// The gates in the making; what was worked out once is kept.
struct Saying<'i> {
    intent: &'i Intent<'i>,
    gates: Gates<StatementId>,
    isolated: FxHashMap<Way, SelectorIndex<()>>,
    own: FxHashMap<(PartId, Direction), Rc<[OwnPods]>>,
    ends: FxHashMap<PartId, Rc<[EndId]>>,
    ports: FxHashMap<PortListId, PortsId>,
}

impl<'i> Saying<'i> {
    fn new(intent: &'i Intent<'i>) -> Self {
        let mut selectors: FxHashMap<Way, Vec<Selector>> = FxHashMap::default();
        for (way, pods, _) in &intent.isolated {
            selectors.entry(way.clone()).or_default().push(pods.clone());
        }
        let index = |all| maximal(all).into_iter().map(|pods| (pods, ())).collect();
        let isolated = selectors.into_iter().map(|(way, all)| (way, index(all)));
        Self {
            intent,
            gates: Gates::new(),
            isolated: isolated.collect(),
            own: FxHashMap::default(),
            ends: FxHashMap::default(),
            ports: FxHashMap::default(),
        }
    }

    /// Opens the own ends of a rule in a direction, as far as they are isolated.
    fn open(&mut self, rule: &Rule, target: &Target, direction: Direction) {
        let (own, others) = sides(rule, target, direction);
        let mut ends = Vec::new();
        for (id, part) in others.iter().flat_map(|peer| self.intent.parts(*peer)) {
            ends.extend_from_slice(&self.ends(id, part));
        }
        let ports = self.ports(target.ports);
        for (id, part) in own.iter().flat_map(|peer| self.intent.parts(*peer)) {
            for (gate, pods) in self.own(id, part, direction).iter().copied() {
                let opened = ends.iter().map(|other| {
                    let other = *other;
                    (Product { pods, other, ports }, rule.statement)
                });
                self.gates.open(gate, opened);
            }
        }
    }

    /// The isolated pods of a part in the owned namespaces.
    fn own(&mut self, id: PartId, part: &Part, direction: Direction) -> Rc<[OwnPods]> {
        if let Some(known) = self.own.get(&(id, direction)) {
            return Rc::clone(known);
        }
        let only = match part {
            Part::Pods(pods) => pods.namespace_name(),
            Part::Any | Part::Block(_) => None,
        };
        let homes = match only {
            Some(name) => self
                .intent
                .home(name)
                .map(std::slice::from_ref)
                .unwrap_or_default(),
            None => &self.intent.homes,
        };
        let mut own = Vec::new();
        for (name, home) in homes {
            let way = (name.clone(), direction);
            let pods = surely(part, home);
            let pieces = pods.zip(self.isolated.get(&way)).map(|(pods, isolated)| {
                let within = isolated.covering(&pods).next().is_some();
                if within {
                    return vec![pods];
                }
                maximal(isolated.meeting(&pods).map(|(one, ())| one.and(&pods)))
            });
            for pods in pieces.into_iter().flatten() {
                let gate = self.gates.add_gate(way.clone());
                own.push((gate, self.gates.add_selector(pods)));
            }
        }
        let own: Rc<[_]> = own.into();
        self.own.insert((id, direction), Rc::clone(&own));
        own
    }

    fn ends(&mut self, id: PartId, part: &Part) -> Rc<[EndId]> {
        let gates = &mut self.gates;
        let known = self.ends.entry(id).or_insert_with(|| {
            let ends = part.ends().into_iter();
            ends.map(|end| gates.add_end(end)).collect()
        });
        Rc::clone(known)
    }

    fn ports(&mut self, id: PortListId) -> PortsId {
        let gates = &mut self.gates;
        let list = self.intent.model.port_list(id);
        *self
            .ports
            .entry(id)
            .or_insert_with(|| gates.add_ports(list.set()))
    }
}
