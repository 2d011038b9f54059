//! The files of `build --output`.

mod format;
mod left_over;
mod plan;
mod stale;

pub(super) use format::Format;
pub(super) use plan::Output;
