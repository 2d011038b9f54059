//! `half-open`: a rule leaves the other end of its connections shut.

use fnv::FnvHashMap;
use smol_str::SmolStr;

use crate::check::blocked::{Blocked, Cause};
use crate::check::emitted::{Emitted, EndId, flows};
use crate::check::points::Points;
use crate::check::whole::{Allow, Pair, RunPart, RunPorts, Whole};
use crate::check::words;
use crate::diagnostics::{Diagnostic, codes};
use crate::model::{Direction, PartId, PeerId};
use crate::sets::{Budget, End, Flow, FlowPoint, Pods, Selector, SelectorIndex, TooComplex};

/// What the search for an opening may cost for one pair: products looked at, and pieces.
const STEPS: u64 = 10_000;

/// Reports every `allow` with a connection that an isolated end in this run does not open, though the
/// rule names the namespace of that end.
pub(super) fn check(
    whole: &Whole<'_>,
    emitted: &Emitted<'_>,
    blocked: &Blocked,
) -> Vec<Diagnostic> {
    let mut search = Search {
        whole,
        emitted,
        blocked,
        shut: FnvHashMap::default(),
        openings: None,
    };
    let allows = whole.allows();
    let found = allows.filter_map(|(_, allow)| {
        let (direction, witness, cause) = search.shut_connection(allow)?;
        let end = match direction {
            Direction::Ingress => "ingress of its target",
            Direction::Egress => "egress of its source",
        };
        let message = format!("the {end} is isolated, and nothing in this run opens it for this");
        let diagnostic = Diagnostic::new(&codes::HALF_OPEN, whole.span(allow)?, message);
        let diagnostic = match cause {
            Some(cause) => diagnostic.also(cause.span, "isolated by this"),
            None => diagnostic,
        };
        let connection = words::connection(&witness);
        Some(diagnostic.note(format!("{connection} is blocked there")).help(
            "a connection has to be allowed at both ends: allow it in the file that owns that end, or \
             take the direction off",
        ))
    });
    found.collect()
}

struct Search<'a> {
    whole: &'a Whole<'a>,
    emitted: &'a Emitted<'a>,
    blocked: &'a Blocked,
    /// For each part of a file as an end, and whether its rule opens that end: the isolated pods of it
    /// that are not among those opened.
    shut: FnvHashMap<(usize, PeerId, PartId, Direction, bool), Vec<Shut>>,
    openings: Option<Openings>,
}

/// Whether a part has pods of one namespace alone, which it names.
fn names_a_namespace(points: &Points) -> bool {
    let pods = points.pods.as_ref().filter(|_| !points.is_any());
    pods.is_some_and(|pods| pods.namespace_name().is_some())
}

/// Pods, by their namespace and labels.
type Shut = (SmolStr, Selector);

/// All that the run opens, by end. Namespaces whose labels are not known are taken to have those that
/// a rule asks for: it may well open the end.
struct Openings {
    ends: FnvHashMap<SmolStr, SelectorIndex<EndId>>,
    products: FnvHashMap<(EndId, Direction), Vec<(RunPart, RunPorts)>>,
    others: FnvHashMap<RunPart, Points>,
}

impl Openings {
    fn of(whole: &Whole<'_>, emitted: &Emitted<'_>) -> Self {
        let mut products: FnvHashMap<_, Vec<_>> = FnvHashMap::default();
        for (id, _) in whole.allows() {
            for direction in Direction::BOTH {
                for product in emitted.products(id, direction) {
                    let opened = products.entry((product.end, direction)).or_default();
                    opened.push((product.other, product.ports));
                }
            }
        }
        let others = whole.all_points();
        let others = others.map(|(part, points)| (part, points.with_any_namespace_labels()));
        Self {
            ends: emitted.index(),
            products,
            others: others.collect(),
        }
    }
}

