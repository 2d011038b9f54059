//! The sets stage.
