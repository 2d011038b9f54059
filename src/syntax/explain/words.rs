//! Showing the author's words in messages.

/// Longest excerpt, in characters.
const LONGEST: usize = 40;

/// `text` in backticks, cut where it is long, its invisible characters made visible.
pub(super) fn quote(text: &str) -> String {
    let mut shown = String::from("`");
    for (count, character) in text.chars().enumerate() {
        if count == LONGEST {
            shown.push('…');
            break;
        }
        if is_visible(character) {
            shown.push(character);
        } else {
            shown.extend(character.escape_unicode());
        }
    }
    shown.push('`');
    shown
}

/// `U+00A0`
pub(super) fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

fn is_visible(character: char) -> bool {
    match character {
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{feff}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' => false,
        ' ' => true,
        _ => !character.is_control() && !character.is_whitespace(),
    }
}
