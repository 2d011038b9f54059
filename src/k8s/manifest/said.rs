//! What is said of the documents of a text.

use std::ops::Range;

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::manifest::template;
use crate::source::{FileId, Span};

/// What is said of one document.
pub(super) struct Said {
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// Its number, from 0; empty ones do not count.
    pub(super) document: usize,
    /// Whether it could not be read to its end, and so is not known to be no Secret.
    pub(super) is_broken: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// All that there is to say of a text of so many documents, in its order.
///
/// Where Helm is still to make a document of what is there, this is all that is said of its templates.
pub(super) fn settle(
    file: FileId,
    text: &str,
    documents: usize,
    mut said: Vec<Said>,
) -> Vec<Diagnostic> {
    let of = |one: &Said| text.get(one.range.clone()).unwrap_or_default();
    let mut broken = said.iter().filter(|one| one.is_broken);
    let template = broken.find_map(|one| Some(one.range.start + template::begin(of(one))?));
    let mut diagnostics = Vec::new();
    if let Some(start) = template {
        said.retain(|one| !of(one).contains(template::OPEN));
        diagnostics.push(unrendered(file, start));
    }
    for one in said {
        let number = one.document + 1;
        let of_several = one.diagnostics.into_iter().map(|mut diagnostic| {
            if one.is_broken {
                // What a fix would write is what stands there.
                diagnostic.fixes.clear();
                diagnostic.is_private = true;
            }
            if documents > 1 && diagnostic.is_error() {
                return diagnostic.note(format!("document {number} of the file"));
            }
            diagnostic
        });
        diagnostics.extend(of_several);
    }
    diagnostics.sort_by_key(|one| (one.primary.span.start, one.primary.span.end));
    diagnostics
}

fn unrendered(file: FileId, start: usize) -> Diagnostic {
    let span = Span::over(file, start..start + template::OPEN.len());
    let message = "a Helm template begins here, and the manifests are still to be made";
    Diagnostic::new(&codes::UNRENDERED_MANIFESTS, span, message)
        .help("pipe in what Helm makes: `helm template CHART | netpolc check --manifests -`")
        .private()
}
