//! The files that a command is asked about.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::stdin;
use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;
use crate::cli::file_loader::{FileLoader, LIMIT, read_up_to};
use crate::cli::manifests::only_one_stdin;
use crate::cli::shown_path::with_slashes;
use crate::cli::walk::{join, walk};
use crate::driver::Input;

pub(super) const STDIN: &str = "-";
pub(super) const EXTENSION: &str = "netpol";

/// All input files, each once, in the order given; those of a folder in the order of their paths.
pub(super) struct Inputs {
    /// The texts.
    pub(super) texts: Vec<Input>,
    /// For each the path that it was read from; none for standard input.
    pub(super) paths: Vec<Option<PathBuf>>,
    /// For each its path below the folder that the objects are written to, but for the extension.
    pub(super) outputs: Vec<PathBuf>,
    /// Whether one of them is a folder.
    pub(super) from_folder: bool,
}

/// An input that is not read yet.
struct Found {
    /// Standard input, where it has no path.
    path: Option<PathBuf>,
    name: String,
    title: String,
    identity: String,
    output: PathBuf,
}

/// Reads what the command line names: files, folders (the `.netpol` files below), `-`; the current
/// folder where it names nothing.
pub(super) fn collect(
    paths: &[PathBuf],
    stdin_name: Option<&Path>,
    loader: &FileLoader,
) -> Result<Inputs, Failure> {
    collect_kind(paths, &[EXTENSION], LIMIT, stdin_name, loader)
}

/// As [`collect`], with the files of these `extensions` below folders, of each no more than `limit`.
pub(super) fn collect_kind(
    paths: &[PathBuf],
    extensions: &[&str],
    limit: u64,
    stdin_name: Option<&Path>,
    loader: &FileLoader,
) -> Result<Inputs, Failure> {
    only_one_stdin(paths, &[])?;
    let reads_stdin = paths.iter().any(|path| path.as_os_str() == STDIN);
    if !reads_stdin && stdin_name.is_some() {
        let failure = Failure::new("`--stdin-filename` names standard input, which is not read");
        return Err(failure.help("add the input `-`"));
    }
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let mut found = Vec::new();
    let mut from_folder = false;
    for path in paths {
        if path.as_os_str() == STDIN {
            found.push(standard_input(stdin_name, loader));
        } else if is_folder(path)? {
            from_folder = true;
            found.extend(below(path, extensions, loader)?);
        } else {
            found.push(single(path, loader));
        }
    }
    let found = without_repeats(found);
    let paths = found.iter().map(|found| found.path.clone()).collect();
    let outputs = found.iter().map(|found| found.output.clone()).collect();
    let texts = found.into_iter().map(|found| open(found, limit));
    let texts = texts.collect::<Result<_, _>>()?;
    Ok(Inputs {
        texts,
        paths,
        outputs,
        from_folder,
    })
}

pub(super) fn is_folder(path: &Path) -> Result<bool, Failure> {
    match fs::metadata(path) {
        Ok(about) => Ok(about.is_dir()),
        Err(error) => Err(Failure::io("read", path, &error)),
    }
}

fn below(folder: &Path, extensions: &[&str], loader: &FileLoader) -> Result<Vec<Found>, Failure> {
    let files = walk(folder, extensions)?;
    if files.is_empty() {
        let endings: Vec<String> = extensions.iter().map(|one| format!("`.{one}`")).collect();
        let endings = endings.join(" or ");
        let words = format!("there is no {endings} file in `{}`", folder.display());
        return Err(Failure::new(words));
    }
    let found = files.into_iter().map(|inner| {
        let path = join(folder, &inner);
        Found {
            name: path.display().to_string(),
            title: with_slashes(&inner),
            identity: loader.identify(&path),
            path: Some(path),
            output: inner,
        }
    });
    Ok(found.collect())
}

fn single(path: &Path, loader: &FileLoader) -> Found {
    let file_name = path.file_name().unwrap_or(path.as_os_str());
    Found {
        path: Some(path.to_path_buf()),
        name: path.display().to_string(),
        title: file_name.to_string_lossy().into_owned(),
        identity: loader.identify(path),
        output: PathBuf::from(file_name),
    }
}

fn standard_input(name: Option<&Path>, loader: &FileLoader) -> Found {
    let Some(name) = name else {
        return Found {
            path: None,
            name: "<stdin>".to_owned(),
            title: "<stdin>".to_owned(),
            identity: loader.identify_stdin(),
            output: PathBuf::from("stdin"),
        };
    };
    Found {
        path: None,
        ..single(name, loader)
    }
}

/// Each file once, where it stands first. Standard input replaces the file that it is the text of:
/// an editor passes what is not saved yet.
fn without_repeats(found: Vec<Found>) -> Vec<Found> {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    let mut kept: Vec<Found> = Vec::new();
    for found in found {
        let known = first.get(&found.identity).copied();
        match known.and_then(|at| kept.get_mut(at)) {
            Some(known) if found.path.is_none() => known.path = None,
            Some(_) => {}
            None => {
                first.insert(found.identity.clone(), kept.len());
                kept.push(found);
            }
        }
    }
    kept
}

fn open(found: Found, limit: u64) -> Result<Input, Failure> {
    let unnamed = |error| Failure::named("read", &found.name, &error);
    let bytes = match &found.path {
        None => read_up_to(stdin().lock(), limit).map_err(unnamed),
        Some(path) => File::open(path)
            .and_then(|file| read_up_to(file, limit))
            .map_err(|error| Failure::io("read", path, &error)),
    };
    Ok(Input {
        bytes: bytes?,
        name: found.name,
        title: found.title,
        identity: found.identity,
    })
}
