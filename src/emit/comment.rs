//! Text that stands in a comment and cannot leave it.

use std::fmt::Write;

use crate::emit::visible::visible;

/// Writes `text` so that no reader ends the comment before it does; it takes one line.
pub(super) fn push_comment(out: &mut String, text: &str) {
    if text.bytes().all(|b| matches!(b, b' '..=b'~')) {
        out.push_str(text);
    } else {
        push_escaped(out, text, visible);
    }
}

/// Writes `text` with `\u{…}` for every character that may not stand as it is.
pub(super) fn push_escaped(out: &mut String, text: &str, stands: impl Fn(char) -> bool) {
    for c in text.chars() {
        if stands(c) {
            out.push(c);
        } else {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_comment() {
        let mut out = String::new();
        push_comment(
            &mut out,
            "a\r\nb\u{85}c\u{2028}d\u{2029}e\tf\u{feff}g\u{fffe} \\ é😀 # ---",
        );
        assert_eq!(
            out,
            "a\\u{d}\\u{a}b\\u{85}c\\u{2028}d\\u{2029}e\\u{9}f\\u{feff}g\\u{fffe} \\ é😀 # ---"
        );
    }
}
