//! Lists, selectors and strings that hold nothing.

use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::explain::broken::Broken;
use crate::syntax::lexer::{Bracket, Kind};

/// Explains `()`, `[]` and `""` where something has to stand.
pub(super) fn explain(broken: &Broken<'_>) -> Option<Diagnostic> {
    let found = broken.found()?;
    if broken.word(broken.at) == "\"\"" {
        return Some(
            broken
                .report(
                    &codes::EMPTY_LIST,
                    found,
                    "nothing stands between `\"` and `\"`",
                )
                .help("write something between the quotes"),
        );
    }
    let (open, close) = match (found.kind, broken.before()?) {
        (Kind::Close(_), before) => (before, found),
        (Kind::Open(_), _) => (found, broken.token(broken.at + 1)?),
        _ => return None,
    };
    let help = match (open.kind, close.kind) {
        (Kind::Open(Bracket::Round), Kind::Close(Bracket::Round)) => {
            "write at least one thing between the parentheses"
        }
        (Kind::Open(Bracket::Square), Kind::Close(Bracket::Square)) => {
            "write `*` for all pods, or a requirement such as `[app=web]`"
        }
        _ => return None,
    };
    let message = format!(
        "nothing stands between `{}` and `{}`",
        open.text(broken.text),
        close.text(broken.text)
    );
    Some(Diagnostic::new(&codes::EMPTY_LIST, broken.range(open, close), message).help(help))
}
