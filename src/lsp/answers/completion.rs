//! `textDocument/completion`

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionParams, CompletionResponse,
    CompletionTextEdit, TextEdit,
};

use crate::ide::{self, Completion, CompletionKind};
use crate::lsp::workspace::{View, Workspace};
use crate::source::Span;

/// How many items a list has; what is typed next chooses among more.
const MOST: usize = 500;

pub(in crate::lsp) fn answer(
    workspace: &mut Workspace<'_>,
    params: &CompletionParams,
) -> Option<CompletionResponse> {
    let at = &params.text_document_position;
    let view = workspace.view(&at.text_document.uri)?;
    let offset = view.offset(at.position);
    let mut found = ide::completions(view.snapshot, view.file, offset);
    let is_incomplete = found.len() > MOST;
    if is_incomplete {
        found.retain(|one| is_begun(&view, one, offset));
        found.truncate(MOST);
    }
    let items = found.into_iter().map(|one| item(&view, one));
    Some(CompletionResponse::List(CompletionList {
        is_incomplete,
        items: items.collect(),
    }))
}

/// Whether a name may be what is being typed: it has its characters in their order.
fn is_begun(view: &View<'_>, completion: &Completion, offset: u32) -> bool {
    let typed = Span::new(view.file, completion.span.start, offset);
    let typed = view.snapshot.sources.slice(typed).to_lowercase();
    ide::has_letters(&completion.label.to_lowercase(), &typed)
}

fn item(view: &View<'_>, completion: Completion) -> CompletionItem {
    let Completion {
        label,
        kind,
        detail,
        span,
        text,
        rank,
    } = completion;
    CompletionItem {
        kind: Some(match kind {
            CompletionKind::Keyword => CompletionItemKind::KEYWORD,
            CompletionKind::Workload => CompletionItemKind::VARIABLE,
            CompletionKind::Group => CompletionItemKind::STRUCT,
            CompletionKind::Network => CompletionItemKind::CONSTANT,
            CompletionKind::Service => CompletionItemKind::INTERFACE,
            CompletionKind::Namespace => CompletionItemKind::MODULE,
            CompletionKind::LabelKey => CompletionItemKind::PROPERTY,
            CompletionKind::LabelValue => CompletionItemKind::ENUM_MEMBER,
            CompletionKind::Port => CompletionItemKind::VALUE,
        }),
        detail: (!detail.is_empty()).then_some(detail),
        sort_text: Some(format!("{rank}{label}")),
        // What is typed so far is compared with what is written, quotes included.
        filter_text: (text != label.as_str()).then(|| text.clone()),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit {
            range: view.places.range(span),
            new_text: text,
        })),
        label: label.into(),
        ..CompletionItem::default()
    }
}
