//! Text from files and file names that must not command a terminal.

use std::borrow::Cow;

/// How many characters of a message are printed: more than any that quotes names of a sane length.
const LONGEST: usize = 1000;

/// `text` with every character that moves a cursor, hides or reorders text written as an escape:
/// `\n`, `\u{1b}`.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_harmful(character) {
            // Unlike `escape_debug`, this escapes every one of them, U+2066 as well.
            match character {
                '\n' | '\r' | '\t' => safe.extend(character.escape_default()),
                _ => safe.extend(character.escape_unicode()),
            }
        } else {
            safe.push(character);
        }
    }
    Cow::Owned(safe)
}

/// Words to print on one line: as [`escaped`], and cut where they quote something endless.
pub(super) fn words(text: &str) -> Cow<'_, str> {
    let Some((end, _)) = text.char_indices().nth(LONGEST) else {
        return escaped(text);
    };
    let kept = escaped(text.get(..end).unwrap_or(""));
    Cow::Owned(format!("{kept}…"))
}

/// As [`words`], with line breaks as they are.
pub(super) fn lines_of_words(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(words).collect();
    lines.join("\n")
}

/// One character that is shown in the place of `character`, so that columns stay as they are. Tabs
/// are left to the renderer.
pub(super) fn pictured(character: char) -> char {
    match u32::from(character) {
        0x09 => character,
        code @ 0..0x20 => char::from_u32(0x2400 + code).unwrap_or('\u{fffd}'),
        0x7f => '\u{2421}',
        _ if is_harmful(character) => '\u{fffd}',
        _ => character,
    }
}

/// Control characters, and the format characters that hide or reorder what stands around them.
fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_a_terminal_would_obey() {
        assert_eq!(escaped("plain é 犬"), "plain é 犬");
        assert_eq!(escaped("a\nb\tc\u{1b}[2J"), r"a\nb\tc\u{1b}[2J");
        assert_eq!(escaped("x\u{202e}y\u{9b}z"), r"x\u{202e}y\u{9b}z");
        assert_eq!(lines_of_words("a\nb\r"), "a\nb\\r");
    }

    #[test]
    fn words_come_to_an_end() {
        let longest = "é".repeat(LONGEST);
        assert_eq!(words(&longest), longest);
        assert_eq!(words(&(longest.clone() + "\n")), longest.clone() + "…");
        assert_eq!(
            lines_of_words(&format!("a\n{longest}\u{7}")),
            format!("a\n{longest}…")
        );
    }

    #[test]
    fn pictures_take_one_character_each() {
        let shown: String = "a\t\u{1b}\0\u{7f}\u{85}\u{2066}é"
            .chars()
            .map(pictured)
            .collect();
        assert_eq!(shown, "a\t␛␀␡\u{fffd}\u{fffd}é");
    }
}
