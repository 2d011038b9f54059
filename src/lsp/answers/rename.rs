//! `textDocument/prepareRename` and `textDocument/rename`

use lsp_server::ErrorCode;
use lsp_types::{PrepareRenameResponse, RenameParams, TextDocumentPositionParams, WorkspaceEdit};

use crate::ide;
use crate::lsp::client::Client;
use crate::lsp::edits::workspace_edit;
use crate::lsp::refusal::Refusal;
use crate::lsp::workspace::Workspace;

/// The name that would be renamed; an error with the reason where it cannot be.
pub(in crate::lsp) fn prepare(
    workspace: &mut Workspace<'_>,
    at: &TextDocumentPositionParams,
) -> Result<Option<PrepareRenameResponse>, Refusal> {
    let Some(view) = workspace.view(&at.text_document.uri) else {
        return Ok(None);
    };
    let offset = view.offset(at.position);
    let (span, name) = ide::prepare_rename(view.snapshot, view.file, offset).map_err(refused)?;
    Ok(Some(PrepareRenameResponse::RangeWithPlaceholder {
        range: view.places.range(span),
        placeholder: name,
    }))
}

pub(in crate::lsp) fn answer(
    workspace: &mut Workspace<'_>,
    client: Client,
    params: &RenameParams,
) -> Result<Option<WorkspaceEdit>, Refusal> {
    let at = &params.text_document_position;
    let Some(view) = workspace.view(&at.text_document.uri) else {
        return Ok(None);
    };
    let offset = view.offset(at.position);
    let edits = ide::rename(view.snapshot, view.file, offset, &params.new_name).map_err(refused)?;
    Ok(workspace_edit(&edits, view.snapshot, &view.places, client))
}

fn refused(reason: String) -> Refusal {
    Refusal::new(ErrorCode::RequestFailed, reason)
}
