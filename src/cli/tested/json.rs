//! For programs: one array, an expectation a line.

use serde_json::Value;

use crate::cli::tested::reason;
use crate::driver::Tested;
use crate::source::{FileId, Position, Sources};
use crate::why::Reason;

/// The array, of all expectations. Lines and columns count from 1, columns in characters.
pub(in crate::cli) fn json(sources: &Sources, tested: &[Tested]) -> String {
    let objects: Vec<String> = tested.iter().map(|one| object(sources, one)).collect();
    if objects.is_empty() {
        return "[]\n".to_owned();
    }
    format!("[\n  {}\n]\n", objects.join(",\n  "))
}

/// Written by hand, since the order of the fields is part of what people read.
fn object(sources: &Sources, tested: &Tested) -> String {
    let span = tested.origin.span;
    let expected = if tested.allowed { "allow" } else { "deny" };
    let explanation = tested.explanation.as_ref().ok();
    let flows = |flows: Option<&[String]>| Value::from(flows.unwrap_or_default()).to_string();
    format!(
        r#"{{"file":{},"start":{},"end":{},"text":{},"expected":"{expected}","holds":{},"reason":{},"passing":{},"stopped":{},"sources":{},"targets":{}}}"#,
        string(sources.name(span.file)),
        position(sources, span.file, span.start),
        position(sources, span.file, span.end),
        string(&tested.origin.text),
        tested.holds,
        string(&reason(sources, tested)),
        flows(explanation.map(|one| one.passing.as_slice())),
        flows(explanation.map(|one| one.stopped.as_slice())),
        workloads(explanation.and_then(|one| one.ends.first())),
        workloads(explanation.and_then(|one| one.ends.last())),
    )
}

/// The workloads at an end, where they are known.
fn workloads(end: Option<&Reason>) -> String {
    let known = end.and_then(|end| end.workloads.as_ref());
    let names = known.map_or(Value::Null, |known| Value::from(known.names.as_slice()));
    names.to_string()
}

fn position(sources: &Sources, file: FileId, offset: u32) -> String {
    let known = sources.get(file).map(|source| source.position(offset));
    let Position { line, column } = known.unwrap_or(Position { line: 1, column: 1 });
    format!(r#"{{"line":{line},"column":{column}}}"#)
}

fn string(text: &str) -> String {
    Value::from(text).to_string()
}
