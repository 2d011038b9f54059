//! `netpolc lsp`: the language server, on standard input and output.

mod disk;

use std::path::PathBuf;

use clap::Args;

use crate::cli::compile::{namespace, read_used};
use crate::cli::failure::Failure;
use crate::cli::file_loader::FileLoader;
use crate::cli::lsp::disk::Files;
use crate::cli::verdict::Verdict;
use crate::driver::Options;
use crate::lsp::{Ended, serve_stdio};

const EXAMPLES: &str = "\
Editors start it, and speak the Language Server Protocol with it; docs/editors.md says how. The files below each folder
of the workspace are judged together, as `netpolc check` in that folder does.

Exit codes: 0 the editor has shut it down, 1 it has not";

/// Serve editors: diagnostics, hover, completion, rename and more, as you type
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Lsp {
    /// The namespace of files that declare none
    #[arg(long, value_name = "NS", value_parser = namespace)]
    namespace: Option<String>,
    /// A file that every file uses, as if it said so first; may be repeated
    #[arg(long = "use", value_name = "FILE")]
    uses: Vec<PathBuf>,
    /// Accepted since editors pass it: standard input and output are all that there is
    #[arg(long, hide = true)]
    stdio: bool,
}

impl Lsp {
    pub(super) fn run(&self) -> Result<Verdict, Failure> {
        let options = Options {
            namespace: self.namespace.clone(),
            uses: read_used(&self.uses, &FileLoader::new())?,
            expectations: true,
            ..Options::default()
        };
        match serve_stdio(&Files, options) {
            Ended::Orderly => Ok(Verdict::Yes),
            Ended::Abruptly => Ok(Verdict::No),
        }
    }
}
