//! `textDocument/codeAction`

use lsp_types::{CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams};

use crate::ide;
use crate::lsp::client::Client;
use crate::lsp::edits::workspace_edit;
use crate::lsp::publish::published;
use crate::lsp::workspace::{View, Workspace};

/// Every mend of what is wrong in the range, and all mends of the file at once.
pub(in crate::lsp) fn answer(
    workspace: &mut Workspace<'_>,
    client: Client,
    params: &CodeActionParams,
) -> Option<Vec<CodeActionOrCommand>> {
    let view = workspace.view(&params.text_document.uri)?;
    let only = params.context.only.as_ref();
    let is_wanted = |kind: &CodeActionKind| {
        let within = |wanted: &CodeActionKind| {
            let rest = kind.as_str().strip_prefix(wanted.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        only.is_none_or(|only| only.iter().any(within))
    };
    let mut actions = Vec::new();
    if is_wanted(&CodeActionKind::QUICKFIX) {
        let range = view.span(params.range);
        let mends = ide::fixes(view.snapshot, range).into_iter();
        actions.extend(mends.filter_map(|mend| quick_fix(&view, client, mend)));
    }
    // Not among the bulbs of a line: it is about the whole file.
    let asks_for_it = only.is_some() && is_wanted(&CodeActionKind::SOURCE_FIX_ALL);
    if asks_for_it {
        actions.extend(fix_all(&view, client));
    }
    Some(actions.into_iter().map(Into::into).collect())
}

fn quick_fix(view: &View<'_>, client: Client, mend: ide::Mend<'_>) -> Option<CodeAction> {
    let edit = workspace_edit(&mend.fix.edits, view.snapshot, &view.places, client)?;
    let diagnostic = published(mend.diagnostic, &mend.diagnostic.primary, &view.places);
    Some(CodeAction {
        title: mend.fix.title.clone(),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostic]),
        edit: Some(edit),
        is_preferred: Some(mend.is_only),
        ..CodeAction::default()
    })
}

fn fix_all(view: &View<'_>, client: Client) -> Option<CodeAction> {
    let edits = ide::all_fixes(view.snapshot, view.file);
    if edits.is_empty() {
        return None;
    }
    let edit = workspace_edit(edits, view.snapshot, &view.places, client)?;
    Some(CodeAction {
        title: "mend everything that has a fix".to_owned(),
        kind: Some(CodeActionKind::SOURCE_FIX_ALL),
        edit: Some(edit),
        ..CodeAction::default()
    })
}
