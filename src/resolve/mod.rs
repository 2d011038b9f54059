//! The resolve stage.

/// The prelude.
pub const PRELUDE: &str = "network internet = 0.0.0.0/0\n";
