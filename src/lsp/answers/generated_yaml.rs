//! `netpolc/generatedYaml`: the YAML that a document becomes, and which lines of it come from where.

use std::ops::Range as Lines;

use lsp_types::{Range, TextDocumentIdentifier, request};
use serde::{Deserialize, Serialize};

use crate::ide::{self, Generated};
use crate::lsp::lines::number;
use crate::lsp::workspace::Workspace;

/// The request.
#[derive(Debug)]
pub(in crate::lsp) enum Request {}

impl request::Request for Request {
    type Params = Params;
    type Result = Option<Answer>;
    const METHOD: &'static str = "netpolc/generatedYaml";
}

/// Of which document.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::lsp) struct Params {
    text_document: TextDocumentIdentifier,
}

/// The answer.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(in crate::lsp) struct Answer {
    /// The text; empty where nothing would be written.
    yaml: String,
    /// Why nothing would be written, where something is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Which lines come from which statements of the document.
    parts: Vec<Part>,
}

/// Lines that come from a statement.
#[derive(Debug, Deserialize, Serialize)]
struct Part {
    source: Range,
    /// From 0, without the end.
    yaml: Lines<u32>,
}

pub(in crate::lsp) fn answer(workspace: &mut Workspace<'_>, params: &Params) -> Option<Answer> {
    let view = workspace.view(&params.text_document.uri)?;
    Some(match ide::generated(view.snapshot, view.file)? {
        Generated::Nothing { reason } => Answer {
            reason: Some(reason),
            ..Answer::default()
        },
        Generated::Yaml { text, parts } => {
            let own = parts.into_iter().filter(|(one, _)| one.file == view.file);
            let parts = own.map(|(statement, lines)| Part {
                source: view.places.range(statement),
                yaml: number(lines.start)..number(lines.end),
            });
            Answer {
                yaml: text,
                reason: None,
                parts: parts.collect(),
            }
        }
    })
}
