//! `textDocument/definition`

use lsp_types::{GotoDefinitionParams, GotoDefinitionResponse};

use crate::ide;
use crate::lsp::workspace::Workspace;

pub(in crate::lsp) fn answer(
    workspace: &mut Workspace<'_>,
    params: &GotoDefinitionParams,
) -> Option<GotoDefinitionResponse> {
    let at = &params.text_document_position_params;
    let view = workspace.view(&at.text_document.uri)?;
    let found = ide::definitions(view.snapshot, view.file, view.offset(at.position));
    let locations = found.into_iter();
    let locations = locations.filter_map(|span| view.places.location(span));
    Some(GotoDefinitionResponse::Array(locations.collect()))
}
