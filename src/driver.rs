//! The pipeline: the only code that calls the stages in order.

use crate::diagnostics::Diagnostic;
use crate::k8s::Policy;
use crate::source::{FileId, Sources};

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

/// Finds the files that `use` names.
pub trait Loader {
    /// Reads `path`, relative to the folder of the file with identity `from`.
    ///
    /// # Errors
    /// Why it cannot be read, in the words of the system.
    fn load(&self, from: &str, path: &str) -> Result<Input, String>;
}

/// What the command line adds to the text.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The namespace of files that declare none. A DNS label (V9).
    pub namespace: Option<String>,
    /// Files that every input uses, as if it said so in its first lines.
    pub uses: Vec<Input>,
    /// Labels for every object, valid by V30 and V31.
    pub labels: Vec<(String, String)>,
    /// Annotations for every object, valid by V12.
    pub annotations: Vec<(String, String)>,
}

/// What one input file became.
#[derive(Debug)]
pub struct Unit {
    /// The file.
    pub file: FileId,
    /// What the header calls it.
    pub title: String,
    /// Its objects in their order; none for a file of declarations alone.
    pub policies: Vec<Policy>,
}

/// What a run found out.
#[derive(Debug)]
pub struct Run {
    /// All texts that were read, used ones included.
    pub sources: Sources,
    /// One for each input, in the order given.
    pub units: Vec<Unit>,
    /// Everything there is to say, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiles all inputs. Whether there were errors is in the diagnostics.
pub fn run(inputs: Vec<Input>, loader: &dyn Loader, options: &Options) -> Run {
    let _ = (inputs, loader, options);
    Run {
        sources: Sources::default(),
        units: Vec::new(),
        diagnostics: Vec::new(),
    }
}
