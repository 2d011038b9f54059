//! Strings in YAML.

use std::fmt::Write;

use crate::emit::visible::visible;

/// Words that some reader takes for a truth value, nothing, or a number, in any case.
const TAKEN: [&str; 13] = [
    "y", "n", "t", "f", "on", "no", "off", "yes", "nan", "inf", "null", "true", "false",
];

/// Writes a string: bare where every reader takes it for one, else in quotes.
pub(super) fn push_scalar(out: &mut String, text: &str) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        push_quoted(out, text);
    }
}

/// Writes a string in double quotes, on one line.
///
/// Only escapes that YAML 1.1 and 1.2 share: not JSON's `\/`, nor surrogate pairs.
pub(super) fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    if text
        .bytes()
        .all(|b| matches!(b, b' '..=b'~') && b != b'"' && b != b'\\')
    {
        out.push_str(text);
    } else {
        text.chars().for_each(|c| push_escaped(out, c));
    }
    out.push('"');
}

fn push_escaped(out: &mut String, c: char) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        c if visible(c) => out.push(c),
        c => {
            let code = u32::from(c);
            let _ = match code {
                0..=0xff => write!(out, "\\x{code:02X}"),
                0x100..=0xffff => write!(out, "\\u{code:04X}"),
                _ => write!(out, "\\U{code:08X}"),
            };
        }
    }
}

/// Whether every reader takes `text`, bare, for the string that it is: words of ASCII letters and
/// digits with one `-`, `.` or `/` between them, the first character a letter, and none of
/// [`TAKEN`]. Numbers and dates of all notations start with a digit, a sign or a dot.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    if !bytes.first().is_some_and(u8::is_ascii_alphabetic) {
        return false;
    }
    let mut in_word = true;
    for byte in bytes {
        let separates = matches!(byte, b'-' | b'.' | b'/');
        if separates && !in_word || !separates && !byte.is_ascii_alphanumeric() {
            return false;
        }
        in_word = !separates;
    }
    in_word && !TAKEN.iter().any(|word| word.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scalar(text: &str) -> String {
        let mut out = String::new();
        push_scalar(&mut out, text);
        out
    }

    #[test]
    fn bare() {
        for text in [
            "a",
            "frontend",
            "Front1",
            "app.kubernetes.io/managed-by",
            "a-b.c/d",
            "v1.0",
            "deadbeef",
            "e3",
            "x50",
            "yes-or-no",
            "nullable",
            "tt",
            "TCP",
            "NotIn",
        ] {
            assert_eq!(scalar(text), text);
        }
    }

    #[test]
    fn in_quotes() {
        for text in [
            "",
            "y",
            "Y",
            "n",
            "N",
            "yes",
            "YES",
            "no",
            "No",
            "on",
            "On",
            "off",
            "true",
            "True",
            "TRUE",
            "false",
            "null",
            "Null",
            "~",
            "t",
            "F",
            "inf",
            "NaN",
            ".inf",
            "0",
            "80",
            "0777",
            "08",
            "0o17",
            "0x1F",
            "0b101",
            "1_000",
            "1e3",
            "12e45",
            "1.10",
            "2024-01-01",
            "1-2",
            "a_b",
            "a--b",
            "a-",
            "-a",
            "a.",
            ".",
            "-",
            "---",
            "...",
            "_",
            "a b",
            "a: b",
            "a #b",
            "<<",
            "=",
            "!a",
            "&a",
            "*a",
            "@a",
            "`a",
            "%a",
            "?a",
            "[a",
            "{a",
            "|",
            ">",
            "10.0.0.0/8",
            "::/0",
        ] {
            assert_eq!(scalar(text), format!("\"{text}\""));
        }
    }

    #[test]
    fn escapes() {
        assert_eq!(
            scalar("\"\\/\n\r\t\0\u{1b}\u{7f}\u{85}\u{2028}\u{feff}\u{ffff}\u{1fffe}é😀"),
            r#""\"\\/\n\r\t\x00\x1B\x7F\x85\u2028\uFEFF\uFFFF\U0001FFFEé😀""#
        );
    }
}
