//! Kubernetes objects, and the API server's rules for the words in them.

mod policy;

pub use policy::{Origin, Policy};

fn word(text: &str, extra: &[char]) -> Result<(), String> {
    let legal = |c: char| c.is_ascii_alphanumeric() || c == '-' || extra.contains(&c);
    if text.len() <= 63 && text.chars().all(legal) {
        Ok(())
    } else {
        Err("letters, digits and `-`".to_owned())
    }
}

/// Stand-in.
pub fn label_key(key: &str) -> Result<(), String> {
    word(key, &['/', '.', '_'])
}

/// Stand-in.
pub fn label_value(value: &str) -> Result<(), String> {
    word(value, &['.', '_'])
}

/// Stand-in.
pub fn annotation_key(key: &str) -> Result<(), String> {
    label_key(key)
}

/// Stand-in.
pub fn dns_label(name: &str) -> Result<(), String> {
    if name == name.to_lowercase() && !name.is_empty() {
        word(name, &[])
    } else {
        Err("lower-case letters".to_owned())
    }
}
