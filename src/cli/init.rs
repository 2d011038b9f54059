//! `netpolc init`: from manifests to a first program.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::atomic;
use crate::cli::compile::namespace;
use crate::cli::console::Console;
use crate::cli::failure::Failure;
use crate::cli::file_loader::FileLoader;
use crate::cli::inputs::STDIN;
use crate::cli::manifests::collect_manifests;
use crate::cli::message_format::MessageFormat;
use crate::cli::shown_path::{relative, with_slashes_or_root};
use crate::cli::stdout;
use crate::cli::target::Target;
use crate::cli::verdict::Verdict;
use crate::diagnostics::render::{Report, escaped};
use crate::driver::{self, Known};

const EXAMPLES: &str = "\
Examples:
  netpolc init --manifests k8s/ -o shop.netpol
  netpolc init --manifests 'deploy/*.yaml' --manifests base/
  kubectl kustomize overlays/prod | netpolc init --manifests - --namespace shop

Exit codes: 0 written, 1 errors in the manifests (nothing is written), 2 could not write";

/// Write a first program from the manifests of an application
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Init {
    /// Manifests: files, folders, patterns or - for standard input; may be repeated
    #[arg(long, value_name = "PATH", required = true)]
    manifests: Vec<PathBuf>,
    /// The namespace of objects that name none
    #[arg(long, value_name = "NS", value_parser = namespace)]
    namespace: Option<String>,
    /// Write to this file, which must not exist, and not to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Init {
    pub(super) fn run(&self, console: Console) -> Result<Verdict, Failure> {
        if let Some(path) = &self.output
            && fs::symlink_metadata(path).is_ok()
        {
            let words = format!("`{}` is there already", path.display());
            return Err(Failure::new(words).help("write to a new file, and compare"));
        }
        let loader = FileLoader::new();
        let files = collect_manifests(&self.manifests, &loader)?;
        let known = self.known()?;
        let first = driver::first_program(files, self.namespace.as_deref(), &known);
        let report = Report {
            sources: &first.sources,
            diagnostics: &first.diagnostics,
            deny_warnings: false,
        };
        MessageFormat::Text.to_stderr(&report, console)?;
        if report.has_errors() {
            return Ok(Verdict::No);
        }
        let Some(text) = first.text else {
            return Err(Failure::new("there is no workload in these manifests"));
        };
        self.write(text)?;
        Ok(Verdict::Yes)
    }

    fn write(&self, text: String) -> Result<(), Failure> {
        let Some(path) = &self.output else {
            return stdout::write(text.as_bytes());
        };
        atomic::write(&[Target {
            path: path.clone(),
            text,
            before: None,
        }])
    }

    /// What the program says of the manifests: their paths, from the folder that it is in. Standard input
    /// has none.
    fn known(&self) -> Result<Known, Failure> {
        if self.manifests.iter().any(|path| path.as_os_str() == STDIN) {
            return Ok(Known::Names);
        }
        let folder = self.output.as_deref().and_then(Path::parent);
        let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
        let folder = canonical(folder.unwrap_or(Path::new(".")))?;
        let mut paths: Vec<String> = Vec::new();
        for path in &self.manifests {
            let seen = with_slashes_or_root(&seen_from(&folder, path)?);
            if escaped(&seen) != seen {
                let words = format!("no program can name the path `{}`", path.display());
                return Err(Failure::new(words).help("rename it, or pipe in what it holds"));
            }
            if !paths.contains(&seen) {
                paths.push(seen);
            }
        }
        Ok(Known::Manifests(paths))
    }
}

/// A path, or a pattern for paths, as seen from a folder.
fn seen_from(folder: &Path, path: &Path) -> Result<PathBuf, Failure> {
    // What is there of a pattern is the folders that it begins with.
    let there = path
        .ancestors()
        .find(|part| part.exists())
        .unwrap_or(Path::new("."));
    let there = if there.as_os_str().is_empty() {
        Path::new(".")
    } else {
        there
    };
    let rest = path.strip_prefix(there).unwrap_or(path);
    let seen = relative(&canonical(there)?, folder).join(rest);
    Ok(if seen.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        seen
    })
}

/// The canonical path of a folder, which may be still to be made.
fn canonical(path: &Path) -> Result<PathBuf, Failure> {
    let found = fs::canonicalize(path).or_else(|_| std::path::absolute(path));
    found.map_err(|error| Failure::io("read", path, &error))
}
