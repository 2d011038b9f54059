//! What becomes of some connections, and at which end.

use rustc_hash::FxHashSet;

use crate::eval::symbolic::{Met, Network};
use crate::sets::{
    Addresses, Budget, Direction, End, Flow, FlowSet, Pods, Ports, Selector, TooComplex,
};
use crate::why::meant::Meant;
use crate::why::place::Place;
use crate::why::question::Question;

/// How much an answer may cost beyond looking at what there is, in steps of the algebra.
const STEPS: u64 = 1 << 18;

/// How often an answer may look at all that is let through.
const LOOKS: u64 = 16;

/// What each pair of workloads may cost besides.
const PAIR: u64 = 64;

/// What becomes of the connections of a question.
#[derive(Clone, Debug)]
pub struct Answer {
    /// All of them.
    pub asked: FlowSet,
    /// Those that pass at both ends.
    pub passing: FlowSet,
    /// All others.
    pub stopped: FlowSet,
    /// What is said where they start.
    pub egress: Side,
    /// What is said where they end.
    pub ingress: Side,
    /// Who is meant where they start, and where they end, as far as it is known who is there.
    pub ends: [Vec<Meant>; 2],
    /// Whether the workloads that are there were too many to be asked about, and so all that could be were.
    pub is_too_large: bool,
}

/// What is said at one end.
#[derive(Clone, Debug)]
pub struct Side {
    /// The direction in which the end decides.
    pub direction: Direction,
    /// The connections on whose end nothing is imposed: it is not isolated, or no pod.
    pub loose: FlowSet,
    /// What isolates pods of the end, with their connections.
    pub isolated: Vec<Met<Place>>,
    /// What lets connections through.
    pub admitted: Vec<Met<Place>>,
    /// The connections that are stopped here.
    pub stopped: FlowSet,
    /// What else is let through at the pods that stop something, if that was asked: with any other end, on
    /// any port.
    pub besides: Vec<Met<Place>>,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All of it is allowed.
    Allowed,
    /// None of it is.
    Blocked,
    /// Some of it is.
    Partly,
}

impl Answer {
    /// The answer in a word. Nothing at all is neither allowed nor partly so.
    pub fn verdict(&self) -> Verdict {
        match (self.passing.is_empty(), self.stopped.is_empty()) {
            (true, _) => Verdict::Blocked,
            (false, true) => Verdict::Allowed,
            (false, false) => Verdict::Partly,
        }
    }

    /// Whether anything was asked at all.
    pub fn is_of_something(&self) -> bool {
        !self.asked.is_empty()
    }

    /// Who is meant at an end, whether it is there or not.
    pub(super) fn whole(&self, direction: Direction) -> Vec<End> {
        let [sources, targets] = &self.ends;
        let meant = match direction {
            Direction::Egress => sources,
            Direction::Ingress => targets,
        };
        if meant.is_empty() {
            let asked = self.asked.flows().iter();
            return asked.map(|flow| direction.own_end(flow).clone()).collect();
        }
        meant.iter().map(|one| one.whole.clone()).collect()
    }

    /// Both sides, where a connection starts and where it ends.
    pub fn sides(&self) -> [&Side; 2] {
        [&self.egress, &self.ingress]
    }
}

/// What becomes of the connections of a question, by what `objects` say; `lines` say why. What ends let
/// through `besides` is found out where that is wanted: it may be all there is.
///
/// # Errors
/// When that is too complex to compute.
pub fn answer<C: Copy, D: Copy, E: Copy>(
    question: &Question,
    objects: &Network<'_, C, D>,
    lines: &Network<'_, E, Place>,
    besides: bool,
) -> Result<Answer, TooComplex> {
    let mut budget = budget(question, objects);
    let through = |flow: &Flow, budget: &mut Budget| objects.through(flow, budget);
    let Split { open, shut } = split(question, &question.possible, &mut budget, through)?;
    let mut asked = question.possible.clone();
    asked.retain(Flow::is_possible);
    let mut side = |direction| {
        let mut side = side(question, &asked, direction, lines, &mut budget)?;
        if besides {
            side.besides = self::besides(&side, lines, &mut budget)?;
        }
        Ok(side)
    };
    let (egress, ingress) = (side(Direction::Egress)?, side(Direction::Ingress)?);
    let real = question.real.iter();
    let real = real.map(|(flow, is_there)| plain(question, flow, *is_there));
    let real: Vec<Flow> = real.collect();
    Ok(Answer {
        asked: joined(asked, real),
        passing: open,
        stopped: shut,
        egress,
        ingress,
        ends: question.ends.clone(),
        is_too_large: question.is_too_large,
    })
}

/// What an answer may cost.
fn budget<C: Copy, D: Copy>(question: &Question, objects: &Network<'_, C, D>) -> Budget {
    let pairs = u64::try_from(question.real.len()).unwrap_or(u64::MAX);
    let looks = LOOKS.saturating_mul(objects.size());
    Budget::new(
        STEPS
            .saturating_add(looks)
            .saturating_add(PAIR.saturating_mul(pairs)),
    )
}

