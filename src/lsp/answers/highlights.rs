//! `textDocument/documentHighlight`

use lsp_types::{DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams};

use crate::ide;
use crate::lsp::workspace::Workspace;

pub(in crate::lsp) fn answer(
    workspace: &mut Workspace<'_>,
    params: &DocumentHighlightParams,
) -> Option<Vec<DocumentHighlight>> {
    let at = &params.text_document_position_params;
    let view = workspace.view(&at.text_document.uri)?;
    let offset = view.offset(at.position);
    let found = ide::references(view.snapshot, view.file, offset, true).into_iter();
    let here = found.filter(|one| one.span.file == view.file);
    let highlights = here.map(|one| DocumentHighlight {
        range: view.places.range(one.span),
        kind: Some(if one.is_declaration {
            DocumentHighlightKind::WRITE
        } else {
            DocumentHighlightKind::READ
        }),
    });
    Some(highlights.collect())
}
