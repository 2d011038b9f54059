//! What becomes of notifications.

use lsp_server::Notification;
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidChangeWorkspaceFolders, DidCloseTextDocument,
    DidOpenTextDocument, DidSaveTextDocument, Notification as Kind,
};

use crate::lsp::publish::Publisher;
use crate::lsp::uri;
use crate::lsp::workspace::Workspace;

/// Takes note of what the client says; what there is to say in turn. What is not understood is ignored, as the
/// protocol has it.
pub(super) fn handle(
    notification: Notification,
    workspace: &mut Workspace<'_>,
    publisher: &mut Publisher,
) -> Vec<Notification> {
    match notification.method.as_str() {
        DidOpenTextDocument::METHOD => {
            if let Some(of) = params::<DidOpenTextDocument>(notification) {
                workspace.open(of.text_document);
            }
        }
        DidChangeTextDocument::METHOD => {
            if let Some(of) = params::<DidChangeTextDocument>(notification) {
                workspace.change(&of.text_document, of.content_changes);
            }
        }
        DidSaveTextDocument::METHOD => {
            if let Some(of) = params::<DidSaveTextDocument>(notification) {
                workspace.saved(&of.text_document.uri);
            }
        }
        DidCloseTextDocument::METHOD => {
            if let Some(of) = params::<DidCloseTextDocument>(notification) {
                workspace.close(&of.text_document.uri);
                return vec![publisher.clear(of.text_document.uri)];
            }
        }
        DidChangeWatchedFiles::METHOD => workspace.disk_changed(),
        DidChangeWorkspaceFolders::METHOD => {
            if let Some(of) = params::<DidChangeWorkspaceFolders>(notification) {
                for folder in of
                    .event
                    .removed
                    .iter()
                    .filter_map(|one| uri::path(&one.uri))
                {
                    workspace.remove_folder(&folder);
                }
                for folder in of.event.added.iter().filter_map(|one| uri::path(&one.uri)) {
                    workspace.add_folder(folder);
                }
            }
        }
        _ => {}
    }
    Vec::new()
}

fn params<N: Kind>(notification: Notification) -> Option<N::Params> {
    serde_json::from_value(notification.params).ok()
}
