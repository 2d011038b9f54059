//! An answer for programs.
//!
//! Written by hand, since the order of the fields is part of what people read; strings are encoded by
//! `serde_json`.

use serde_json::Value;

use crate::model::words::direction;
use crate::sets::Direction;
use crate::why::answer::Verdict;
use crate::why::explanation::{Outcome, Reason};
use crate::why::finding::{Change, Cited, Finding, Site, What};
use crate::why::place::Place;

/// One object, as `docs/cli.md` describes it.
pub fn json(finding: &Finding) -> String {
    let explanation = &finding.explanation;
    let verdict = match explanation.verdict {
        Verdict::Allowed => "allowed",
        Verdict::Blocked => "blocked",
        Verdict::Partly => "partly",
    };
    let ends = explanation.ends.iter().map(|end| {
        let direction = direction(end.direction);
        format!("\n  \"{direction}\": {},", self::end(finding, end))
    });
    format!(
        "{{\n  \"question\": {},\n  \"verdict\": \"{verdict}\",\n  \"allowed\": {},\n  \"blocked\": {},{}\n  \"promises\": {},\n  \"change\": {},\n  \"notes\": {}\n}}\n",
        string(&finding.question),
        strings(&explanation.passing),
        strings(&explanation.stopped),
        ends.collect::<String>(),
        places(finding, &finding.promises),
        array(finding.changes.iter().map(change)),
        strings(&finding.notes),
    )
}

fn end(finding: &Finding, end: &Reason) -> String {
    let outcome = match end.outcome {
        Outcome::NoPod => "no-pod",
        Outcome::NotIsolated => "not-isolated",
        Outcome::Allowed => "allowed",
        Outcome::Blocked => "blocked",
        Outcome::Partly => "partly",
    };
    let workloads = end.workloads.as_ref().map(|known| strings(&known.names));
    let besides = end.besides.iter().map(|(other, causes)| {
        let by = places(finding, causes);
        format!("{{\"who\": {}, \"by\": {by}}}", string(other))
    });
    format!(
        "{{\"who\": {}, \"workloads\": {}, \"outcome\": \"{outcome}\", \"isolatedBy\": {}, \"allowedBy\": {}, \"blocked\": {}, \"alsoAllows\": {}}}",
        string(&end.who),
        workloads.unwrap_or_else(|| "null".to_owned()),
        places(finding, &end.isolated_by),
        places(finding, &end.allowed_by),
        strings(&end.stopped),
        array(besides),
    )
}

fn places(finding: &Finding, places: &[Place]) -> String {
    let cited = places.iter().filter_map(|place| finding.cited.get(place));
    array(cited.map(self::cited))
}

fn cited(cited: &Cited) -> String {
    let place = format!(
        "\"file\": {}, \"line\": {}",
        string(&cited.file),
        cited.line
    );
    match &cited.what {
        What::Statement(text) => format!("{{{place}, \"text\": {}}}", string(text)),
        What::Object {
            namespace,
            name,
            rule,
            says,
        } => {
            let rule = rule.map_or_else(|| "null".to_owned(), |(_, number)| number.to_string());
            format!(
                "{{{place}, \"namespace\": {}, \"object\": {}, \"rule\": {rule}, \"text\": {}}}",
                optional(namespace.as_deref()),
                string(name),
                string(says)
            )
        }
    }
}

fn change(change: &Change) -> String {
    let (file, namespace, object, rules) = match &change.into {
        Site::File { file, namespace } => (Some(file.as_str()), namespace.as_deref(), None, None),
        Site::Rules { object, direction } => match &object.what {
            What::Object {
                namespace, name, ..
            } => (
                Some(object.file.as_str()),
                namespace.as_deref(),
                Some(name.as_str()),
                Some(*direction),
            ),
            What::Statement(_) => (Some(object.file.as_str()), None, None, Some(*direction)),
        },
        Site::Cluster => (None, None, None, None),
    };
    let way = |way: Option<Direction>| optional(way.map(direction));
    format!(
        "{{\"file\": {}, \"namespace\": {}, \"object\": {}, \"rules\": {}, \"text\": {}, \"isolates\": {}}}",
        optional(file),
        optional(namespace),
        optional(object),
        way(rules),
        string(&change.text),
        way(change.isolates),
    )
}

fn strings(items: &[String]) -> String {
    array(items.iter().map(|item| string(item)))
}

fn array(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

fn optional(text: Option<&str>) -> String {
    text.map_or_else(|| "null".to_owned(), string)
}

fn string(text: &str) -> String {
    Value::from(text).to_string()
}
