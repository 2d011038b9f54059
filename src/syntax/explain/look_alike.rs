//! Characters that look like the right one, or like nothing at all.

use crate::diagnostics::{Diagnostic, Edit, Fix, codes};
use crate::syntax::explain::broken::Broken;
use crate::syntax::explain::words::code_point;
use crate::syntax::grammar::Rule;
use crate::syntax::lexer::{Kind, Token};

/// Explains one at the token at fault, or one that cuts a line's first word in two.
pub(super) fn explain(broken: &Broken<'_>) -> Option<Diagnostic> {
    let found = broken.found()?;
    let second = broken
        .token(1)
        .filter(|second| broken.at == 0 && found.touches(*second));
    at(broken, found).or_else(|| at(broken, second?))
}

/// Explains one; the fix replaces all of the statement.
fn at(broken: &Broken<'_>, token: Token) -> Option<Diagnostic> {
    let (token, character, plain) = look_alike(broken, token)?;
    let message = match plain {
        "" => format!("the character {} is invisible", code_point(character)),
        " " => format!("the character {} looks like a space", code_point(character)),
        "\"" => format!("strings stand in double quotes, not in `{character}`"),
        _ => format!(
            "the character `{character}` ({}) looks like `{plain}`",
            code_point(character)
        ),
    };
    // `a – b` was meant for an arrow.
    let joins = broken.before().is_some_and(|before| before.touches(token));
    if plain == "-" && broken.expects(Rule::ARROW) && !joins {
        return None;
    }
    let edits = broken
        .tokens
        .iter()
        .filter_map(|token| look_alike(broken, *token))
        .map(|(token, _, plain)| Edit {
            span: broken.span(token),
            text: plain.into(),
        })
        .collect();
    let mut diagnostic = broken.report(&codes::LOOK_ALIKE_CHARACTER, token, message);
    diagnostic.fixes.push(Fix {
        title: match plain {
            "" => "remove it".into(),
            " " => "write a plain space".into(),
            _ => format!("write `{plain}`"),
        },
        edits,
    });
    Some(diagnostic)
}

fn look_alike(broken: &Broken<'_>, token: Token) -> Option<(Token, char, &'static str)> {
    if token.kind != Kind::Other {
        return None;
    }
    let mut characters = token.text(broken.text).chars();
    let character = characters.next()?;
    let plain = plain(character)?;
    characters
        .next()
        .is_none()
        .then_some((token, character, plain))
}

/// The plain character that people mean by a look-alike.
fn plain(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => " ",
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => "",
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' | '‘' | '’' | '‚' | '‛' | '′' | '\''
        | '`' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' | '－' => "-",
        '：' | '∶' | '︰' => ":",
        '，' | '、' => ",",
        '（' => "(",
        '）' => ")",
        '［' | '【' => "[",
        '］' | '】' => "]",
        '＊' | '∗' => "*",
        '／' | '∕' | '⁄' => "/",
        '＝' => "=",
        '！' => "!",
        '＃' => "#",
        '．' => ".",
        '＿' => "_",
        _ => return None,
    })
}
