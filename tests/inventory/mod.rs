//! What inventories are read from manifests.

pub(crate) mod applications;
mod cases;
mod damage;
mod damaged_build;
mod lines;
mod naming;
mod one_by_one;
mod secrets;

use netpolc::diagnostics::Diagnostic;
use netpolc::diagnostics::render::{self, Report};
use netpolc::driver::decode_manifest;
use netpolc::k8s::inventory::{Inventory, Reading};
use netpolc::source::Sources;

/// What was read, and what was said.
struct Read {
    sources: Sources,
    inventory: Inventory,
    diagnostics: Vec<Diagnostic>,
}

/// Reads texts, each under its name; objects without a namespace are in `home`.
fn read(texts: &[(String, String)], home: Option<&str>) -> Read {
    let texts = texts.iter();
    let files = texts.map(|(name, text)| (name.clone(), text.clone().into_bytes()));
    read_files(files.collect(), home)
}

fn read_files(files: Vec<(String, Vec<u8>)>, home: Option<&str>) -> Read {
    let mut sources = Sources::default();
    let readings = files.into_iter().map(|(name, bytes)| {
        let file = decode_manifest(&mut sources, &name, bytes).unwrap();
        let reading = Reading::of(file, &sources.get(file).unwrap().text);
        (reading, home.map(Into::into))
    });
    let (inventory, diagnostics) = Inventory::of(readings.collect::<Vec<_>>());
    Read {
        sources,
        inventory,
        diagnostics,
    }
}

/// Reads one text.
fn read_text(text: &str) -> Read {
    read_bytes(text.as_bytes())
}

/// Reads what may be no text.
fn read_bytes(bytes: &[u8]) -> Read {
    let files = vec![("in.yaml".to_owned(), bytes.to_vec())];
    read_files(files, Some("default"))
}

/// All that is said, a line each, with its notes and help.
fn said(read: &Read) -> String {
    let mut out = Vec::new();
    for diagnostic in &read.diagnostics {
        let report = Report {
            sources: &read.sources,
            diagnostics: std::slice::from_ref(diagnostic),
            deny_warnings: false,
        };
        render::short(&report, &mut out).unwrap();
        for label in &diagnostic.secondary {
            let source = read.sources.get(label.span.file).unwrap();
            let line = source.position(label.span.start).line;
            out.extend(format!("  {}:{line}: {}\n", source.name, label.message).bytes());
        }
        for note in &diagnostic.notes {
            out.extend(format!("  note: {note}\n").bytes());
        }
        if let Some(help) = &diagnostic.help {
            out.extend(format!("  help: {help}\n").bytes());
        }
    }
    String::from_utf8(out).unwrap()
}
