//! What is to be written where.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::cli::compile::Compiled;
use crate::cli::console::Console;
use crate::cli::failure::Failure;
use crate::cli::output::target::{Sources, Target};
use crate::cli::output::{Format, atomic, left_over, stale};
use crate::cli::verdict::Verdict;

/// The whole output, rendered, before the first byte of it is written.
pub(in crate::cli) struct Output {
    folder: PathBuf,
    files: Vec<Target>,
    /// Where an input is a folder: the files that left-overs are told from.
    sources: Option<Sources>,
}

impl Output {
    /// Finds out what to write below `folder`.
    pub(in crate::cli) fn plan(
        folder: &Path,
        format: Format,
        compiled: &Compiled,
    ) -> Result<Self, Failure> {
        let mut files = Vec::new();
        let mut sources = Vec::new();
        let mut taken: BTreeMap<PathBuf, &str> = BTreeMap::new();
        for (unit, output) in compiled.run.units.iter().zip(&compiled.outputs) {
            if unit.policies.is_empty() {
                continue;
            }
            let path = folder.join(output.with_extension(format.extension()));
            let name = compiled.run.sources.name(unit.file);
            if let Some(other) = taken.insert(path.clone(), name) {
                return Err(Failure::new(format!(
                    "`{other}` and `{name}` would both be written to `{}`",
                    path.display()
                ))
                .help("build them apart, each to a folder of its own"));
            }
            if compiled.has_read(&path) {
                return Err(Failure::new(format!(
                    "`{}` would be overwritten, and is a source itself",
                    path.display()
                )));
            }
            files.push(Target {
                text: format.render([unit]),
                before: content(&path)?,
                path,
            });
            sources.push(unit.title.clone());
        }
        Ok(Self {
            folder: folder.to_path_buf(),
            files,
            sources: compiled.from_folder.then_some(sources),
        })
    }

    /// Writes the files that changed, and names the left-overs.
    pub(in crate::cli) fn write(&self, console: Console) -> Result<Verdict, Failure> {
        atomic::write(&self.folder, &self.files)?;
        // What cannot be read is no concern of a build that could write all its files.
        for path in self.left_overs().unwrap_or_default() {
            let path = path.display();
            console.note(
                &format!("`{path}` is left over from a source that is gone or writes nothing now"),
                Some("delete it, and its objects from the cluster"),
            );
        }
        Ok(Verdict::Yes)
    }

    /// Shows what [`Output::write`] would change, and what is left over.
    pub(in crate::cli) fn check(&self, console: Console) -> Result<Verdict, Failure> {
        stale::check(&self.files, &self.left_overs()?, console)
    }

    fn left_overs(&self) -> Result<Vec<PathBuf>, Failure> {
        match &self.sources {
            None => Ok(Vec::new()),
            Some(sources) => left_over::find(&self.folder, sources),
        }
    }
}

/// What a file holds; none where there is no such file.
fn content(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::io("write", path, &error)),
    }
}
