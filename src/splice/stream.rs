//! Documents one after the other.

use std::collections::BTreeSet;

use crate::diagnostics::{Edit, apply};
use crate::k8s::manifest::{Placed, documents, json_values};
use crate::source::{FileId, Span};
use crate::splice::items::{Fate, offset, removed, with_its_line};

/// `text` without the objects in `gone`, and with `ours` behind it: documents, each with the line before it, or
/// values where the text is JSON. A document goes with its last object. Nothing where the text cannot be edited so.
///
/// `objects` are all that the text has, in its order.
pub fn stream(
    file: FileId,
    text: &str,
    objects: &[Placed],
    gone: &BTreeSet<Span>,
    ours: &str,
) -> Option<String> {
    let values = json_values(text);
    let is_json = values.is_some();
    let mut edits: Vec<Edit> = Vec::new();
    let mut ahead = objects;
    let mut before = 0;
    let documents = values.unwrap_or_else(|| documents(text));
    for (number, document) in documents.into_iter().enumerate() {
        let inside = ahead.partition_point(|one| one.span.range().start < document.end);
        let (here, later) = ahead.split_at_checked(inside)?;
        ahead = later;
        match Fate::of(text, here, gone) {
            Fate::Goes => {
                let start = if number == 0 || is_json {
                    document.start
                } else {
                    before
                };
                let span = Span::new(file, offset(start), offset(document.end));
                edits.push(removed(if is_json {
                    with_its_line(text, span)
                } else {
                    span
                }));
            }
            Fate::Stays(inside) => edits.extend(inside),
        }
        before = document.end;
    }
    let mut left = apply(text, &edits)?;
    if ours.is_empty() {
        return Some(left);
    }
    if !left.is_empty() && !left.ends_with('\n') {
        left.push('\n');
    }
    left.push_str(ours);
    Some(left)
}
