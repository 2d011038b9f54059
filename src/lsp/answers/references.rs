//! `textDocument/references`

use lsp_types::{Location, ReferenceParams};

use crate::ide;
use crate::lsp::workspace::Workspace;

pub(in crate::lsp) fn answer(
    workspace: &mut Workspace<'_>,
    params: &ReferenceParams,
) -> Option<Vec<Location>> {
    let at = &params.text_document_position;
    let with_declarations = params.context.include_declaration;
    let view = workspace.view(&at.text_document.uri)?;
    let offset = view.offset(at.position);
    let found = ide::references(view.snapshot, view.file, offset, with_declarations).into_iter();
    let locations = found.filter_map(|one| view.places.location(one.span));
    Some(locations.collect())
}
