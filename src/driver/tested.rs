//! Expectations, and what came of them.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, codes};
use crate::driver::verified::spelling;
use crate::model::{Expectation, Model, Rule, words};
use crate::sets::TooComplex;
use crate::source::{Origin, Span};
use crate::why::{self, Answer, Counted, Explanation, Outcome, Place, Verdict, World};
use crate::workloads::Workloads;

/// An `expect`, and what came of it.
#[derive(Clone, Debug)]
pub struct Tested {
    /// Where it stands, and its text.
    pub origin: Origin,
    /// Whether all of its connections should pass; else none.
    pub allowed: bool,
    /// Whether it holds. One that is about nothing does not.
    pub holds: bool,
    /// What becomes of its connections; of several namespaces, in the first where it does not hold.
    pub explanation: Result<Explanation, TooComplex>,
    /// The statements that the explanation names.
    pub lines: Vec<Origin>,
    /// The rule that would make it hold, where one is certain to.
    pub remedy: Option<String>,
}

impl Tested {
    /// Why it holds, or why not. `name` gives the words for a statement.
    pub fn reason(&self, name: &dyn Fn(&Origin) -> String) -> String {
        match &self.explanation {
            Err(TooComplex) => "it takes too long to find out".to_owned(),
            Ok(explanation) => explanation.reason(self.allowed, &|place| {
                let origin = self.line(place);
                origin.map_or_else(|| "a line".to_owned(), name)
            }),
        }
    }

    /// What there is to say of one that does not hold.
    pub fn failure(&self) -> Option<Diagnostic> {
        if self.holds {
            return None;
        }
        let at = self.origin.span;
        let Ok(explanation) = &self.explanation else {
            let message = "whether this holds takes too long to find out";
            let diagnostic = Diagnostic::new(&codes::TOO_COMPLEX, at, message);
            return Some(diagnostic.help("split it, or choose the pods by fewer labels"));
        };
        let reason = self.reason(&|line| format!("`{}`", words::said(&line.text)));
        let message = format!("this does not hold: {reason}");
        let mut diagnostic = Diagnostic::new(&codes::FAILED_EXPECTATION, at, message);
        for (span, said) in labels(explanation, self.allowed) {
            diagnostic = diagnostic.also(span, said);
        }
        for note in self.notes() {
            diagnostic = diagnostic.note(note);
        }
        if let Some(remedy) = &self.remedy {
            diagnostic = diagnostic.help(format!("`{remedy}` would let it through"));
        }
        Some(diagnostic)
    }

    /// Which workloads are meant, as far as manifests tell; and what else there is to know of them.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let Ok(explanation) = &self.explanation else {
            return notes;
        };
        for end in &explanation.ends {
            let known = end.workloads.as_ref();
            let said = known.map(|known| known.sentence(&end.who));
            let hosts = known.and_then(Counted::of_hosts);
            let hosts = hosts.filter(|_| explanation.is_of_something());
            for note in said.into_iter().chain(hosts) {
                if !notes.contains(&note) {
                    notes.push(note);
                }
            }
        }
        if explanation.is_of_all {
            notes.push(why::OF_ALL.to_owned());
        }
        notes
    }

    fn line(&self, place: Place) -> Option<&Origin> {
        let mut lines = self.lines.iter();
        lines.find(|line| place == Place::Statement(line.span))
    }
}

/// Who expects something.
#[derive(Debug)]
pub(super) struct Tester<'a> {
    /// What its file means.
    pub(super) model: &'a Model,
    /// What it knows of the pods that there are.
    pub(super) world: Option<World<'a>>,
    /// The workloads that it knows.
    pub(super) workloads: Option<&'a Workloads>,
}

