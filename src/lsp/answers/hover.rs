//! `textDocument/hover`

use lsp_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};

use crate::ide;
use crate::lsp::workspace::Workspace;

pub(in crate::lsp) fn answer(workspace: &mut Workspace<'_>, params: &HoverParams) -> Option<Hover> {
    let at = &params.text_document_position_params;
    let view = workspace.view(&at.text_document.uri)?;
    let hover = ide::hover(view.snapshot, view.file, view.offset(at.position))?;
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent {
            kind: MarkupKind::Markdown,
            value: hover.markdown,
        }),
        range: Some(view.places.range(hover.span)),
    })
}