/// The connections of a question that pass somewhere, and those that do not.
struct Split {
    open: FlowSet,
    shut: FlowSet,
}

/// Divides the connections of a question by which of a product's `pass`.
fn split(
    question: &Question,
    possible: &FlowSet,
    budget: &mut Budget,
    mut pass: impl FnMut(&Flow, &mut Budget) -> Result<Vec<Flow>, TooComplex>,
) -> Result<Split, TooComplex> {
    let mut passing = Vec::new();
    for flow in possible.flows() {
        passing.extend(pass(flow, budget)?);
    }
    let through = FlowSet::from_flows(passing.iter().cloned());
    // What passes is taken away first: of what is left, some may be no connection that can exist.
    let mut shut = possible.minus(&through, budget)?;
    shut.retain(Flow::is_possible);
    let open = passing.into_iter().filter(Flow::is_possible);
    let open = FlowSet::from_flows(open);
    let (mut really_open, mut really_shut) = (Vec::new(), Vec::new());
    for (flow, is_there) in &question.real {
        let passing = pass(flow, budget)?;
        let mut left = vec![flow.clone()];
        for one in &passing {
            left = one.cut_from(&left, budget)?;
        }
        let plain = |flow: &Flow| plain(question, flow, *is_there);
        really_open.extend(together(
            passing.iter().filter(|one| one.is_possible()).map(plain),
        ));
        really_shut.extend(together(
            left.iter().filter(|one| one.is_possible()).map(plain),
        ));
    }
    Ok(Split {
        open: joined(open, really_open),
        shut: joined(shut, really_shut),
    })
}

/// A flow without the names of ports that their numbers tell, where its target is there.
fn plain(question: &Question, flow: &Flow, is_there: bool) -> Flow {
    if !is_there {
        return flow.clone();
    }
    let ports = flow.ports().plain(&question.open);
    Flow::new(flow.source().clone(), flow.target().clone(), ports)
}

/// Flows with the ports of those put together that have equal ends.
fn together(flows: impl Iterator<Item = Flow>) -> Vec<Flow> {
    let mut flows: Vec<Flow> = flows.collect();
    if flows.len() < 2 {
        return flows;
    }
    flows.sort_unstable();
    let same =
        |one: &Flow, other: &Flow| one.source() == other.source() && one.target() == other.target();
    let together = flows.chunk_by(same).filter_map(|same| {
        let first = same.first()?;
        let ports = Ports::union_all(same.iter().map(Flow::ports));
        Some(Flow::new(
            first.source().clone(),
            first.target().clone(),
            ports,
        ))
    });
    together.collect()
}

/// A set with more parts that are kept as they are.
fn joined(set: FlowSet, parts: Vec<Flow>) -> FlowSet {
    if parts.is_empty() {
        return set;
    }
    FlowSet::from_parts(set.flows().iter().cloned().chain(parts))
}

fn side<E: Copy>(
    question: &Question,
    possible: &FlowSet,
    direction: Direction,
    lines: &Network<'_, E, Place>,
    budget: &mut Budget,
) -> Result<Side, TooComplex> {
    let (mut loose, mut isolated, mut admitted) = (Vec::new(), Vec::new(), Vec::new());
    let look = |flow: &Flow, budget: &mut Budget| {
        let free = lines.loose(direction, flow, budget)?;
        isolated.extend(lines.isolating(direction, flow));
        let met = lines.admitting(direction, flow, budget)?;
        let open = free.iter().chain(met.iter().map(|met| &met.flow));
        let open = open.cloned().collect();
        loose.extend(free);
        admitted.extend(met);
        Ok(open)
    };
    let Split { shut, .. } = split(question, possible, budget, look)?;
    Ok(Side {
        direction,
        loose: if question.real.is_empty() {
            FlowSet::from_flows(loose)
        } else {
            FlowSet::from_parts(loose)
        },
        isolated,
        admitted,
        stopped: shut,
        besides: Vec::new(),
    })
}

/// What else is let through at the pods that stop something.
fn besides<E: Copy>(
    side: &Side,
    lines: &Network<'_, E, Place>,
    budget: &mut Budget,
) -> Result<Vec<Met<Place>>, TooComplex> {
    let direction = side.direction;
    let mut besides = Vec::new();
    let mut known = FxHashSet::default();
    for flow in side.stopped.flows() {
        let own = direction.own_end(flow);
        if !known.insert(own) {
            continue;
        }
        for other in [
            End::Pods(Pods::everywhere(Selector::everything())),
            End::Addresses(Addresses::all()),
        ] {
            let all = direction.flow(own.clone(), other, Ports::all());
            besides.extend(lines.admitting(direction, &all, budget)?);
        }
    }
    Ok(besides)
}
