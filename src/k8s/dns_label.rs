//! DNS labels, the names of namespaces.

use std::error::Error;
use std::fmt;

const MAX: usize = 63;

/// How a word breaks the rule for DNS labels (V9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DnsLabelError {
    /// It is empty.
    Empty,
    /// It holds a character other than lower-case letters, digits and `-`.
    Character(char),
    /// It starts or ends with `-`.
    Ends,
    /// It is longer than 63 bytes.
    TooLong,
}

/// Whether `name` is a DNS label, and so may name a namespace (V9).
///
/// # Errors
/// The first rule that it breaks.
pub fn dns_label(name: &str) -> Result<(), DnsLabelError> {
    if name.is_empty() {
        return Err(DnsLabelError::Empty);
    }
    let legal = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '-');
    if let Some(odd) = name.chars().find(|c| !legal(*c)) {
        return Err(DnsLabelError::Character(odd));
    }
    if name.starts_with('-') || name.ends_with('-') {
        return Err(DnsLabelError::Ends);
    }
    if name.len() > MAX {
        return Err(DnsLabelError::TooLong);
    }
    Ok(())
}

impl fmt::Display for DnsLabelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a DNS label has at least one character"),
            Self::Character(odd) => write!(
                f,
                "a DNS label has lower-case letters, digits and `-` only, not `{}`",
                odd.escape_debug()
            ),
            Self::Ends => {
                f.write_str("a DNS label starts and ends with a lower-case letter or digit")
            }
            Self::TooLong => f.write_str("a DNS label has at most 63 characters"),
        }
    }
}

impl Error for DnsLabelError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders() {
        use DnsLabelError::{Character, Empty, Ends, TooLong};
        let long = |n| "a".repeat(n);
        let cases: &[(&str, Result<(), DnsLabelError>)] = &[
            ("a", Ok(())),
            ("0", Ok(())),
            ("0day", Ok(())),
            ("123", Ok(())),
            ("a-b--c", Ok(())),
            ("null", Ok(())),
            (&long(62), Ok(())),
            (&long(63), Ok(())),
            (&long(64), Err(TooLong)),
            ("", Err(Empty)),
            ("-", Err(Ends)),
            ("-a", Err(Ends)),
            ("a-", Err(Ends)),
            ("A", Err(Character('A'))),
            ("a.b", Err(Character('.'))),
            ("a_b", Err(Character('_'))),
            ("a\n", Err(Character('\n'))),
            ("ß", Err(Character('ß'))),
        ];
        for (name, expected) in cases {
            assert_eq!(dns_label(name), *expected, "{name:?}");
        }
    }

    #[test]
    fn words() {
        assert_eq!(
            DnsLabelError::Character('A').to_string(),
            "a DNS label has lower-case letters, digits and `-` only, not `A`"
        );
    }
}
