//! What is wrong with open documents, told to the client.

use std::collections::BTreeMap;

use lsp_server::Notification;
use lsp_types::notification::{Notification as _, PublishDiagnostics};
use lsp_types::{
    Diagnostic as Published, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    NumberOrString, PublishDiagnosticsParams, Uri,
};

use crate::diagnostics::{Diagnostic, Label, Severity, codes};
use crate::lsp::places::Places;
use crate::lsp::workspace::{View, Workspace};
use crate::source::FileId;

/// What diagnostics are said to come from.
const SOURCE: &str = "netpolc";

/// What has been told of each document.
#[derive(Debug, Default)]
pub(super) struct Publisher {
    told: BTreeMap<Uri, (i32, Vec<Published>)>,
}

impl Publisher {
    /// Looks at the documents whose projects may have changed; what there is to say of those whose text is
    /// another, or of which there is something else to say.
    pub(super) fn publish(&mut self, workspace: &mut Workspace<'_>) -> Vec<Notification> {
        let mut said = Vec::new();
        for view in workspace.refreshed() {
            let uri = view.document.uri.clone();
            let version = view.document.version;
            let found = found(&view);
            let told = self.told.get(&uri);
            if told.is_none_or(|(of, told)| *of != version || *told != found) {
                said.push(notification(uri.clone(), found.clone(), Some(version)));
                self.told.insert(uri, (version, found));
            }
        }
        said
    }

    /// Takes back what was said of a document that is closed.
    pub(super) fn clear(&mut self, uri: Uri) -> Notification {
        self.told.remove(&uri);
        notification(uri, Vec::new(), None)
    }
}

fn notification(uri: Uri, diagnostics: Vec<Published>, version: Option<i32>) -> Notification {
    let method = PublishDiagnostics::METHOD.to_owned();
    let params = PublishDiagnosticsParams {
        uri,
        diagnostics,
        version,
    };
    Notification::new(method, params)
}

/// What there is to say of a document: what is wrong in it, and what is wrong elsewhere because of it, where
/// that is in no open document.
fn found(view: &View<'_>) -> Vec<Published> {
    let all = view.snapshot.diagnostics.iter();
    let found = all.filter_map(|one| {
        let place = place(view, one)?;
        Some(published(one, place, &view.places))
    });
    found.collect()
}

/// Where a diagnostic is shown in a document.
fn place<'d>(view: &View<'_>, diagnostic: &'d Diagnostic) -> Option<&'d Label> {
    if diagnostic.primary.span.file == view.file {
        return Some(&diagnostic.primary);
    }
    let is_open = |file: FileId| view.places.document(file).is_some();
    if is_open(diagnostic.primary.span.file) {
        return None;
    }
    let mut others = diagnostic.secondary.iter();
    others.find(|label| label.span.file == view.file)
}

/// A diagnostic as the protocol has it, shown at one of its places.
pub(super) fn published(diagnostic: &Diagnostic, at: &Label, places: &Places<'_>) -> Published {
    let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary);
    let others = labels.filter(|label| label.span != at.span);
    let related = others.filter_map(|label| {
        let message = match label.message.as_str() {
            "" => diagnostic.message.clone(),
            words => words.to_owned(),
        };
        Some(DiagnosticRelatedInformation {
            location: places.location(label.span)?,
            message,
        })
    });
    let related: Vec<_> = related.collect();
    let code = diagnostic.code;
    Published {
        range: places.range(at.span),
        severity: Some(match code.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Note => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(format!("{} {}", code.id, code.slug))),
        source: Some(SOURCE.to_owned()),
        message: message(diagnostic),
        related_information: (!related.is_empty()).then_some(related),
        tags: (*code == codes::UNUSED_DECLARATION).then(|| vec![DiagnosticTag::UNNECESSARY]),
        ..Published::default()
    }
}

/// Everything that is said in words: what is wrong, why, and what to do.
fn message(diagnostic: &Diagnostic) -> String {
    let notes = diagnostic.notes.iter().map(|note| format!("note: {note}"));
    let help = diagnostic.help.iter().map(|help| format!("help: {help}"));
    let lines = std::iter::once(diagnostic.message.clone()).chain(notes);
    let lines: Vec<String> = lines.chain(help).collect();
    lines.join("\n")
}
