//! A text of objects with some of them taken out and ours put in; all else stays as it is, byte for byte.
//!
//! [`stream`] is for documents one after the other, as Helm makes them, [`resource_list`] for what a KRM
//! function is handed. Both only edit the text, and [`keeps`] reads what became of it: it knows nothing of how
//! that was made.

mod items;
mod keeps;
mod lines;
mod list;
mod stream;

pub use keeps::{keeps, keeps_items};
pub use list::resource_list;
pub use stream::stream;
