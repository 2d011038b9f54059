//! The keys of labels.

use std::error::Error;
use std::fmt;

use crate::k8s::dns_subdomain::{DnsSubdomainError, dns_subdomain};
use crate::k8s::label_value::{LabelValueError, label_value};

/// How a word breaks the rule for the keys of labels (V30).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelKeyError {
    /// It has more than one `/`.
    Slashes,
    /// There is nothing before the `/`.
    EmptyPrefix,
    /// What stands before the `/` is not a DNS name.
    Prefix(DnsSubdomainError),
    /// There is no name: the key is empty, or ends with its `/`.
    EmptyName,
    /// The name holds a character other than letters, digits, `-`, `_` and `.`.
    NameCharacter(char),
    /// The name starts or ends with something else than a letter or digit.
    NameEnds,
    /// The name is longer than 63 bytes.
    NameTooLong,
}

/// Whether `key` may be the key of a label: `name` or `prefix/name` (V30).
///
/// # Errors
/// The first rule that it breaks.
pub fn label_key(key: &str) -> Result<(), LabelKeyError> {
    let name = match key.split_once('/') {
        None => key,
        Some((_, name)) if name.contains('/') => return Err(LabelKeyError::Slashes),
        Some(("", _)) => return Err(LabelKeyError::EmptyPrefix),
        Some((prefix, name)) => {
            dns_subdomain(prefix).map_err(LabelKeyError::Prefix)?;
            name
        }
    };
    if name.is_empty() {
        return Err(LabelKeyError::EmptyName);
    }
    // The name follows the rule of values, but for the empty one.
    label_value(name).map_err(|error| match error {
        LabelValueError::Character(odd) => LabelKeyError::NameCharacter(odd),
        LabelValueError::Ends => LabelKeyError::NameEnds,
        LabelValueError::TooLong => LabelKeyError::NameTooLong,
    })
}

impl fmt::Display for LabelKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slashes => f.write_str("a key has at most one `/`"),
            Self::EmptyPrefix => f.write_str("a key has a DNS name before its `/`"),
            Self::Prefix(error) => write!(
                f,
                "what stands before the `/` of a key is a DNS name: {error}"
            ),
            Self::EmptyName => f.write_str("a key has a name of at least one character"),
            Self::NameCharacter(odd) => write!(
                f,
                "the name of a key has letters, digits, `-`, `_` and `.` only, not `{}`",
                odd.escape_debug()
            ),
            Self::NameEnds => {
                f.write_str("the name of a key starts and ends with a letter or digit")
            }
            Self::NameTooLong => f.write_str("the name of a key has at most 63 characters"),
        }
    }
}

impl Error for LabelKeyError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders() {
        use LabelKeyError::{
            EmptyName, EmptyPrefix, NameCharacter, NameEnds, NameTooLong, Prefix, Slashes,
        };
        let long = |n| "a".repeat(n);
        let prefixed = |n: usize, m: usize| format!("{}/{}", "p".repeat(n), "n".repeat(m));
        let cases: &[(&str, Result<(), LabelKeyError>)] = &[
            ("a", Ok(())),
            ("0", Ok(())),
            ("App", Ok(())),
            ("a.b_c-d", Ok(())),
            ("app.kubernetes.io/name", Ok(())),
            ("a/B", Ok(())),
            ("1.2/3", Ok(())),
            (&long(62), Ok(())),
            (&long(63), Ok(())),
            (&long(64), Err(NameTooLong)),
            (&prefixed(252, 63), Ok(())),
            (&prefixed(253, 63), Ok(())),
            (&prefixed(254, 1), Err(Prefix(DnsSubdomainError::TooLong))),
            (&prefixed(1, 64), Err(NameTooLong)),
            ("", Err(EmptyName)),
            ("a/", Err(EmptyName)),
            ("/a", Err(EmptyPrefix)),
            ("/", Err(EmptyPrefix)),
            ("//", Err(Slashes)),
            ("a/b/c", Err(Slashes)),
            ("A/b", Err(Prefix(DnsSubdomainError::Character('A')))),
            ("a_b/c", Err(Prefix(DnsSubdomainError::Character('_')))),
            ("a..b/c", Err(Prefix(DnsSubdomainError::Ends))),
            ("-a", Err(NameEnds)),
            ("a_", Err(NameEnds)),
            ("a\n", Err(NameCharacter('\n'))),
            ("a b", Err(NameCharacter(' '))),
            ("ü", Err(NameCharacter('ü'))),
        ];
        for (key, expected) in cases {
            assert_eq!(label_key(key), *expected, "{key:?}");
        }
    }

    #[test]
    fn words() {
        assert_eq!(
            LabelKeyError::Prefix(DnsSubdomainError::TooLong).to_string(),
            "what stands before the `/` of a key is a DNS name: a DNS name has at most 253 characters"
        );
    }
}
