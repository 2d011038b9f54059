//! `half-open`: a rule leaves the other end of its connections shut.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::check::run::blocked::Blocked;
use crate::check::run::emitted::Emitted;
use crate::check::run::openings::{Openings, Shut};
use crate::check::run::points::Points;
use crate::check::run::whole::{Allow, Pair, Whole};
use crate::diagnostics::{Diagnostic, codes};
use crate::model::words;
use crate::model::{PartId, PeerId};
use crate::sets::{Direction, FlowPoint, Selector};

/// Reports every `allow` with a connection that an isolated end in this run does not open, though the
/// rule names the namespace of that end.
pub(super) fn check(
    whole: &Whole<'_>,
    emitted: &Emitted<'_>,
    blocked: &Blocked,
    openings: &Openings<'_>,
) -> Vec<Diagnostic> {
    let mut search = Search {
        whole,
        emitted,
        blocked,
        openings,
        shut: FxHashMap::default(),
    };
    let allows = whole.allows();
    let found = allows.filter_map(|(_, allow)| {
        let half = search.half(allow)?;
        search.report(allow, &half)
    });
    found.collect()
}

/// A connection of an `allow` that is blocked at an end.
struct Half {
    direction: Direction,
    shut: Shut,
    connection: FlowPoint,
    /// Whether the rule says to open that end.
    admitted: bool,
}

struct Search<'a> {
    whole: &'a Whole<'a>,
    emitted: &'a Emitted<'a>,
    blocked: &'a Blocked,
    openings: &'a Openings<'a>,
    /// For each part of a peer of a file as an end, and whether its rule opens that end: the isolated
    /// pods of it that are not among those opened.
    shut: FxHashMap<(usize, PeerId, PartId, Direction, bool), Vec<Shut>>,
}

impl Search<'_> {
    fn half(&mut self, allow: &Allow) -> Option<Half> {
        let (whole, openings) = (self.whole, self.openings);
        // A file that is alone knows all that is isolated, and opens it.
        let alone = whole.files.len() == 1;
        for rule in whole.rules(allow) {
            if alone && rule.targets.iter().all(|one| one.direction.is_none()) {
                continue;
            }
            for direction in Direction::BOTH {
                for pair in whole.pairs(allow.file, rule) {
                    for shut in self.shut(allow.file, &pair, direction) {
                        if let Some(connection) = openings.hardly_opened(shut, &pair, direction) {
                            return Some(Half {
                                direction,
                                shut: shut.clone(),
                                connection,
                                admitted: pair.direction.is_none(),
                            });
                        }
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
            let shut = shut.into_iter().map(|labels| Shut {
                namespace: namespace.clone(),
                labels,
            });
            shut.collect()
        })
    }

    fn report(&self, allow: &Allow, half: &Half) -> Option<Diagnostic> {
        let (end, word) = match half.direction {
            Direction::Ingress => ("ingress of its target", "ingress"),
            Direction::Egress => ("egress of its source", "egress"),
        };
        let message = format!("the {end} is isolated, and nothing in this run opens it for this");
        let span = self.whole.span(allow)?;
        let mut diagnostic = Diagnostic::new(&codes::HALF_OPEN, span, message);
        let isolated = self.blocked.ends(&half.shut.namespace, half.direction);
        let causes = isolated
            .into_iter()
            .flat_map(|isolated| isolated.meeting(&half.shut.labels));
        if let Some(cause) = causes.map(|(_, cause)| *cause).min() {
            diagnostic = diagnostic.also(cause.span, "isolated by this");
        }
        let connection = words::connection(&half.connection);
        let diagnostic = diagnostic
            .note("a connection has to be allowed at both of its ends")
            .note(format!("{connection} is blocked there"));
        let file = self.whole.files.get(allow.file)?;
        let mut own = file.model.namespaces.iter();
        let own = own.any(|own| *own.key() == half.shut.namespace);
        Some(diagnostic.help(match (own, half.admitted) {
            (true, true) => {
                "let this file `use` the one that isolates that end: it opens it then".to_owned()
            }
            (true, false) => format!("take the direction off, or say `:{word}` in another rule"),
            (false, _) => "allow it in the file that declares the namespace of that end".to_owned(),
        }))
    }
}

/// Whether a part has pods of one namespace alone, which it names.
fn names_a_namespace(points: &Points) -> bool {
    let pods = points.pods.as_ref().filter(|_| !points.is_any());
    pods.is_some_and(|pods| pods.namespace_name().is_some())
}
