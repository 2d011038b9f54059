//! What the client can do, as far as it matters here.

use lsp_types::ClientCapabilities;

use crate::lsp::encoding::Encoding;

/// What the client can do.
#[derive(Clone, Copy, Debug)]
pub(super) struct Client {
    /// How it counts columns.
    pub(super) encoding: Encoding,
    /// Whether it watches files that the server names.
    pub(super) watches_files: bool,
    /// Whether edits may say which version of a document they are about.
    pub(super) has_document_changes: bool,
}

impl Client {
    /// Reads what a client says of itself.
    pub(super) fn of(capabilities: &ClientCapabilities) -> Self {
        let workspace = capabilities.workspace.as_ref();
        let watching = workspace.and_then(|one| one.did_change_watched_files);
        let edits = workspace.and_then(|one| one.workspace_edit.as_ref());
        Self {
            encoding: Encoding::negotiated(capabilities),
            watches_files: watching.is_some_and(|one| one.dynamic_registration == Some(true)),
            has_document_changes: edits.is_some_and(|one| one.document_changes == Some(true)),
        }
    }
}
