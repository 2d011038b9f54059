//! Kubernetes objects, and the API server's rules for the words in them.

mod policy;

pub use policy::{Origin, Policy};

/// Stand-in.
#[derive(Debug)]
pub struct Odd(&'static str);

impl std::fmt::Display for Odd {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

fn word(text: &str, extra: &[char]) -> Result<(), Odd> {
    let legal = |c: char| c.is_ascii_alphanumeric() || c == '-' || extra.contains(&c);
    if text.len() <= 63 && text.chars().all(legal) {
        Ok(())
    } else {
        Err(Odd("letters, digits and `-`"))
    }
}

/// Stand-in.
///
/// # Errors
/// The rule that it breaks.
pub fn label_key(key: &str) -> Result<(), Odd> {
    word(key, &['/', '.', '_'])
}

/// Stand-in.
///
/// # Errors
/// The rule that it breaks.
pub fn label_value(value: &str) -> Result<(), Odd> {
    word(value, &['.', '_'])
}

/// Stand-in.
///
/// # Errors
/// The rule that it breaks.
pub fn annotation_key(key: &str) -> Result<(), Odd> {
    label_key(key)
}

/// Stand-in.
///
/// # Errors
/// The rule that it breaks.
pub fn dns_label(name: &str) -> Result<(), Odd> {
    if name == name.to_lowercase() && !name.is_empty() {
        word(name, &[])
    } else {
        Err(Odd("lower-case letters"))
    }
}
