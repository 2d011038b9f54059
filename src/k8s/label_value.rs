//! The values of labels.

use std::error::Error;
use std::fmt;

const MAX: usize = 63;

/// How a word breaks the rule for the values of labels (V31).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelValueError {
    /// It holds a character other than letters, digits, `-`, `_` and `.`.
    Character(char),
    /// It starts or ends with something else than a letter or digit.
    Ends,
    /// It is longer than 63 bytes.
    TooLong,
}

/// Whether `value` may be the value of a label (V31); the empty one may.
///
/// # Errors
/// The first rule that it breaks.
pub fn label_value(value: &str) -> Result<(), LabelValueError> {
    if value.is_empty() {
        return Ok(());
    }
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if let Some(odd) = value.chars().find(|c| !legal(*c)) {
        return Err(LabelValueError::Character(odd));
    }
    let ends = [value.chars().next(), value.chars().next_back()];
    if !ends.iter().flatten().all(char::is_ascii_alphanumeric) {
        return Err(LabelValueError::Ends);
    }
    if value.len() > MAX {
        return Err(LabelValueError::TooLong);
    }
    Ok(())
}

impl fmt::Display for LabelValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Character(odd) => write!(
                f,
                "a label value has letters, digits, `-`, `_` and `.` only, not `{}`",
                odd.escape_debug()
            ),
            Self::Ends => f.write_str("a label value starts and ends with a letter or digit"),
            Self::TooLong => f.write_str("a label value has at most 63 characters"),
        }
    }
}

impl Error for LabelValueError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders() {
        use LabelValueError::{Character, Ends, TooLong};
        let long = |n| "a".repeat(n);
        let cases: &[(&str, Result<(), LabelValueError>)] = &[
            ("", Ok(())),
            ("a", Ok(())),
            ("Z9", Ok(())),
            ("0", Ok(())),
            ("a-b_c.d", Ok(())),
            ("a..b", Ok(())),
            ("1_000", Ok(())),
            (&long(62), Ok(())),
            (&long(63), Ok(())),
            (&long(64), Err(TooLong)),
            (&format!("{}-", long(62)), Err(Ends)),
            ("-a", Err(Ends)),
            ("a-", Err(Ends)),
            ("_", Err(Ends)),
            (".", Err(Ends)),
            ("a.", Err(Ends)),
            ("a b", Err(Character(' '))),
            ("a\n", Err(Character('\n'))),
            ("a:b", Err(Character(':'))),
            ("a/b", Err(Character('/'))),
            ("a+b", Err(Character('+'))),
            ("é", Err(Character('é'))),
            ("٣", Err(Character('٣'))),
            ("\0", Err(Character('\0'))),
        ];
        for (value, expected) in cases {
            assert_eq!(label_value(value), *expected, "{value:?}");
        }
    }

    #[test]
    fn words() {
        assert_eq!(
            LabelValueError::Character('\n').to_string(),
            "a label value has letters, digits, `-`, `_` and `.` only, not `\\n`"
        );
        assert_eq!(
            LabelValueError::TooLong.to_string(),
            "a label value has at most 63 characters"
        );
    }
}
