//! What becomes of some connections, and at which end.

use crate::eval::symbolic::{Met, Network};
use crate::sets::{
    Addresses, Budget, Direction, End, Flow, FlowSet, Pods, Ports, Selector, TooComplex,
};
use crate::why::place::Place;

/// How much an answer may cost, in steps of the algebra.
const STEPS: u64 = 1 << 22;

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
    /// What else is let through at the pods that stop something: with any other end, on any port.
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

    /// Both sides, where a connection starts and where it ends.
    pub fn sides(&self) -> [&Side; 2] {
        [&self.egress, &self.ingress]
    }
}

/// What becomes of these connections, by what `objects` say; `lines` say why.
///
/// # Errors
/// When that is too complex to compute.
pub fn answer<C: Copy, D: Copy, E: Copy>(
    flows: &[Flow],
    objects: &Network<'_, C, D>,
    lines: &Network<'_, E, Place>,
) -> Result<Answer, TooComplex> {
    let mut budget = Budget::new(STEPS);
    let mut passing = Vec::new();
    for flow in flows {
        passing.extend(objects.through(flow, &mut budget)?);
    }
    let asked = FlowSet::from_flows(flows.iter().cloned());
    let through = FlowSet::from_flows(passing.iter().cloned());
    let stopped = possible(asked.minus(&through, &mut budget)?.flows());
    let (asked, passing) = (possible(flows), possible(&passing));
    let mut side = |direction| side(&asked, direction, lines, &mut budget);
    let (egress, ingress) = (side(Direction::Egress)?, side(Direction::Ingress)?);
    Ok(Answer {
        asked,
        passing,
        stopped,
        egress,
        ingress,
    })
}

/// The products with a connection that can exist. They are chosen after subtraction, to which the others matter:
/// what passes there is not stopped.
fn possible(flows: &[Flow]) -> FlowSet {
    let possible = flows.iter().filter(|flow| flow.is_possible());
    FlowSet::from_flows(possible.cloned())
}

fn side<E: Copy>(
    asked: &FlowSet,
    direction: Direction,
    lines: &Network<'_, E, Place>,
    budget: &mut Budget,
) -> Result<Side, TooComplex> {
    let (mut loose, mut isolated, mut admitted) = (Vec::new(), Vec::new(), Vec::new());
    for flow in asked.flows() {
        loose.extend(lines.loose(direction, flow, budget)?);
        isolated.extend(lines.isolating(direction, flow));
        admitted.extend(lines.admitting(direction, flow, budget)?);
    }
    let loose = FlowSet::from_flows(loose);
    let open = admitted.iter().map(|met: &Met<Place>| met.flow.clone());
    let open = FlowSet::from_flows(loose.flows().iter().cloned().chain(open));
    let stopped = possible(asked.minus(&open, budget)?.flows());
    let mut besides = Vec::new();
    for flow in stopped.flows() {
        let own = direction.own_end(flow);
        for other in [
            End::Pods(Pods::everywhere(Selector::everything())),
            End::Addresses(Addresses::all()),
        ] {
            let all = direction.flow(own.clone(), other, Ports::all());
            besides.extend(lines.admitting(direction, &all, budget)?);
        }
    }
    Ok(Side {
        direction,
        loose,
        isolated,
        admitted,
        stopped,
        besides,
    })
}
