//! The cases as files for editors, and what these print of them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::highlight::case::Case;

/// Each case as a program, in a folder that goes with this value.
pub(crate) struct Programs {
    folder: tempfile::TempDir,
    names: Vec<String>,
}

impl Programs {
    pub(crate) fn new(cases: &[Case]) -> Self {
        let texts = cases.iter().map(|case| (case.name(), case.text()));
        Self::of(texts)
    }

    pub(crate) fn of<'a>(texts: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let names = texts.into_iter().enumerate().map(|(at, (name, text))| {
            let name = format!("{at}-{name}.netpol");
            fs::write(folder.path().join(&name), text).unwrap();
            name
        });
        let names = names.collect();
        Self { folder, names }
    }

    pub(crate) fn paths(&self) -> impl Iterator<Item = PathBuf> {
        self.names.iter().map(|name| self.folder.path().join(name))
    }

    /// A file beside the programs.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs an editor to its end, without anything to read, and gives what it prints.
    pub(crate) fn run(&self, mut command: Command) -> String {
        let output = command
            .current_dir(self.folder.path())
            .env("HOME", self.folder.path())
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{command:?}:\n{said}");
        String::from_utf8(output.stdout).unwrap()
    }
}
