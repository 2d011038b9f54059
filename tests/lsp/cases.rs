//! Every request, answered as it is kept.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::lsp::case::{Asked, Case};
use crate::lsp::words;
use crate::support::golden::{compare, files, root};

/// A folder of cases, the request, and what puts its answers into words.
type Request = (&'static str, &'static str, fn(&Asked<'_>, &Value) -> String);

const REQUESTS: [Request; 15] = [
    ("code_action", "textDocument/codeAction", words::actions),
    ("completion", "textDocument/completion", words::completions),
    ("definition", "textDocument/definition", words::locations),
    (
        "document_highlight",
        "textDocument/documentHighlight",
        words::highlights,
    ),
    (
        "document_symbol",
        "textDocument/documentSymbol",
        words::symbols,
    ),
    ("folding", "textDocument/foldingRange", words::folds),
    ("formatting", "textDocument/formatting", words::formatted),
    ("generated_yaml", "netpolc/generatedYaml", words::generated),
    ("hover", "textDocument/hover", words::hover),
    ("inlay_hint", "textDocument/inlayHint", words::hints),
    (
        "prepare_rename",
        "textDocument/prepareRename",
        words::prepared,
    ),
    ("references", "textDocument/references", words::locations),
    ("rename", "textDocument/rename", words::renamed),
    (
        "semantic_tokens",
        "textDocument/semanticTokens/full",
        words::tokens,
    ),
    ("workspace_symbol", "workspace/symbol", words::declared),
];

/// How many cases a request has at least.
const FEWEST: usize = 2;

#[test]
fn every_request_is_answered_as_kept() {
    let folder = root().join("tests/lsp/cases");
    let mut wrong = Vec::new();
    let mut known = BTreeSet::new();
    for (name, method, words) in REQUESTS {
        let paths = files(&folder.join(name), ".txt");
        assert!(paths.len() >= FEWEST, "{name} has {} cases", paths.len());
        for path in paths {
            known.insert(path.clone());
            let case = Case::read(path);
            let answer = case.run(method, words);
            compare(&case.path, &case.with(&answer), &mut wrong);
        }
    }
    let all = files(&folder, "").into_iter();
    let idle: Vec<_> = all
        .filter(|path| !known.contains(path) && !path.ends_with("README.md"))
        .collect();
    assert!(idle.is_empty(), "{idle:?} belong to no request");
    assert!(wrong.is_empty(), "{}", wrong.concat());
}
