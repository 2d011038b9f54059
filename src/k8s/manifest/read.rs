//! From a text to what it holds.

use std::ops::Range;

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::manifest::document;
use crate::k8s::manifest::found::Manifests;
use crate::k8s::manifest::json;
use crate::k8s::manifest::node::{Kind, Node};
use crate::k8s::manifest::object::objects;
use crate::k8s::manifest::reader::Reader;
use crate::k8s::manifest::yaml;
use crate::source::{FileId, Span};

/// The policies in a text of YAML or JSON, as kubectl would hand them to the API server, which would
/// take them.
///
/// A document that is broken, or a policy that would be refused, is reported and left out; the
/// others are read.
pub fn read(file: FileId, text: &str) -> Manifests {
    let mut manifests = Manifests::default();
    let mut reader = Reader::default();
    let mut count = 0;
    let mut is_first = true;
    for part in document::split(text) {
        let start = part.range.start;
        let content = text.get(part.range).unwrap_or_default();
        if let Some(beside) = part.beside {
            reader.report(ill_separator(file, beside));
        }
        if content.trim().is_empty() {
            continue;
        }
        let mut wrong = Vec::new();
        let roots = roots(file, content, start, is_first, &mut wrong);
        is_first = false;
        // kubectl refuses all of a document that is broken in one place.
        let is_broken = !wrong.is_empty();
        reader.diagnostics.append(&mut wrong);
        if roots.is_empty() && is_broken {
            count += 1;
        }
        for root in roots {
            let before = manifests.policies.len();
            if !is_broken || is_object(&root) {
                let policies = &mut manifests.policies;
                objects(&mut reader, &root, count, policies, &mut manifests.skipped);
            }
            if is_broken {
                manifests.policies.truncate(before);
            }
            count += 1;
        }
    }
    let mut diagnostics = reader.diagnostics;
    diagnostics.sort_by_key(|one| (one.primary.span.start, one.primary.span.end));
    manifests.diagnostics = diagnostics;
    manifests
}

/// The values of a document: several only in JSON, which kubectl looks for where a file begins.
fn roots(
    file: FileId,
    text: &str,
    start: usize,
    is_first: bool,
    wrong: &mut Vec<Diagnostic>,
) -> Vec<Node> {
    if is_first && let Some(roots) = json::read(file, text, start, wrong) {
        return roots;
    }
    let root = yaml::read(file, text, start, wrong);
    let root = root.filter(|root| root.kind != Kind::Null);
    root.into_iter().collect()
}

/// Whether enough is known of a broken document to look at what it holds.
fn is_object(root: &Node) -> bool {
    matches!(&root.kind, Kind::Map(entries) if entries.iter().any(|one| one.key.text == "kind"))
}

fn ill_separator(file: FileId, beside: Range<usize>) -> Diagnostic {
    let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    let span = Span::new(file, at(beside.start), at(beside.end));
    let message = "broken YAML: kubectl wants nothing but `---` on the line between documents";
    Diagnostic::new(&codes::INVALID_YAML, span, message)
}
