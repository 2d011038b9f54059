//! What `netpolc why` is asked about: files of the language, or manifests.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;
use crate::cli::file_loader::{FileLoader, MANIFEST_LIMIT};
use crate::cli::inputs::{EXTENSION, STDIN, collect_kind, is_folder};
use crate::cli::manifest_walk::MANIFESTS;
use crate::cli::walk::walk;
use crate::driver::{Input, holds_manifests};

/// The inputs, all of one kind.
pub(super) enum WhyInputs {
    /// Files of the language.
    Programs(Vec<Input>),
    /// NetworkPolicy objects.
    Manifests(Vec<Input>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Program,
    Manifest,
}

impl WhyInputs {
    /// Reads what the command line names. A folder is read for its `.netpol` files, and for its manifests
    /// where it has none; standard input by its name, else by its first line.
    pub(super) fn read(
        paths: &[PathBuf],
        stdin_name: Option<&Path>,
        loader: &FileLoader,
    ) -> Result<Self, Failure> {
        let here = [PathBuf::from(".")];
        let named = if paths.is_empty() { &here } else { paths };
        let mut kinds: Vec<(Kind, &Path)> = Vec::new();
        for path in named {
            kinds.extend(kind(path, stdin_name)?.map(|kind| (kind, path.as_path())));
        }
        let kind = kinds.first().map(|(kind, _)| *kind);
        let extensions = match kind {
            Some(Kind::Manifest) => &MANIFESTS[..],
            Some(Kind::Program) | None => &[EXTENSION],
        };
        let first = |wanted: Kind| kinds.iter().find(|(kind, _)| *kind == wanted);
        if let (Some((_, program)), Some((_, manifest))) =
            (first(Kind::Program), first(Kind::Manifest))
        {
            return Err(mixed(program, manifest));
        }
        // What kind standard input is may be known only when it is read.
        let inputs = collect_kind(paths, extensions, MANIFEST_LIMIT, stdin_name, loader)?;
        let from_stdin = inputs.texts.iter().zip(&inputs.paths);
        let mut from_stdin = from_stdin.filter(|(_, path)| path.is_none());
        let read = from_stdin.next().map(|(input, _)| {
            if holds_manifests(input) {
                Kind::Manifest
            } else {
                Kind::Program
            }
        });
        let kind = match (kind, read, stdin_name) {
            (Some(kind), Some(read), None) if kind != read => {
                let other = kinds.first().map_or(Path::new(""), |(_, path)| *path);
                let stdin = Path::new(STDIN);
                return Err(match read {
                    Kind::Program => mixed(stdin, other),
                    Kind::Manifest => mixed(other, stdin),
                });
            }
            (kind, read, _) => kind.or(read).unwrap_or(Kind::Program),
        };
        Ok(match kind {
            Kind::Program => Self::Programs(inputs.texts),
            Kind::Manifest => Self::Manifests(inputs.texts),
        })
    }
}

/// What a path leads to; none for standard input whose name does not tell.
fn kind(path: &Path, stdin_name: Option<&Path>) -> Result<Option<Kind>, Failure> {
    if path.as_os_str() == STDIN {
        return Ok(stdin_name.and_then(by_name));
    }
    if !is_folder(path)? {
        return Ok(by_name(path).or(Some(Kind::Program)));
    }
    if !walk(path, &[EXTENSION])?.is_empty() {
        return Ok(Some(Kind::Program));
    }
    if !walk(path, &MANIFESTS)?.is_empty() {
        return Ok(Some(Kind::Manifest));
    }
    let words = format!(
        "there is no `.{EXTENSION}` file in `{}`, and no manifest",
        path.display()
    );
    Err(Failure::new(words))
}

fn by_name(path: &Path) -> Option<Kind> {
    let extension = path.extension().and_then(OsStr::to_str)?;
    if extension == EXTENSION {
        Some(Kind::Program)
    } else if MANIFESTS.contains(&extension) {
        Some(Kind::Manifest)
    } else {
        None
    }
}

fn mixed(program: &Path, manifest: &Path) -> Failure {
    let words = format!(
        "`{}` is a program and `{}` a manifest: a question is asked of one kind",
        program.display(),
        manifest.display()
    );
    Failure::new(words)
        .help("ask twice; what is applied of a program is what `netpolc build` writes")
}
