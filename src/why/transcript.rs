//! An answer as text for people.

use std::collections::BTreeSet;

use crate::diagnostics::render::escaped;
use crate::model::words::direction;
use crate::sets::Direction;
use crate::why::answer::Verdict;
use crate::why::explanation::{Explanation, Outcome, Reason};
use crate::why::finding::{Change, Cited, Finding, Site, What};
use crate::why::place::Place;

/// How many connections, lines that allow, and other ends are shown before the rest is counted.
const MOST: usize = 8;

/// How many connections are shown of those that one end stops.
const MOST_AT_END: usize = 3;

/// How many lines that isolate are shown.
const MOST_ISOLATING: usize = 3;

/// The answer, what is said at both ends, and what would change it.
///
/// It starts with the verdict and a colon: `blocked: frontend -> backend:8080`.
pub fn transcript(finding: &Finding) -> String {
    let explanation = &finding.explanation;
    let mut lines = Lines::default();
    let verdict = word(explanation.verdict);
    lines.push(&format!("{verdict}: {}", finding.question));
    if explanation.passing.is_empty() && explanation.stopped.is_empty() {
        lines.push(&format!(
            "  {}",
            explanation.reason(true, &|_| String::new())
        ));
    }
    if explanation.verdict == Verdict::Partly {
        lines.rows("allowed", &limited(&explanation.passing, MOST));
        lines.rows("blocked", &limited(&explanation.stopped, MOST));
    }
    if explanation.is_of_something() {
        lines.push("");
        for end in &explanation.ends {
            self::end(&mut lines, finding, end);
        }
    }
    changes(&mut lines, finding);
    if !finding.notes.is_empty() {
        lines.push("");
    }
    for note in &finding.notes {
        lines.push(&format!("note: {note}"));
    }
    lines.text
}

/// The verdict in words.
pub(super) fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allowed => "allowed",
        Verdict::Blocked => "blocked",
        Verdict::Partly => "partly allowed",
    }
}

fn end(lines: &mut Lines, finding: &Finding, end: &Reason) {
    let way = direction(end.direction);
    let outcome = match end.outcome {
        Outcome::NoPod => "no pod, so no policy decides here",
        Outcome::NotIsolated if finding.of_objects => "open, no policy selects it",
        Outcome::NotIsolated => "open, nothing isolates it",
        Outcome::Allowed => "allowed",
        Outcome::Blocked => "blocked",
        Outcome::Partly => "partly allowed",
    };
    let count = end.workloads.as_ref();
    let count = count.map_or_else(String::new, |known| format!(" ({})", known.words()));
    lines.push(&format!("{way} of {}{count}: {outcome}", end.who));
    lines.rows("isolated by", &isolating(finding, end));
    lines.rows("allowed by", &places(finding, &end.allowed_by, MOST));
    if !matches!(end.outcome, Outcome::Blocked | Outcome::Partly) {
        return;
    }
    let all = &finding.explanation;
    if end.outcome == Outcome::Partly && !is_told(all, end) {
        lines.rows("blocked", &limited(&end.stopped, MOST_AT_END));
    }
    let besides = besides(finding, end);
    match (end.direction, besides.as_slice(), end.allowed_by.as_slice()) {
        (Direction::Ingress, [], []) => lines.rows("lets in nothing", &[String::new()]),
        (Direction::Egress, [], []) => lines.rows("lets out nothing", &[String::new()]),
        (Direction::Ingress, besides, []) => lines.rows("lets in only", besides),
        (Direction::Egress, besides, []) => lines.rows("lets out only", besides),
        (Direction::Ingress, besides, _) => lines.rows("also lets in", besides),
        (Direction::Egress, besides, _) => lines.rows("also lets out", besides),
    }
}

/// Whether the connections that are stopped at an end are those that are shown already.
fn is_told(all: &Explanation, end: &Reason) -> bool {
    all.verdict == Verdict::Partly && end.stopped == all.stopped
}

/// The places that let nothing through but something else, each once.
fn besides(finding: &Finding, end: &Reason) -> Vec<String> {
    let all = end.besides.iter().flat_map(|(_, causes)| causes);
    let all = all.filter(|place| !end.allowed_by.contains(place));
    let all: BTreeSet<Place> = all.copied().collect();
    places(finding, &all.into_iter().collect::<Vec<_>>(), MOST)
}