impl Search<'_> {
    /// A connection of an `allow` that is blocked at an end, with what isolates it.
    fn shut_connection(&mut self, allow: &Allow) -> Option<(Direction, FlowPoint, Option<Cause>)> {
        let whole = self.whole;
        // A file that is alone knows all that is isolated, and opens it.
        let alone = whole.files.len() == 1;
        for rule in whole.rules(allow) {
            if alone && rule.targets.iter().all(|one| one.direction.is_none()) {
                continue;
            }
            for direction in Direction::BOTH {
                for pair in whole.pairs(allow.file, rule) {
                    let shut = self.shut(allow.file, &pair, direction).to_vec();
                    for (namespace, pods) in shut {
                        let end = Pods::in_namespace(namespace.clone(), pods.clone());
                        let left = self.not_opened(&end, &pods, &namespace, &pair, direction);
                        let Ok(Some(witness)) = left else {
                            continue;
                        };
                        let isolated = self.blocked.ends(&namespace, direction);
                        let cause = isolated.and_then(|isolated| {
                            isolated.meeting(&pods).map(|(_, cause)| *cause).min()
                        });
                        return Some((direction, witness, cause));
                    }
                }
            }
        }
        None
    }

    /// The pods at an end of a pair that the run isolates and the rule is not written to.
    fn shut(&mut self, file: usize, pair: &Pair, direction: Direction) -> &[Shut] {
        let (local, part, peer) = match direction {
            Direction::Ingress => (pair.to, pair.target, pair.peers.1),
            Direction::Egress => (pair.from, pair.source, pair.peers.0),
        };
        let opens = pair.direction.is_none_or(|only| only == direction);
        let key = (file, peer, local, direction, opens);
        let (whole, emitted, blocked) = (self.whole, self.emitted, self.blocked);
        self.shut.entry(key).or_insert_with(|| {
            let Some(pods) = &whole.points(part).pods else {
                return Vec::new();
            };
            let Some(namespace) = pods.namespace_name().map(SmolStr::new) else {
                return Vec::new();
            };
            let Some(isolated) = blocked.ends(&namespace, direction) else {
                return Vec::new();
            };
            // A peer that reaches beyond names nobody, whatever an `except` leaves of it.
            let mut parts = whole.parts_of(file, peer);
            if parts.any(|part| !names_a_namespace(whole.points(part))) {
                return Vec::new();
            }
            let mut shut: Vec<Selector> = if isolated.covering(&pods.labels).next().is_some() {
                vec![pods.labels.clone()]
            } else {
                let meeting = isolated.meeting(&pods.labels);
                let meeting = meeting.map(|(selector, _)| selector.and(&pods.labels));
                meeting.collect()
            };
            if opens {
                for end in emitted.ends(file, local, direction) {
                    let Some((_, opened)) = emitted.end(*end) else {
                        continue;
                    };
                    shut = shut.iter().flat_map(|one| one.minus(opened)).collect();
                }
            }
            shut.into_iter()
                .map(|pods| (namespace.clone(), pods))
                .collect()
        })
    }

    /// A connection of a pair, at these pods, that nothing opens there.
    fn not_opened(
        &mut self,
        end: &Pods,
        pods: &Selector,
        namespace: &SmolStr,
        pair: &Pair,
        direction: Direction,
    ) -> Result<Option<FlowPoint>, TooComplex> {
        let (whole, emitted) = (self.whole, self.emitted);
        let openings = self
            .openings
            .get_or_insert_with(|| Openings::of(whole, emitted));
        let budget = &mut Budget::new(STEPS);
        let other = match direction {
            Direction::Ingress => pair.source,
            Direction::Egress => pair.target,
        };
        let (others, ports) = (whole.points(other), whole.ports(pair.ports));
        let here = || End::Pods(end.clone());
        let mut left: Vec<Flow> = flows(here(), others, ports, direction).collect();
        left.retain(|flow| !flow.is_empty());
        let index = openings.ends.get(namespace).into_iter();
        for (opened, id) in index.flat_map(|index| index.meeting(pods)) {
            let products = openings.products.get(&(*id, direction)).into_iter();
            for (part, list) in products.flatten() {
                budget.spend(1)?;
                let (Some(theirs), list) = (openings.others.get(part), whole.ports(*list)) else {
                    continue;
                };
                if !theirs.meets(others) || !list.meets(ports) {
                    continue;
                }
                let here = End::Pods(Pods::in_namespace(namespace.clone(), opened.clone()));
                for wider in flows(here, theirs, list, direction) {
                    let mut pieces = Vec::new();
                    for piece in &left {
                        pieces.extend(piece.minus(&wider, budget)?);
                    }
                    left = pieces;
                }
                if left.is_empty() {
                    return Ok(None);
                }
            }
        }
        Ok(left.first().and_then(Flow::witness))
    }
}
