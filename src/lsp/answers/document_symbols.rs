//! `textDocument/documentSymbol`

use lsp_types::{DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, SymbolKind as Kind};

use crate::ide::{self, Symbol, SymbolKind};
use crate::lsp::workspace::{View, Workspace};

pub(in crate::lsp) fn answer(
    workspace: &mut Workspace<'_>,
    params: &DocumentSymbolParams,
) -> Option<DocumentSymbolResponse> {
    let view = workspace.view(&params.text_document.uri)?;
    let found = ide::document_symbols(view.snapshot, view.file).into_iter();
    let symbols = found.map(|one| symbol(&view, one));
    Some(DocumentSymbolResponse::Nested(symbols.collect()))
}

#[expect(deprecated, reason = "the protocol's type has a field that is")]
fn symbol(view: &View<'_>, one: Symbol) -> DocumentSymbol {
    let children = one.children.into_iter();
    let children: Vec<DocumentSymbol> = children.map(|child| symbol(view, child)).collect();
    DocumentSymbol {
        name: one.name,
        detail: None,
        kind: kind(one.kind),
        tags: None,
        deprecated: None,
        range: view.places.range(one.span),
        selection_range: view.places.range(one.name_span),
        children: (!children.is_empty()).then_some(children),
    }
}

/// What comes nearest among the kinds that editors know.
pub(super) fn kind(kind: SymbolKind) -> Kind {
    match kind {
        SymbolKind::Section => Kind::NAMESPACE,
        SymbolKind::Workload => Kind::VARIABLE,
        SymbolKind::Group => Kind::STRUCT,
        SymbolKind::Network => Kind::CONSTANT,
        SymbolKind::Service => Kind::INTERFACE,
        SymbolKind::Rule => Kind::EVENT,
        SymbolKind::Promise | SymbolKind::Expectation => Kind::BOOLEAN,
        SymbolKind::Isolation => Kind::OPERATOR,
    }
}
