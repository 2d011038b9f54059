//! `workspace/symbol`

use lsp_types::{Location, SymbolInformation, WorkspaceSymbolParams, WorkspaceSymbolResponse};

use crate::ide;
use crate::lsp::answers::document_symbols::kind;
use crate::lsp::workspace::Workspace;

/// The declarations of all projects, each once: a file may be of several.
#[expect(deprecated, reason = "the protocol's type has a field that is")]
pub(in crate::lsp) fn answer(
    workspace: &mut Workspace<'_>,
    params: &WorkspaceSymbolParams,
) -> WorkspaceSymbolResponse {
    let mut symbols: Vec<SymbolInformation> = Vec::new();
    for (snapshot, places) in workspace.all() {
        for one in ide::workspace_symbols(snapshot, &params.query) {
            let Some(location) = places.location(one.span) else {
                continue;
            };
            symbols.push(SymbolInformation {
                name: one.name,
                kind: kind(one.kind),
                tags: None,
                deprecated: None,
                location,
                container_name: one.section,
            });
        }
    }
    symbols.sort_by(|one, other| {
        let place = |symbol: &SymbolInformation| {
            let Location { uri, range } = symbol.location.clone();
            (uri, range.start.line, range.start.character)
        };
        place(one).cmp(&place(other))
    });
    symbols.dedup_by(|one, other| one.location == other.location);
    WorkspaceSymbolResponse::Flat(symbols)
}
