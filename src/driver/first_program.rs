//! A first program for the workloads of some manifests.

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, has_errors};
use crate::driver::manifest_file::ManifestFile;
use crate::init::{Known, program};
use crate::k8s::inventory::{Inventory, Reading};
use crate::k8s::references::{self, References};
use crate::source::{FileId, Sources};
use crate::workloads::Workloads;

/// What came of some manifests.
#[derive(Debug)]
pub struct FirstProgram {
    /// All texts that were read.
    pub sources: Sources,
    /// What is wrong with the manifests, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// The program, where there is no error; `None` as well where there is no workload.
    pub text: Option<String>,
}

/// Writes a first program. Objects that name no namespace are of `namespace`, else of the only one that
/// others of their file name; where no object names any, the program does not either.
pub fn first_program(
    files: Vec<ManifestFile>,
    namespace: Option<&str>,
    known: &Known,
) -> FirstProgram {
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    let mut texts = Vec::new();
    for file in files {
        match add(&mut sources, file) {
            Ok(file) => texts.push(file),
            Err(wrong) => diagnostics.push(wrong),
        }
    }
    let mut read = read(&sources, &texts, namespace);
    diagnostics.append(&mut read.diagnostics);
    diagnostics.sort();
    let workloads = Workloads::new(read.inventory);
    let text = (!has_errors(&diagnostics) && !workloads.inventory().workloads.is_empty())
        .then(|| program(&sources, &workloads, &read.references, known, namespace));
    FirstProgram {
        sources,
        diagnostics,
        text,
    }
}

/// What manifests declare, and what they tell pods.
struct Read {
    inventory: Inventory,
    references: References,
    diagnostics: Vec<Diagnostic>,
}

fn read(sources: &Sources, files: &[FileId], namespace: Option<&str>) -> Read {
    let text = |file: FileId| sources.get(file).map_or("", |source| &source.text);
    let readings = files.iter().map(|file| Reading::of(*file, text(*file)));
    let readings: Vec<Reading> = readings.collect();
    let names_none = readings.iter().all(Reading::names_no_namespace);
    let given = namespace.or(names_none.then_some(""));
    let given = given.map(SmolStr::new);
    let mut references = references::Reader::default();
    for (file, reading) in files.iter().zip(&readings) {
        references.add(*file, text(*file), reading.home(given.as_ref()).as_ref());
    }
    let readings = readings.into_iter();
    let (inventory, diagnostics) = Inventory::of(readings.map(|one| (one, given.clone())));
    Read {
        inventory,
        references: references.finish(),
        diagnostics,
    }
}

fn add(sources: &mut Sources, file: ManifestFile) -> Result<FileId, Diagnostic> {
    file.add_to(sources, None).map_err(|mut wrong| {
        // What is still to be made is to be piped in here.
        let help = wrong.help.take();
        wrong.help = help.map(|help| help.replace("netpolc check", "netpolc init"));
        wrong
    })
}
