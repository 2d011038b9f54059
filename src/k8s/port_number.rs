//! The numbers of ports.

use std::error::Error;
use std::fmt;

/// How a word is not the number of a port (V26).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortNumberError {
    /// It is empty, or holds something else than the digits 0 to 9.
    NotDigits,
    /// It starts with a zero that is not needed: readers differ on what such a number is.
    LeadingZero,
    /// It is 0, or more than 65535.
    OutOfRange,
}

/// The port that `text` names: 1 to 65535, in plain decimal digits (V26).
///
/// # Errors
/// The first rule that it breaks.
pub fn port_number(text: &str) -> Result<u16, PortNumberError> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(PortNumberError::NotDigits);
    }
    if text.len() > 1 && text.starts_with('0') {
        return Err(PortNumberError::LeadingZero);
    }
    match text.parse() {
        Ok(0) | Err(_) => Err(PortNumberError::OutOfRange),
        Ok(port) => Ok(port),
    }
}

impl fmt::Display for PortNumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotDigits => "a port number has the digits 0 to 9 only",
            Self::LeadingZero => "a port number has no leading zero",
            Self::OutOfRange => "a port number is from 1 to 65535",
        })
    }
}

impl Error for PortNumberError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders() {
        use PortNumberError::{LeadingZero, NotDigits, OutOfRange};
        let cases = [
            ("1", Ok(1)),
            ("80", Ok(80)),
            ("65534", Ok(65534)),
            ("65535", Ok(65535)),
            ("65536", Err(OutOfRange)),
            ("99999999999999999999", Err(OutOfRange)),
            ("0", Err(OutOfRange)),
            ("00", Err(LeadingZero)),
            ("080", Err(LeadingZero)),
            ("", Err(NotDigits)),
            ("+80", Err(NotDigits)),
            ("-1", Err(NotDigits)),
            ("80.5", Err(NotDigits)),
            ("1e3", Err(NotDigits)),
            ("0x50", Err(NotDigits)),
            ("80\n", Err(NotDigits)),
            ("٨٠", Err(NotDigits)),
        ];
        for (text, expected) in cases {
            assert_eq!(port_number(text), expected, "{text:?}");
        }
    }

    #[test]
    fn words() {
        assert_eq!(
            PortNumberError::OutOfRange.to_string(),
            "a port number is from 1 to 65535"
        );
    }
}
