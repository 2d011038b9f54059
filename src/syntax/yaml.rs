//! Recognising lines of YAML that were pasted into a text.

use crate::syntax::keyword::starts_statement;
use crate::syntax::lexer::{Kind, Token};

/// Whether the line whose first token is `first` is YAML: `apiVersion: v1`, `- from:`, `---`.
pub(super) fn starts(text: &str, first: Token) -> bool {
    !starts_statement(text, first) && continues(text, first)
}

/// The same behind a line of YAML, where even `namespace: shop` is YAML.
pub(super) fn continues(text: &str, first: Token) -> bool {
    let rest = text.get(first.start as usize..).unwrap_or("");
    let behind = match first.kind {
        Kind::Word if first.text(text).chars().all(|c| c == '-') => {
            let dashes = first.text(text).len();
            let behind = rest.get(dashes..).unwrap_or("");
            return match dashes {
                1 => behind.starts_with([' ', '\t']) || ends_line(behind),
                3 => ends_line(behind),
                _ => false,
            };
        }
        Kind::Word => key(rest),
        Kind::Text => text.get(first.end as usize..).unwrap_or(""),
        _ => return false,
    };
    behind
        .strip_prefix(':')
        .is_some_and(|value| value.starts_with([' ', '\t']) || ends_line(value))
}

/// What stands behind a key such as `app.kubernetes.io/name`.
fn key(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'))
}

fn ends_line(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '\t', '\r']);
    text.is_empty() || text.starts_with(['\n', '#'])
}