/// What isolates: of several that isolate the same, the lines that are there for nothing else.
fn isolating(finding: &Finding, end: &Reason) -> Vec<String> {
    let alone = |place: &Place| finding.cited.get(place).is_some_and(isolates_alone);
    let all = end.isolated_by.iter().copied().zip(&end.extents);
    let (alone, others): (Vec<_>, Vec<_>) = all.partition(|(place, _)| alone(place));
    let others = others.into_iter();
    let others = others.filter(|(_, extent)| alone.iter().all(|(_, other)| other != extent));
    let all = alone.iter().copied().chain(others).map(|(place, _)| place);
    places(finding, &all.collect::<Vec<_>>(), MOST_ISOLATING)
}

fn places(finding: &Finding, places: &[Place], most: usize) -> Vec<String> {
    let cited = places.iter().filter_map(|place| finding.cited.get(place));
    let rows: Vec<String> = cited.map(self::cited).collect();
    limited(&rows, most)
}

/// Whether a statement is there for nothing but isolation.
fn isolates_alone(cited: &Cited) -> bool {
    match &cited.what {
        What::Statement(text) => ["isolate ", "default "]
            .iter()
            .any(|word| text.starts_with(word)),
        What::Object { rule, .. } => rule.is_none(),
    }
}

fn cited(cited: &Cited) -> String {
    let Cited { file, line, what } = cited;
    match what {
        What::Statement(text) => format!("{file}:{line}  {text}"),
        What::Object { rule, says, .. } => match rule {
            None => format!("{file}:{line}  policy {}, {says}", object(cited)),
            Some((way, number)) => format!(
                "{file}:{line}  policy {}, {} rule {number}: {says}",
                object(cited),
                direction(*way)
            ),
        },
    }
}

/// `shop/backend-policy`
fn object(cited: &Cited) -> String {
    match &cited.what {
        What::Statement(text) => text.clone(),
        What::Object {
            namespace: Some(namespace),
            name,
            ..
        } => format!("{namespace}/{name}"),
        What::Object { name, .. } => name.clone(),
    }
}

fn changes(lines: &mut Lines, finding: &Finding) {
    if finding.changes.is_empty() {
        return;
    }
    lines.push("");
    let promises = places(finding, &finding.promises, MOST);
    let mut opening = "to change it,";
    if !promises.is_empty() {
        let one = finding.promises.len() == 1;
        lines.push(if one {
            "a promise stands in the way:"
        } else {
            "promises stand in the way:"
        });
        for promise in promises {
            lines.push(&format!("  {promise}"));
        }
        opening = if one {
            "once it is taken back,"
        } else {
            "once they are taken back,"
        };
    }
    for change in finding.changes.iter().take(MOST) {
        lines.push(&format!("{opening} {}:", place(change)));
        for line in change.text.lines() {
            lines.push(&format!("  {line}"));
        }
        if let Some(way) = change.isolates {
            let way = direction(way);
            lines.push(&format!(
                "  (this isolates pods for {way} that nothing isolates now: allow what else they need)"
            ));
        }
        opening = "and";
    }
    match finding.changes.len().saturating_sub(MOST) {
        0 => {}
        more => lines.push(&format!("and {more} more")),
    }
}

fn place(change: &Change) -> String {
    match &change.into {
        Site::File {
            file,
            namespace: None,
        } => format!("add to {file}"),
        Site::File {
            file,
            namespace: Some(namespace),
        } => format!("add to {file}, below `namespace {namespace}`"),
        Site::Rules {
            object: cited,
            direction: way,
        } => format!(
            "add to the {} rules of policy {} ({}:{})",
            direction(*way),
            object(cited),
            cited.file,
            cited.line
        ),
        Site::Cluster => "apply this policy too".to_owned(),
    }
}

fn limited(rows: &[String], most: usize) -> Vec<String> {
    let mut shown: Vec<String> = rows.iter().take(most).cloned().collect();
    match rows.len().saturating_sub(most) {
        0 => {}
        more => shown.push(format!("and {more} more")),
    }
    shown
}

/// The text so far. What is pushed is one line, whatever it holds.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn push(&mut self, line: &str) {
        self.text.push_str(escaped(line).trim_end());
        self.text.push('\n');
    }

    /// Rows below a label.
    fn rows(&mut self, label: &str, rows: &[String]) {
        const LABEL: usize = "lets out nothing".len() + 1;
        let mut label = label;
        for row in rows {
            self.push(&format!("  {label:LABEL$}{row}"));
            label = "";
        }
    }
}
