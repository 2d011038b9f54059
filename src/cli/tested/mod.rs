//! What came of expectations, one file a format.

mod json;
mod junit;
mod text;

use crate::diagnostics::render::escaped;
use crate::driver::Tested;
use crate::model::words;
use crate::source::{Origin, Sources};

pub(super) use json::json;
pub(super) use junit::junit;
pub(super) use text::text;

/// Why an expectation holds, or why not, with the places of the lines that decide.
fn reason(sources: &Sources, tested: &Tested) -> String {
    let name = |line: &Origin| {
        let (text, place) = (words::said(&line.text), place(sources, line));
        format!("`{text}` ({place})")
    };
    tested.reason(&name)
}

/// `shop.netpol:4`
fn place(sources: &Sources, line: &Origin) -> String {
    let span = line.span;
    let number = sources
        .get(span.file)
        .map_or(1, |source| source.position(span.start).line);
    format!("{}:{number}", escaped(sources.name(span.file)))
}
