//! Which connections are asked about.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::model::{Model, Namespace, Rule};
use crate::sets::{
    Budget, Direction, End, Flow, FlowSet, Pods, Ports, Protocol, Selector, TooComplex, Values,
};
use crate::why::meant::Meant;
use crate::why::said::Said;
use crate::why::world::World;

/// How many pairs of workloads that policies tell apart are looked at; where there are more, all pods that
/// could exist are asked about.
const MOST_PAIRS: usize = 1 << 15;

/// How much it may cost to find out which those are, in steps of the algebra.
const STEPS: u64 = 1 << 22;

/// Connections to ask about.
#[derive(Clone, Debug)]
pub struct Question {
    /// Those of which one end at least is not known to be there: sets of all that could exist.
    pub(super) possible: FlowSet,
    /// Those between workloads that are there, and those of one with what may be there: each pair, and
    /// whether the target is there.
    pub(super) real: Vec<(Flow, bool)>,
    /// The ports of workloads of which it is not known whether they have a name.
    pub(super) open: BTreeSet<(Protocol, u16, SmolStr)>,
    /// Who is meant where they start, and where they end.
    pub(super) ends: [Vec<Meant>; 2],
    /// Whether the workloads that are there are too many to be asked about.
    pub(super) is_too_large: bool,
}

impl Question {
    /// The connections among these flows, of pods that are there as far as that is known.
    ///
    /// # Errors
    /// When that is too complex to compute.
    pub fn of(flows: &[Flow], world: Option<&World<'_>>, said: &Said) -> Result<Self, TooComplex> {
        let mut question = Self {
            possible: FlowSet::empty(),
            real: Vec::new(),
            open: BTreeSet::new(),
            ends: [Vec::new(), Vec::new()],
            is_too_large: false,
        };
        let Some(world) = world else {
            question.possible = FlowSet::from_flows(flows.iter().cloned());
            return Ok(question);
        };
        let mut words = said.words().clone();
        for flow in flows {
            words.add_end(flow.source());
            words.add_end(flow.target());
            words.add_ports(flow.ports());
        }
        let mut meant = |direction: Direction| {
            let mut ends: Vec<&End> = Vec::new();
            for flow in flows {
                let own = direction.own_end(flow);
                if !ends.contains(&own) {
                    ends.push(own);
                }
            }
            let open = &mut question.open;
            let known = (world, said, &words);
            let ends = ends.into_iter().cloned();
            ends.map(|end| Meant::of(end, direction, known, open))
                .collect::<Vec<_>>()
        };
        question.ends = [meant(Direction::Egress), meant(Direction::Ingress)];
        question.add_pairs(flows, &mut Budget::new(STEPS))?;
        Ok(question)
    }

    /// Adds the connections of all that is meant at both ends.
    fn add_pairs(&mut self, flows: &[Flow], budget: &mut Budget) -> Result<(), TooComplex> {
        let [sources, targets] = &self.ends;
        let find = |all: &[Meant], end: &End| all.iter().position(|one| one.whole == *end);
        let pairs = flows.iter().filter_map(|flow| {
            let source = sources.get(find(sources, flow.source())?)?;
            Some((source, targets.get(find(targets, flow.target())?)?, flow))
        });
        let pairs: Vec<(&Meant, &Meant, &Flow)> = pairs.collect();
        let count = |(source, target, _): &(&Meant, &Meant, &Flow)| {
            source.count().saturating_mul(target.count())
        };
        let all = pairs.iter().map(count).fold(0, usize::saturating_add);
        if all > MOST_PAIRS {
            self.is_too_large = true;
            self.possible = FlowSet::from_flows(flows.iter().cloned());
            return Ok(());
        }
        let (mut possible, mut real) = (Vec::new(), BTreeSet::new());
        for (source, target, flow) in pairs {
            for (to, ports, is_target) in parts(target) {
                let ports = match ports {
                    Some(ports) => ports.and(flow.ports(), budget)?,
                    None => flow.ports().clone(),
                };
                for (from, _, is_source) in parts(source) {
                    let flow = Flow::new(from.clone(), to.clone(), ports.clone());
                    if flow.is_empty() || !flow.is_possible() {
                        continue;
                    }
                    if is_source || is_target {
                        real.insert((flow, is_target));
                    } else {
                        possible.push(flow);
                    }
                }
            }
        }
        self.possible = FlowSet::from_flows(possible);
        self.real = real.into_iter().collect();
        Ok(())
    }
}

/// The parts of an end, with their ports where these are known, and whether they are there.
fn parts(meant: &Meant) -> impl Iterator<Item = (End, Option<&Ports>, bool)> {
    let crowds = meant.crowds.iter();
    let crowds = crowds.map(|one| (End::Pods(one.pods.clone()), Some(&one.ports), true));
    let others = meant.others.iter().map(|end| (end.clone(), None, false));
    crowds.chain(others)
}

/// The connections of a rule that is asked about.
///
/// Of a peer that asks for the labels of namespaces, whether all pass is asked of pods that are surely
/// meant: those of the run's own `namespaces` whose labels are not known are left out. Whether none passes
/// (`all` is false) is asked of all that may be meant.
pub fn asked(rule: &Rule, model: &Model, all: bool, namespaces: &[Namespace]) -> Vec<Flow> {
    let is_meant = |own: &Namespace, selector: &Selector| {
        let mut known = own.known_labels().iter();
        if all {
            return own.is_surely(selector);
        }
        own.known_labels().is_empty()
            || known.any(|labels| selector.matches(|key| labels.get(key).map(SmolStr::as_str)))
    };
    let meant = |end: &End| match end {
        End::Pods(pods) if pods.asks_for_namespace_labels() => {
            let left_out = namespaces
                .iter()
                .filter(|own| !is_meant(own, &pods.namespace));
            let others = Values::none_of(left_out.map(|own| own.key().clone()));
            let namespace = pods.namespace.clone();
            let others = Selector::namespaces(others);
            End::Pods(Pods::new(namespace.and(&others), pods.labels.clone()))
        }
        end => end.clone(),
    };
    let flows = rule.flows(model).into_iter().map(|flow| {
        let ports = flow.ports().clone();
        Flow::new(meant(flow.source()), meant(flow.target()), ports)
    });
    flows.filter(|flow| !flow.is_empty()).collect()
}
