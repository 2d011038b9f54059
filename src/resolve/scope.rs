//! Where a text is read: in which file, in which namespace.

use smol_str::SmolStr;

use crate::resolve::program::FileIndex;

/// The place that decides what a bare name, a selector and `*` mean.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Scope {
    /// The file whose declarations, and whose `label`, hold.
    pub(super) file: FileIndex,
    /// The namespace of the section; the key of an owned one that has no name.
    pub(super) namespace: SmolStr,
}
