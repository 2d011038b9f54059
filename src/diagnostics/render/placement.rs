//! Where the files of a report are, seen from the root of their repository.

use crate::source::FileId;

/// Where one file is. Between folders stands `/`, on every system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Below the root: the path from there.
    Below(String),
    /// Elsewhere: the whole path.
    Elsewhere(String),
    /// On no disk, such as standard input: what it is called.
    Nowhere(String),
}

impl Placement {
    /// The path, or the name of what has none.
    pub(super) fn path(&self) -> &str {
        match self {
            Self::Below(path) | Self::Elsewhere(path) | Self::Nowhere(path) => path,
        }
    }
}

/// Where all files of a report are.
#[derive(Clone, Debug, Default)]
pub struct Placements(Vec<Placement>);

static UNKNOWN: Placement = Placement::Nowhere(String::new());

impl Placements {
    /// One for each file, in the order of their ids.
    pub fn new(files: Vec<Placement>) -> Self {
        Self(files)
    }

    /// Where a file is; without a name where the id is not of this run.
    pub(super) fn of(&self, file: FileId) -> &Placement {
        self.0.get(file.0 as usize).unwrap_or(&UNKNOWN)
    }
}
