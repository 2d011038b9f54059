//! Words and strings.

use pest::iterators::Pair;
use smol_str::SmolStr;

use crate::syntax::ast::Name;
use crate::syntax::build::Place;
use crate::syntax::grammar::Rule;

/// The name that a token is, or that a rule around one token holds.
pub(super) fn name(at: Place, pair: Pair<'_, Rule>) -> Name {
    let token = pair.clone().into_inner().next().unwrap_or(pair);
    let quoted = matches!(token.as_rule(), Rule::STRING | Rule::FILLED_STRING);
    let text = if quoted {
        held_text(token.as_str())
    } else {
        SmolStr::new(token.as_str())
    };
    Name {
        text,
        span: at.span(&token),
        quoted,
    }
}

/// What the quotes of a string hold, escapes undone.
pub(in crate::syntax) fn held_text(string: &str) -> SmolStr {
    let held = string
        .strip_prefix('"')
        .and_then(|string| string.strip_suffix('"'))
        .unwrap_or(string);
    if !held.contains('\\') {
        return SmolStr::new(held);
    }
    let mut text = String::with_capacity(held.len());
    let mut characters = held.chars();
    while let Some(character) = characters.next() {
        text.extend(match character {
            '\\' => characters.next(),
            _ => Some(character),
        });
    }
    SmolStr::new(text)
}
