//! Documents one after the other.

use std::collections::BTreeSet;

use crate::diagnostics::{Edit, apply};
use crate::emit;
use crate::k8s::Policy;
use crate::k8s::manifest::{Placed, documents, json_values};
use crate::source::{FileId, Span};
use crate::splice::items::{Fate, before, removed, with_its_line};

/// `text` without the objects in `gone`, and with `ours` behind it, which are the titles of files with their
/// policies: documents, or values where the text is JSON. A document goes with its last object. Nothing where the
/// text cannot be edited so.
///
/// `objects` are all that the text has, in its order.
pub fn stream(
    file: FileId,
    text: &str,
    objects: &[Placed],
    gone: &BTreeSet<Span>,
    ours: &[(&str, &[Policy])],
) -> Option<String> {
    let values = json_values(text);
    let is_json = values.is_some();
    let mut edits: Vec<Edit> = Vec::new();
    let mut ahead = objects;
    let mut last = 0;
    let documents = values.unwrap_or_else(|| documents(text));
    for (number, document) in documents.into_iter().enumerate() {
        let here = before(&mut ahead, document.end);
        match Fate::of(text, here, gone) {
            Fate::Goes if is_json => {
                let span = Span::over(file, document.clone());
                edits.push(removed(with_its_line(text, span)));
            }
            Fate::Goes => {
                let start = if number == 0 { document.start } else { last };
                edits.push(removed(Span::over(file, start..document.end)));
            }
            Fate::Stays(inside) => edits.extend(inside),
        }
        last = document.end;
    }
    let mut left = apply(text, &edits)?;
    let ours = if is_json { json(ours) } else { yaml(ours) };
    if !(ours.is_empty() || left.is_empty() || left.ends_with('\n')) {
        left.push('\n');
    }
    left.push_str(&ours);
    Some(left)
}

/// A value a line.
fn json(ours: &[(&str, &[Policy])]) -> String {
    let policies = ours.iter().flat_map(|(_, policies)| *policies);
    policies.map(|one| emit::json_line(one) + "\n").collect()
}

fn yaml(ours: &[(&str, &[Policy])]) -> String {
    let mut all = String::new();
    for (title, policies) in ours {
        emit::yaml_behind(title, policies, &mut all);
    }
    all
}
