//! Words that mean something else where a name is wanted.

use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::explain::broken::Broken;
use crate::syntax::grammar::Rule;
use crate::syntax::lexer::Kind;

/// Explains a reserved word in place of a name.
pub(super) fn explain(broken: &Broken<'_>) -> Option<Diagnostic> {
    let found = broken.found().filter(|token| token.kind == Kind::Word)?;
    let word = broken.word(broken.at);
    let wants_text = matches!(broken.keyword(), "use" | "manifests")
        || broken.at.checked_sub(1).map(|at| broken.word(at)) == Some("because");
    let wants_name = broken.expects_name() || broken.expects(Rule::FILLED_STRING);
    let wants_port = broken.before()?.kind == Kind::Colon
        || broken.expects(Rule::port)
        || broken.expects(Rule::port_name);
    let reserved = if wants_port {
        matches!(word, "service" | "ingress" | "egress")
    } else {
        matches!(word, "any" | "except" | "because" | "ingress" | "egress")
    };
    if !reserved || !wants_name || wants_text {
        return None;
    }
    let next = broken.kind(broken.at + 1);
    if word == "any" && (next == Some(Kind::Slash) || broken.before()?.kind == Kind::Slash) {
        let what = if next == Some(Kind::Slash) {
            "namespaces"
        } else {
            "pods"
        };
        return Some(
            broken
                .report(
                    &codes::RESERVED_NAME,
                    found,
                    "`any` cannot stand beside a `/`",
                )
                .help(format!("write `*` for all {what}"))
                .fix("write `*`", broken.span(found), "*"),
        );
    }
    // `because "…"` and `except b` are what they look like: what is missing stands before them.
    let clause = match word {
        "because" => next == Some(Kind::Text),
        "except" => matches!(
            next,
            Some(Kind::Word | Kind::Text | Kind::Open(_) | Kind::Star)
        ),
        _ => false,
    };
    if clause {
        return None;
    }
    let quoted = format!("\"{word}\"");
    Some(
        broken
            .report(
                &codes::RESERVED_NAME,
                found,
                format!("`{word}` is a reserved word, not a name"),
            )
            .help(format!("put a name that is spelt so in quotes: `{quoted}`"))
            .fix(format!("write `{quoted}`"), broken.span(found), quoted),
    )
}
