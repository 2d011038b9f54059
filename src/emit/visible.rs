//! Which characters may stand as they are.

/// Whether `c` shows itself, and every YAML reader takes it for what it is, in comments too.
///
/// Not so are control characters, the line ends that only YAML 1.1 knows (U+0085, U+2028, U+2029),
/// the byte order mark and what is no character at all, which readers refuse, and the marks that
/// reorder the text around them, with which a comment could show something else than it says.
pub(super) fn visible(c: char) -> bool {
    match c {
        ' '..='~' => true,
        '\0'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{fdd0}'..='\u{fdef}'
        | '\u{feff}' => false,
        // The last two of each plane are no characters.
        _ => u32::from(c) & 0xfffe != 0xfffe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders() {
        for c in "\0\t\n\u{b}\u{c}\r\u{1f}\u{7f}\u{80}\u{85}\u{9f}\u{2028}\u{2029}\u{202e}\u{2066}\u{feff}\u{fffe}\u{ffff}\u{1fffe}\u{10ffff}\u{fdd0}".chars() {
            assert!(!visible(c), "{c:?}");
        }
        for c in " #~\u{a0}é\u{2027}\u{202f}\u{d7ff}\u{e000}\u{fffd}\u{10000}😀".chars() {
            assert!(visible(c), "{c:?}");
        }
    }
}
