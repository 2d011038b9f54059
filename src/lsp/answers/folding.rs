//! `textDocument/foldingRange`

use lsp_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};

use crate::ide::{self, FoldKind};
use crate::lsp::lines::number;
use crate::lsp::workspace::Workspace;

pub(in crate::lsp) fn answer(
    workspace: &mut Workspace<'_>,
    params: &FoldingRangeParams,
) -> Option<Vec<FoldingRange>> {
    let view = workspace.view(&params.text_document.uri)?;
    let folds = ide::folds(view.snapshot, view.file).into_iter();
    let ranges = folds.map(|fold| FoldingRange {
        start_line: number(fold.first),
        end_line: number(fold.last),
        kind: (fold.kind == FoldKind::Comment).then_some(FoldingRangeKind::Comment),
        ..FoldingRange::default()
    });
    Some(ranges.collect())
}
