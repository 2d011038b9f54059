//! What a bare word is to YAML 1.1, as go-yaml reads it.
//!
//! kubectl converts YAML to JSON with go-yaml v2 before it knows any type, so these rules and no
//! others decide whether `on` is a boolean and `0777` the number 511.

use crate::k8s::manifest::node::{Kind, Number};

/// The value that the bare word `text` stands for.
pub(super) fn resolve(text: &str) -> Kind {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            return Kind::Bool(true);
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return Kind::Bool(false);
        }
        "" | "~" | "null" | "Null" | "NULL" => return Kind::Null,
        _ => {}
    }
    number(text).map_or_else(|| Kind::String(text.into()), Kind::Number)
}

fn number(text: &str) -> Option<Number> {
    match text {
        ".nan" | ".NaN" | ".NAN" => return Some(Number::Float(f64::NAN)),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => {
            return Some(Number::Float(f64::INFINITY));
        }
        "-.inf" | "-.Inf" | "-.INF" => return Some(Number::Float(f64::NEG_INFINITY)),
        _ => {}
    }
    match text.bytes().next()? {
        // Underscores are no part of a number that begins with its point.
        b'.' => float(text),
        b'0'..=b'9' | b'+' | b'-' => {
            let plain = text.replace('_', "");
            integer(&plain)
                .or_else(|| float(&plain))
                .or_else(|| odd_binary(&plain))
        }
        _ => None,
    }
}

/// Go's `ParseInt` and `ParseUint` with base 0.
fn integer(text: &str) -> Option<Number> {
    let (sign, digits) = match text.bytes().next()? {
        b'-' | b'+' => text.split_at_checked(1)?,
        _ => ("", text),
    };
    let (base, digits) = match digits.get(..2) {
        Some("0x" | "0X") => (16, digits.get(2..)?),
        Some("0b" | "0B") => (2, digits.get(2..)?),
        Some("0o" | "0O") => (8, digits.get(2..)?),
        Some(two) if two.starts_with('0') => (8, digits.get(1..)?),
        _ => (10, digits),
    };
    // Rust's own parsing would take a second sign.
    if digits.starts_with(['+', '-']) {
        return None;
    }
    if let Ok(number) = i64::from_str_radix(&format!("{sign}{digits}"), base) {
        return Some(Number::Int(number));
    }
    if !sign.is_empty() {
        return None;
    }
    u64::from_str_radix(digits, base).ok().map(Number::Uint)
}

/// A float, in go-yaml's spelling; one that overflows is none.
fn float(text: &str) -> Option<Number> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    if let Some(exponent) = exponent {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if exponent.is_empty() || !digits(exponent) {
            return None;
        }
    }
    let number: f64 = text.parse().ok()?;
    number.is_finite().then_some(Number::Float(number))
}

/// `0b-1`, which go-yaml takes for -1 by accident.
fn odd_binary(text: &str) -> Option<Number> {
    let digits = text.strip_prefix("0b")?;
    let number = i64::from_str_radix(digits, 2).ok();
    number.map(Number::Int)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(number: i64) -> Kind {
        Kind::Number(Number::Int(number))
    }

    fn float(number: f64) -> Kind {
        Kind::Number(Number::Float(number))
    }

    #[test]
    fn words() {
        let right = [
            "on", "On", "ON", "yes", "Yes", "YES", "true", "True", "TRUE", "y", "Y",
        ];
        for word in right {
            assert_eq!(resolve(word), Kind::Bool(true), "{word}");
        }
        let wrong = [
            "off", "Off", "OFF", "no", "No", "NO", "false", "False", "FALSE", "n", "N",
        ];
        for word in wrong {
            assert_eq!(resolve(word), Kind::Bool(false), "{word}");
        }
        for word in ["", "~", "null", "Null", "NULL"] {
            assert_eq!(resolve(word), Kind::Null, "{word}");
        }
    }

    #[test]
    fn numbers() {
        let cases = [
            ("0777", int(511)),
            ("017", int(15)),
            ("0o17", int(15)),
            ("0x1F", int(31)),
            ("0X1f", int(31)),
            ("0b101", int(5)),
            ("1_000", int(1000)),
            ("1__", int(1)),
            ("123", int(123)),
            ("+12", int(12)),
            ("-0x10", int(-16)),
            ("0123456", int(42798)),
            ("0", int(0)),
            ("-0", int(0)),
            ("0b-1", int(-1)),
            ("08", float(8.0)),
            ("09", float(9.0)),
            ("1e3", float(1000.0)),
            ("12e2", float(1200.0)),
            ("1E3", float(1000.0)),
            ("1e-3", float(0.001)),
            ("1.10", float(1.1)),
            ("1.", float(1.0)),
            (".5", float(0.5)),
            ("1.0", float(1.0)),
            (
                "123456789012345678901234567890",
                float(1.234_567_890_123_456_8e29),
            ),
            (".inf", float(f64::INFINITY)),
            ("-.INF", float(f64::NEG_INFINITY)),
            ("18446744073709551615", Kind::Number(Number::Uint(u64::MAX))),
        ];
        for (text, expected) in cases {
            assert_eq!(resolve(text), expected, "{text}");
        }
        assert!(matches!(
            resolve(".nan"),
            Kind::Number(Number::Float(number)) if number.is_nan()
        ));
    }

    #[test]
    fn strings() {
        let texts = [
            "nO",
            "tRUE",
            "oN",
            "nUll",
            "inf",
            "nan",
            "NaN",
            "Infinity",
            "1e400",
            "12e4567",
            "5e",
            "0b102",
            "0o8",
            "0xg",
            "2024-01-01",
            "2024-1-1",
            "12:30",
            "1:30",
            "22:22:22",
            "1.2.3",
            "v1.0",
            "1-2",
            "10.0.0.0/8",
            "+",
            "-",
            ".",
            "_1",
            "._5",
            "+-1",
            "--1",
            "0x",
            "0b",
            "1e",
            "e3",
            ".e3",
            "<<",
            "0x-1",
            "1e+",
            "=",
        ];
        for text in texts {
            assert_eq!(resolve(text), Kind::String(text.into()), "{text}");
        }
    }

    #[test]
    fn integers_reach_the_server_without_a_fraction() {
        let integer = |text: &str| match resolve(text) {
            Kind::Number(number) => number.integer(),
            _ => None,
        };
        assert_eq!(integer("080"), Some(80));
        assert_eq!(integer("80.0"), Some(80));
        assert_eq!(integer("1e3"), Some(1000));
        assert_eq!(integer("80.5"), None);
        assert_eq!(integer(".inf"), None);
        assert_eq!(integer("1e300"), None);
    }
}
