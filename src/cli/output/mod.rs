//! The files of `build --output`.

mod atomic;
mod format;
mod left_over;
mod plan;
mod stale;
mod target;

pub(super) use format::Format;
pub(super) use plan::Output;
