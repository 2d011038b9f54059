//! One member of a set of label states.

use smol_str::SmolStr;

/// What one object may have under a label key: nothing, or a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Member {
    /// The object does not have the label.
    Absent,
    /// The object has the label with this value, which may be empty.
    Value(SmolStr),
}

impl Member {
    /// The value, or `None` where the label is absent.
    pub fn value(&self) -> Option<&str> {
        match self {
            Member::Absent => None,
            Member::Value(value) => Some(value),
        }
    }
}
