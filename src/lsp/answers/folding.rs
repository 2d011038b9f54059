//! `textDocument/foldingRange`

use lsp_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};

use crate::ide::{self, FoldKind};
use crate::lsp::workspace::Workspace;

pub(in crate::lsp) fn answer(
    workspace: &mut Workspace<'_>,
    params: &FoldingRangeParams,
) -> Option<Vec<FoldingRange>> {
    let view = workspace.view(&params.text_document.uri)?;
    let lines = view.snapshot.sources.get(view.file)?.lines();
    // For a client, a CR alone ends a line as well.
    let line = |line: usize| view.position(lines.start(line)).line;
    let folds = ide::folds(view.snapshot, view.file).into_iter();
    let ranges = folds.map(|fold| FoldingRange {
        start_line: line(fold.first),
        end_line: line(fold.last),
        kind: (fold.kind == FoldKind::Comment).then_some(FoldingRangeKind::Comment),
        ..FoldingRange::default()
    });
    Some(ranges.collect())
}
