//! How a value is written in a program.

use crate::oracles::values::class::Class;
use crate::oracles::values::value::Value;

/// Words of the grammar that are names in quotes only.
const RESERVED: &[&str] = &[
    "any", "except", "because", "ingress", "egress", "service", "in", "notin",
];

/// Whether a value can be written at all: numbers and addresses have no quotes around them.
pub(crate) fn is_spellable(class: Class, place: usize, text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match class {
        Class::LabelKey | Class::LabelValue | Class::Namespace | Class::PortName => true,
        Class::Number => digits(text),
        Class::Range => text
            .split_once('-')
            .is_some_and(|(first, last)| digits(first) && digits(last)),
        _ if class.is_ipv6(place) => {
            let (start, _) = text.split_once(':').unwrap_or(("g", ""));
            start.bytes().all(|byte| byte.is_ascii_hexdigit())
        }
        _ => {
            let (address, length) = text.split_once('/').unwrap_or((text, "0"));
            let inner = |byte: u8| byte.is_ascii_digit() || byte == b'.';
            address.starts_with(|c: char| c.is_ascii_digit())
                && address.bytes().all(inner)
                && (address.contains('.') || address != text)
                && !length.is_empty()
                && !length.contains('/')
        }
    }
}

/// The value in a program, and where in that it starts.
pub(crate) fn spelt(value: &Value) -> (String, usize) {
    let text = &value.text;
    match value.class {
        Class::LabelKey | Class::LabelValue | Class::Namespace | Class::PortName => {
            // Of those that need no quotes every other one gets them.
            let bare = is_name(value.class, text) && text.len().is_multiple_of(2);
            (if bare { text.clone() } else { in_quotes(text) }, 0)
        }
        class if class.is_ipv6(value.place) => (format!("[{text}]"), 1),
        _ => (text.clone(), 0),
    }
}

fn is_name(class: Class, text: &str) -> bool {
    let mut parts = text.split('/');
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let names = match class {
        Class::LabelKey => 2,
        _ => 1,
    };
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && parts.clone().count() <= names
        && parts.all(|part| !part.is_empty() && part.chars().all(inner))
        && !RESERVED.contains(&text)
}

fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The value as a string of YAML.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}
