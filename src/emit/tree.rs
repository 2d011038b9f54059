//! What the walk over an object tells a format.

use crate::source::Origin;

/// A format that is told of an object, part by part, from the outside in.
///
/// In a map each value follows its `field` or `key`, in a list its `item`. What is opened is not
/// empty, and is closed.
pub(super) trait Tree {
    /// A map with at least one entry starts.
    fn open_map(&mut self);
    /// The map that was opened last ends.
    fn close_map(&mut self);
    /// A map without entries.
    fn empty_map(&mut self);
    /// A list with at least one item starts.
    fn open_list(&mut self);
    /// The list that was opened last ends.
    fn close_list(&mut self);
    /// A list without items.
    fn empty_list(&mut self);
    /// A key that the API defines.
    fn field(&mut self, name: &'static str);
    /// A key that somebody chose.
    fn key(&mut self, name: &str);
    /// The next item of a list.
    fn item(&mut self);
    /// A string.
    fn text(&mut self, text: &str);
    /// A string that looks safe, but is known to be trouble for some reader.
    fn quoted(&mut self, text: &str);
    /// A whole number.
    fn number(&mut self, number: i32);
    /// Where the next entry or item comes from.
    fn origins(&mut self, origins: &[Origin]);
}
