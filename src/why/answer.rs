//! What becomes of some connections, and at which end.

use crate::eval::symbolic::{Met, Network};
use crate::sets::{
    Addresses, Budget, Direction, End, Flow, FlowSet, Pods, Ports, Selector, TooComplex,
};
use crate::why::place::Place;

/// How much an answer may cost beyond looking at what there is, in steps of the algebra.
const STEPS: u64 = 1 << 18;

/// How often an answer may look at all that is let through.
const LOOKS: u64 = 16;

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

    /// Both sides, where a connection starts and where it ends.
    pub fn sides(&self) -> [&Side; 2] {
        [&self.egress, &self.ingress]
    }
}

/// What becomes of these connections, by what `objects` say; `lines` say why. What ends let through
/// `besides` is found out where that is wanted: it may be all there is.
///
/// # Errors
/// When that is too complex to compute.
pub fn answer<C: Copy, D: Copy, E: Copy>(
    flows: &[Flow],
    objects: &Network<'_, C, D>,
    lines: &Network<'_, E, Place>,
    besides: bool,
) -> Result<Answer, TooComplex> {
    let mut budget = Budget::new(STEPS + LOOKS * objects.size());
    let mut passing = Vec::new();
    for flow in flows {
        passing.extend(objects.through(flow, &mut budget)?);
    }
    let mut asked = FlowSet::from_flows(flows.iter().cloned());
    let through = FlowSet::from_flows(passing.iter().cloned());
    // What passes is taken away first: of what is left, some may be no connection that can exist.
    let mut stopped = asked.minus(&through, &mut budget)?;
    stopped.retain(Flow::is_possible);
    asked.retain(Flow::is_possible);
    let passing = passing.into_iter().filter(Flow::is_possible);
    let passing = FlowSet::from_flows(passing);
    let mut side = |direction| {
        let mut side = side(&asked, direction, lines, &mut budget)?;
        if besides {
            side.besides = self::besides(&side, lines, &mut budget)?;
        }
        Ok(side)
    };
    let (egress, ingress) = (side(Direction::Egress)?, side(Direction::Ingress)?);
    Ok(Answer {
        asked,
        passing,
        stopped,
        egress,
        ingress,
    })
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
    let mut stopped = asked.minus(&open, budget)?;
    stopped.retain(Flow::is_possible);
    Ok(Side {
        direction,
        loose,
        isolated,
        admitted,
        stopped,
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
    for flow in side.stopped.flows() {
        let own = direction.own_end(flow);
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
