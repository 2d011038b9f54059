//! Which request is answered by what.

use lsp_server::ErrorCode;
use lsp_types::request::{
    CodeActionRequest, Completion, DocumentHighlightRequest, DocumentSymbolRequest,
    FoldingRangeRequest, Formatting, GotoDefinition, HoverRequest, InlayHintRequest,
    PrepareRenameRequest, References, Rename, Request, SemanticTokensFullRequest,
    WorkspaceSymbolRequest,
};
use serde_json::Value;

use crate::lsp::answers::{
    code_actions, completion, definition, document_symbols, folding, formatting, generated_yaml,
    highlights, hover, inlay_hints, references, rename, semantic_tokens, workspace_symbols,
};
use crate::lsp::client::Client;
use crate::lsp::refusal::Refusal;
use crate::lsp::workspace::Workspace;

/// Answers a request.
pub(super) fn answer(
    method: &str,
    params: Value,
    workspace: &mut Workspace<'_>,
    client: Client,
) -> Result<Value, Refusal> {
    match method {
        HoverRequest::METHOD => with::<HoverRequest>(params, |of| hover::answer(workspace, of)),
        Completion::METHOD => with::<Completion>(params, |of| completion::answer(workspace, of)),
        GotoDefinition::METHOD => {
            with::<GotoDefinition>(params, |of| definition::answer(workspace, of))
        }
        References::METHOD => with::<References>(params, |of| references::answer(workspace, of)),
        DocumentHighlightRequest::METHOD => {
            with::<DocumentHighlightRequest>(params, |of| highlights::answer(workspace, of))
        }
        PrepareRenameRequest::METHOD => {
            try_with::<PrepareRenameRequest>(params, |of| rename::prepare(workspace, of))
        }
        Rename::METHOD => try_with::<Rename>(params, |of| rename::answer(workspace, client, of)),
        DocumentSymbolRequest::METHOD => {
            with::<DocumentSymbolRequest>(params, |of| document_symbols::answer(workspace, of))
        }
        WorkspaceSymbolRequest::METHOD => with::<WorkspaceSymbolRequest>(params, |of| {
            Some(workspace_symbols::answer(workspace, of))
        }),
        Formatting::METHOD => with::<Formatting>(params, |of| formatting::answer(workspace, of)),
        CodeActionRequest::METHOD => {
            with::<CodeActionRequest>(params, |of| code_actions::answer(workspace, client, of))
        }
        FoldingRangeRequest::METHOD => {
            with::<FoldingRangeRequest>(params, |of| folding::answer(workspace, of))
        }
        SemanticTokensFullRequest::METHOD => {
            with::<SemanticTokensFullRequest>(params, |of| semantic_tokens::answer(workspace, of))
        }
        InlayHintRequest::METHOD => {
            with::<InlayHintRequest>(params, |of| inlay_hints::answer(workspace, of))
        }
        generated_yaml::Request::METHOD => {
            with::<generated_yaml::Request>(params, |of| generated_yaml::answer(workspace, of))
        }
        _ => {
            let words = format!("there is no method `{method}` here");
            Err(Refusal::new(ErrorCode::MethodNotFound, words))
        }
    }
}

fn with<R: Request>(
    params: Value,
    answer: impl FnOnce(&R::Params) -> R::Result,
) -> Result<Value, Refusal> {
    try_with::<R>(params, |params| Ok(answer(params)))
}

fn try_with<R: Request>(
    params: Value,
    answer: impl FnOnce(&R::Params) -> Result<R::Result, Refusal>,
) -> Result<Value, Refusal> {
    let params: R::Params = serde_json::from_value(params)
        .map_err(|error| Refusal::new(ErrorCode::InvalidParams, error.to_string()))?;
    Ok(serde_json::to_value(answer(&params)?).unwrap_or_default())
}
