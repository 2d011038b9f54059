//! What the snippets of VS Code write is right.

use std::collections::BTreeMap;
use std::fs;

use netpolc::source::FileId;
use netpolc::syntax::parse;
use serde_json::Value;

use crate::support::golden::root;

#[test]
fn what_snippets_write_parses() {
    let path = root().join("editors/vscode/snippets/netpol.json");
    let snippets: BTreeMap<String, Value> =
        serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    assert!(snippets.len() > 10);
    for (name, snippet) in snippets {
        let body = match &snippet["body"] {
            Value::Array(lines) => lines
                .iter()
                .map(|line| line.as_str().unwrap())
                .collect::<Vec<_>>()
                .join("\n"),
            body => body.as_str().unwrap().to_owned(),
        };
        let text = expanded(&body);
        assert!(!text.contains('$'), "{name}: {text}");
        let (ast, diagnostics) = parse(FileId(0), &text);
        assert!(diagnostics.is_empty(), "{name}: {text}");
        assert!(
            !ast.statements.is_empty() || !ast.comments.is_empty(),
            "{name}"
        );
    }
}

/// A snippet as it is written when nothing of it is changed.
fn expanded(body: &str) -> String {
    let mut defaults: BTreeMap<&str, &str> = BTreeMap::new();
    let mut parts = body.split('$');
    let mut text = parts.next().unwrap().to_owned();
    for part in parts {
        if let Some(inner) = part.strip_prefix('{') {
            let (stop, rest) = inner.split_once('}').unwrap();
            let choice = || {
                let (number, choices) = stop.split_once('|')?;
                Some((number, choices.split(',').next()?))
            };
            let (number, default) = stop.split_once(':').or_else(choice).unwrap();
            defaults.insert(number, default);
            text += default;
            text += rest;
        } else {
            let (number, rest) = part.split_at(1);
            text += defaults.get(number).copied().unwrap_or_default();
            text += rest;
        }
    }
    text
}