/// Asks for each `expect` of the files, in all namespaces of its section together.
pub(super) fn test(
    testers: &[Tester<'_>],
    answer: impl Fn(&Rule, &Tester<'_>, bool) -> Result<Answer, TooComplex>,
) -> Vec<Tested> {
    let mut tested = Vec::new();
    let models: Vec<&Model> = testers.iter().map(|tester| tester.model).collect();
    for tester in testers {
        let model = tester.model;
        let spelling = spelling(model, &models, tester.workloads);
        let mut all: Vec<&Expectation> = model.expectations.iter().collect();
        all.sort_by_key(|one| one.flows.statement);
        let isolated = OnceCell::new();
        for same in all.chunk_by(|one, other| one.flows.statement == other.flows.statement) {
            let several = same.len() > 1;
            let mut first: Option<Tested> = None;
            for expectation in same {
                let statement = expectation.flows.statement.0 as usize;
                let Some(origin) = model.statements.get(statement) else {
                    continue;
                };
                let answer = answer(&expectation.flows, tester, expectation.allowed);
                let holds = answer.as_ref().is_ok_and(|one| holds(expectation, one));
                if first.as_ref().is_some_and(|first| !first.holds || holds) {
                    continue;
                }
                let remedy = match &answer {
                    Ok(answer) if expectation.allowed && !holds && !several => {
                        let rule = &expectation.flows;
                        let certain = answer.is_of_something()
                            && why::opens(answer, rule, model, &isolated, &models);
                        certain.then(|| as_rule(&origin.text))
                    }
                    _ => None,
                };
                first = Some(Tested {
                    origin: origin.clone(),
                    allowed: expectation.allowed,
                    holds,
                    explanation: answer.map(|answer| Explanation::of(&answer, spelling)),
                    lines: Vec::new(),
                    remedy,
                });
            }
            tested.extend(first);
        }
    }
    name_lines(&models, &mut tested);
    tested
}

fn holds(expectation: &Expectation, answer: &Answer) -> bool {
    let wanted = if expectation.allowed {
        Verdict::Allowed
    } else {
        Verdict::Blocked
    };
    answer.is_of_something() && answer.verdict() == wanted
}

/// `expect allow a -> b because "…"` as `allow a -> b`.
fn as_rule(text: &str) -> String {
    let rule = text.strip_prefix("expect ").unwrap_or(text);
    let rule = rule.split(" because \"").next().unwrap_or(rule);
    rule.to_owned()
}

/// Gives each expectation the statements that its explanation names.
fn name_lines(models: &[&Model], tested: &mut [Tested]) {
    let wanted: BTreeSet<Span> = tested.iter().flat_map(named).collect();
    let mut known: BTreeMap<Span, &Origin> = BTreeMap::new();
    for origin in models.iter().flat_map(|model| &model.statements) {
        if wanted.contains(&origin.span) {
            known.insert(origin.span, origin);
        }
    }
    for one in tested {
        let lines: BTreeSet<Span> = named(one).into_iter().collect();
        let lines = lines.iter().filter_map(|span| known.get(span));
        one.lines = lines.map(|origin| (*origin).clone()).collect();
    }
}

fn named(tested: &Tested) -> Vec<Span> {
    let ends = tested.explanation.iter().flat_map(|one| &one.ends);
    let places = ends.flat_map(|end| end.isolated_by.iter().chain(&end.allowed_by));
    let spans = places.filter_map(|place| match place {
        Place::Statement(span) => Some(*span),
        Place::Object { .. } => None,
    });
    spans.collect()
}

/// The statements that decide, each with what it does.
fn labels(explanation: &Explanation, allowed: bool) -> Vec<(Span, String)> {
    let said = if allowed {
        in_the_way(explanation)
    } else {
        letting_through(explanation)
    };
    let mut labels: BTreeMap<Span, Vec<String>> = BTreeMap::new();
    for (place, words) in said {
        if let Place::Statement(span) = place {
            let all = labels.entry(span).or_default();
            if !all.contains(&words) {
                all.push(words);
            }
        }
    }
    let labels = labels.into_iter();
    labels
        .map(|(span, words)| (span, words.join(", ")))
        .collect()
}

/// What isolates, and the lines that nearly open it.
fn in_the_way(explanation: &Explanation) -> Vec<(Place, String)> {
    let isolating = explanation.isolating().into_iter();
    let mut said: Vec<(Place, String)> = isolating
        .map(|(place, what)| (place, format!("isolates {what}")))
        .collect();
    let [egress, ingress] = &explanation.ends;
    for (end, other) in [(egress, ingress), (ingress, egress)] {
        let part = end.allowed_by.iter();
        if matches!(end.outcome, Outcome::Partly) {
            said.extend(part.map(|place| (*place, "lets a part of it through".to_owned())));
        }
        let with_ports = format!("{}:", other.who);
        let besides = end.besides.iter();
        let near = besides.filter(|(open, _)| open.starts_with(&with_ports));
        let near = near.flat_map(|(_, places)| places);
        let near = near.filter(|place| !end.allowed_by.contains(place));
        said.extend(near.map(|place| (*place, "is about other ports".to_owned())));
    }
    said
}

/// What opens each end.
fn letting_through(explanation: &Explanation) -> Vec<(Place, String)> {
    let [egress, ingress] = &explanation.ends;
    let mut said = Vec::new();
    for (end, other) in [(egress, ingress), (ingress, egress)] {
        said.extend(end.allowed_by.iter().map(|place| {
            let words = if other.allowed_by.contains(place) {
                "lets it through".to_owned()
            } else {
                format!("lets it {}", end.way_through())
            };
            (*place, words)
        }));
    }
    said
}
