//! Source texts and places in them.
//!
//! A [`Span`] is a range of bytes in one file; [`Sources`] owns the texts and turns offsets into the
//! lines and columns that people read. This module reads no files.

mod line_index;
mod origin;
mod sources;
mod span;

pub use line_index::{LineIndex, Position};
pub use origin::Origin;
pub use sources::{Source, Sources};
pub use span::{FileId, Span};
