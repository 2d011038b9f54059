//! A first program for the workloads of some manifests.

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, Severity, codes};
use crate::driver::decode::decode_manifest;
use crate::driver::manifest_file::{ManifestContent, ManifestFile};
use crate::init::{Known, program};
use crate::k8s::inventory::{self, Inventory};
use crate::k8s::references::{self, References};
use crate::source::{FileId, Sources, Span};

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
    let is_homeless = |one: &Diagnostic| one.code == &codes::NAMESPACELESS_OBJECT;
    let in_no_namespace = |inventory: &Inventory| {
        let mut namespaces = inventory.namespaces.iter();
        namespaces.all(|namespace| namespace.place.is_some())
            && inventory.workloads.is_empty()
            && inventory.services.is_empty()
    };
    if in_no_namespace(&read.inventory) && read.diagnostics.iter().any(is_homeless) {
        read = self::read(&sources, &texts, Some(""));
        for one in &mut read.diagnostics {
            one.message = one.message.replace(" in namespace ``", "");
        }
    }
    diagnostics.append(&mut read.diagnostics);
    diagnostics.sort();
    let mut errors = diagnostics.iter().map(|one| one.code.severity);
    let has_errors = errors.any(|severity| severity == Severity::Error);
    let text = (!has_errors && !read.inventory.workloads.is_empty())
        .then(|| program(&sources, &read.inventory, &read.references, known));
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

fn read(sources: &Sources, files: &[FileId], home: Option<&str>) -> Read {
    let mut inventory = inventory::Reader::new(home);
    let mut references = references::Reader::default();
    for file in files {
        let text = sources.get(*file).map_or("", |source| &source.text);
        let home: Option<SmolStr> = inventory.add(*file, text);
        references.add(*file, text, home.as_ref());
    }
    let (inventory, diagnostics) = inventory.finish();
    Read {
        inventory,
        references: references.finish(),
        diagnostics,
    }
}

fn add(sources: &mut Sources, file: ManifestFile) -> Result<FileId, Diagnostic> {
    if let ManifestContent::Text(bytes) = file.content {
        return decode_manifest(sources, &file.name, bytes);
    }
    let id = sources.add_manifest(file.name.as_str(), "");
    match file.unrendered(Span::new(id, 0, 0)) {
        Some(wrong) => Err(wrong),
        None => Ok(id),
    }
}
