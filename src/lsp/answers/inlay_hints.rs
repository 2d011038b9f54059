//! `textDocument/inlayHint`

use lsp_types::{InlayHint, InlayHintLabel, InlayHintParams, InlayHintTooltip};

use crate::ide;
use crate::lsp::workspace::Workspace;

pub(in crate::lsp) fn answer(
    workspace: &mut Workspace<'_>,
    params: &InlayHintParams,
) -> Option<Vec<InlayHint>> {
    let view = workspace.view(&params.text_document.uri)?;
    let range = view.span(params.range);
    let hints = ide::inlay_hints(view.snapshot, view.file, range.start..range.end).into_iter();
    let hints = hints.map(|hint| InlayHint {
        position: view.position(hint.offset),
        label: InlayHintLabel::String(hint.text),
        kind: None,
        text_edits: None,
        tooltip: (!hint.tooltip.is_empty()).then_some(InlayHintTooltip::String(hint.tooltip)),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    });
    Some(hints.collect())
}
