//! What a run is about, and where it finds what that names.

use crate::driver::manifest_file::ManifestFile;

/// A text to compile.
#[derive(Clone, Debug)]
pub struct Input {
    /// What diagnostics call it: the path as it was given or found, or the name of standard input.
    pub name: String,
    /// What the header of its YAML calls it: relative to the input folder, `/` between; of a single
    /// file its name.
    pub title: String,
    /// What tells it from other files: the same for every path that leads to it.
    pub identity: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a run is about.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The texts to compile.
    pub programs: Vec<Input>,
    /// Manifests that all of them know.
    pub manifests: Vec<ManifestFile>,
}

impl From<Vec<Input>> for Inputs {
    fn from(programs: Vec<Input>) -> Self {
        Self {
            programs,
            manifests: Vec::new(),
        }
    }
}

/// Finds the files that `use` and `manifests` name.
pub trait Loader {
    /// Reads `path`, relative to the folder of the file with identity `from`.
    ///
    /// # Errors
    /// Why it cannot be read, in the words of the system.
    fn load(&self, from: &str, path: &str) -> Result<Input, String>;

    /// What `path` leads to, relative to the folder of the file with identity `from`: a file, the
    /// manifests below a folder, or those that a pattern matches; each once, and at least one.
    ///
    /// # Errors
    /// Why it cannot be read, or that there is none.
    fn manifests(&self, from: &str, path: &str) -> Result<Vec<ManifestFile>, String>;
}
