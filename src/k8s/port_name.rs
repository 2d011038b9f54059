//! The names of ports.

use std::error::Error;
use std::fmt;

const MAX: usize = 15;

/// How a word breaks the rule for the names of ports (V32).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortNameError {
    /// It is empty.
    Empty,
    /// It holds a character other than lower-case letters, digits and `-`.
    Character(char),
    /// It starts or ends with `-`.
    Ends,
    /// It has two `-` in a row.
    DoubleDash,
    /// It has no letter: it would be taken for a number.
    NoLetter,
    /// It is longer than 15 bytes.
    TooLong,
}

/// Whether `name` may be the name of a port (V32).
///
/// # Errors
/// The first rule that it breaks.
pub fn port_name(name: &str) -> Result<(), PortNameError> {
    if name.is_empty() {
        return Err(PortNameError::Empty);
    }
    let legal = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '-');
    if let Some(odd) = name.chars().find(|c| !legal(*c)) {
        return Err(PortNameError::Character(odd));
    }
    if name.starts_with('-') || name.ends_with('-') {
        return Err(PortNameError::Ends);
    }
    if name.contains("--") {
        return Err(PortNameError::DoubleDash);
    }
    if !name.contains(|c: char| c.is_ascii_lowercase()) {
        return Err(PortNameError::NoLetter);
    }
    if name.len() > MAX {
        return Err(PortNameError::TooLong);
    }
    Ok(())
}

impl fmt::Display for PortNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a port name has at least one character"),
            Self::Character(odd) => write!(
                f,
                "a port name has lower-case letters, digits and `-` only, not `{}`",
                odd.escape_debug()
            ),
            Self::Ends => {
                f.write_str("a port name starts and ends with a lower-case letter or digit")
            }
            Self::DoubleDash => f.write_str("a port name has no two `-` in a row"),
            Self::NoLetter => f.write_str("a port name has at least one letter"),
            Self::TooLong => f.write_str("a port name has at most 15 characters"),
        }
    }
}

impl Error for PortNameError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders() {
        use PortNameError::{Character, DoubleDash, Empty, Ends, NoLetter, TooLong};
        let long = |n| "a".repeat(n);
        let cases: &[(&str, Result<(), PortNameError>)] = &[
            ("a", Ok(())),
            ("http", Ok(())),
            ("1e3", Ok(())),
            ("0x50", Ok(())),
            ("y", Ok(())),
            ("null", Ok(())),
            ("a-1-b", Ok(())),
            (&long(14), Ok(())),
            (&long(15), Ok(())),
            (&long(16), Err(TooLong)),
            ("", Err(Empty)),
            ("-a", Err(Ends)),
            ("a-", Err(Ends)),
            ("a--b", Err(DoubleDash)),
            ("80", Err(NoLetter)),
            ("8-0", Err(NoLetter)),
            ("HTTP", Err(Character('H'))),
            ("a_b", Err(Character('_'))),
            ("a.b", Err(Character('.'))),
            ("a\n", Err(Character('\n'))),
            ("é", Err(Character('é'))),
        ];
        for (name, expected) in cases {
            assert_eq!(port_name(name), *expected, "{name:?}");
        }
    }

    #[test]
    fn words() {
        assert_eq!(
            PortNameError::TooLong.to_string(),
            "a port name has at most 15 characters"
        );
    }
}
