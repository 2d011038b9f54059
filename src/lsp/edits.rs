//! Edits of texts, as the protocol has them.

use std::collections::{BTreeMap, HashMap};

use lsp_types::{
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit,
    Uri, WorkspaceEdit,
};

use crate::diagnostics::{Edit, inserted};
use crate::driver::Snapshot;
use crate::lsp::client::Client;
use crate::lsp::places::Places;
use crate::source::FileId;

/// What a client is to do to its files; nothing where one of them is no file.
pub(super) fn workspace_edit<'e>(
    edits: impl IntoIterator<Item = &'e Edit>,
    snapshot: &Snapshot,
    places: &Places<'_>,
    client: Client,
) -> Option<WorkspaceEdit> {
    let mut files: BTreeMap<FileId, Vec<TextEdit>> = BTreeMap::new();
    for edit in edits {
        let source = snapshot.sources.get(edit.span.file)?;
        files.entry(edit.span.file).or_default().push(TextEdit {
            range: places.range(edit.span),
            new_text: inserted(source, edit).into_owned(),
        });
    }
    let files = files.into_iter().map(|(file, edits)| {
        let version = places.document(file).map(|document| document.version);
        Some((places.uri(file)?, version, edits))
    });
    let files: Option<Vec<_>> = files.collect();
    Some(edit_of(files?, client))
}

fn edit_of(files: Vec<(Uri, Option<i32>, Vec<TextEdit>)>, client: Client) -> WorkspaceEdit {
    if !client.has_document_changes {
        let changes = files.into_iter().map(|(uri, _, edits)| (uri, edits));
        #[expect(clippy::mutable_key_type, reason = "the protocol's own type")]
        let changes: HashMap<Uri, Vec<TextEdit>> = changes.collect();
        return WorkspaceEdit::new(changes);
    }
    let changes = files
        .into_iter()
        .map(|(uri, version, edits)| TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
            edits: edits.into_iter().map(OneOf::Left).collect(),
        });
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Edits(changes.collect())),
        ..WorkspaceEdit::default()
    }
}
