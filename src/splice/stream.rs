//! Documents one after the other.

use std::collections::BTreeSet;

use crate::diagnostics::{Edit, apply};
use crate::k8s::manifest::{Placed, documents};
use crate::source::{FileId, Span};
use crate::splice::items::{Fate, offset, removed};

/// `text` without the objects in `gone`, and with `ours` behind it: documents, each with the line before it.
/// A document goes with its last object. Nothing where the text cannot be edited so.
///
/// `objects` are all that the text has, in its order.
pub fn stream(
    file: FileId,
    text: &str,
    objects: &[Placed],
    gone: &BTreeSet<Span>,
    ours: &str,
) -> Option<String> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut ahead = objects;
    let mut before = 0;
    for (number, document) in documents(text).into_iter().enumerate() {
        let inside = ahead.partition_point(|one| one.span.range().start < document.end);
        let (here, later) = ahead.split_at_checked(inside)?;
        ahead = later;
        match Fate::of(text, here, gone) {
            Fate::Goes => {
                let start = if number == 0 { document.start } else { before };
                let end = offset(document.end);
                edits.push(removed(Span::new(file, offset(start), end)));
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
