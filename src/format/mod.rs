//! The format stage.
