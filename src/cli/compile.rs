//! What all commands that compile have in common.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::file_loader::FileLoader;
use crate::cli::fix::{Fixed, fix};
use crate::cli::inputs::{Inputs, STDIN, collect};
use crate::cli::manifests::{collect_manifests, only_one_stdin};
use crate::diagnostics::render::Report;
use crate::driver::{self, Fault, Input, ManifestFile, Options, Passed, Run};
use crate::k8s;
use crate::model::words::connection;

/// Which texts to compile, and as what.
#[derive(Debug, Args)]
pub(super) struct Compile {
    /// Files, folders (every .netpol below) or - for standard input [default: the current folder]
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// The namespace of files that declare none
    #[arg(long, value_name = "NS", value_parser = namespace)]
    namespace: Option<String>,
    /// A file that every input uses, as if it said so first; may be repeated
    #[arg(long = "use", value_name = "FILE")]
    uses: Vec<PathBuf>,
    /// Manifests of the real workloads: files, folders, patterns or -; may be repeated
    #[arg(long, value_name = "PATH")]
    manifests: Vec<PathBuf>,
    /// The path that the text of standard input would have as a file
    #[arg(long, value_name = "NAME")]
    stdin_filename: Option<PathBuf>,
}

/// All that a run is made of.
struct Read {
    loader: FileLoader,
    inputs: Inputs,
    manifests: Vec<ManifestFile>,
    options: Options,
}

/// A run, and how its files are called.
pub(super) struct Compiled {
    pub(super) run: Run,
    /// See [`Inputs::outputs`]; one for each unit of the run.
    pub(super) outputs: Vec<PathBuf>,
    /// Whether an input is a folder.
    pub(super) from_folder: bool,
    loader: FileLoader,
}

impl Compile {
    /// Reads the inputs and compiles them. `options` holds what only some commands know.
    pub(super) fn run(&self, options: Options) -> Result<Compiled, Failure> {
        let Read {
            loader,
            inputs,
            manifests,
            options,
        } = self.read(options)?;
        let programs = inputs.texts;
        let texts = driver::Inputs {
            programs,
            manifests,
        };
        let run = driver::run(texts, &loader, &options);
        proven(&run)?;
        Ok(Compiled {
            run,
            outputs: inputs.outputs,
            from_folder: inputs.from_folder,
            loader,
        })
    }

    /// As [`Compile::run`], with all fixes applied to the inputs; nothing is written yet.
    pub(super) fn run_fixed(&self, options: Options) -> Result<(Compiled, Fixed), Failure> {
        let Read {
            loader,
            inputs,
            manifests,
            options,
        } = self.read(options)?;
        let compile = |programs| {
            let manifests = manifests.clone();
            let texts = driver::Inputs {
                programs,
                manifests,
            };
            driver::run(texts, &loader, &options)
        };
        let (run, fixed) = fix(inputs.texts, inputs.paths, compile);
        proven(&run)?;
        let compiled = Compiled {
            run,
            outputs: inputs.outputs,
            from_folder: inputs.from_folder,
            loader,
        };
        Ok((compiled, fixed))
    }

    /// Compiles the inputs for the documents that `objects` holds, which are the inventory of all of them.
    pub(super) fn pass(
        &self,
        options: Options,
        objects: impl FnOnce(&FileLoader) -> Result<ManifestFile, Failure>,
    ) -> Result<Passed, Failure> {
        let read = self.read(options)?;
        let texts = driver::Inputs {
            programs: read.inputs.texts,
            manifests: read.manifests,
        };
        let objects = objects(&read.loader)?;
        Ok(driver::passed(texts, objects, &read.loader, &read.options))
    }

    /// Whether an input, or manifests, come from standard input.
    pub(super) fn reads_stdin(&self) -> bool {
        let mut paths = self.inputs.iter().chain(&self.manifests);
        paths.any(|path| path.as_os_str() == STDIN)
    }

    fn read(&self, options: Options) -> Result<Read, Failure> {
        let loader = FileLoader::new();
        only_one_stdin(&self.inputs, &self.manifests)?;
        let inputs = collect(&self.inputs, self.stdin_filename.as_deref(), &loader)?;
        let options = Options {
            namespace: self.namespace.clone(),
            uses: read_used(&self.uses, &loader)?,
            ..options
        };
        Ok(Read {
            manifests: collect_manifests(&self.manifests, &loader)?,
            loader,
            inputs,
            options,
        })
    }
}

impl Compiled {
    /// What there is to say about the texts.
    pub(super) fn report(&self, deny_warnings: bool) -> Report<'_> {
        Report {
            sources: &self.run.sources,
            diagnostics: &self.run.diagnostics,
            deny_warnings,
        }
    }

    /// Whether `path` is a file that this run has read, and so must not write.
    pub(super) fn has_read(&self, path: &Path) -> bool {
        self.loader.has_read(path)
    }
}

/// The files that `--use` names.
pub(super) fn read_used(paths: &[PathBuf], loader: &FileLoader) -> Result<Vec<Input>, Failure> {
    let read = paths.iter().map(|path| {
        let used = loader.read_used(path);
        used.map_err(|error| Failure::io("read", path, &error))
    });
    read.collect()
}

/// That the objects of a run mean what its files say; else nothing may come of it.
pub(super) fn proven(run: &Run) -> Result<(), Failure> {
    match run.faults.first() {
        None => Ok(()),
        Some(fault) => Err(Failure::bug(words(fault, run.sources.name(fault.file)))),
    }
}

fn words(fault: &Fault, file: &str) -> String {
    let connection = connection(&fault.difference.witness);
    if fault.difference.written {
        format!("the objects of `{file}` let through {connection}, and its text does not")
    } else {
        format!("the objects of `{file}` block {connection}, and its text allows it")
    }
}

/// A namespace on the command line.
pub(super) fn namespace(name: &str) -> Result<String, String> {
    match k8s::dns_label(name) {
        Ok(()) => Ok(name.to_owned()),
        Err(error) => Err(error.to_string()),
    }
}
