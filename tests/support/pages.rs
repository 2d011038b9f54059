//! The examples on the pages of the codes.

use std::fmt::Write;

use netpolc::diagnostics::render::{self, Report};
use netpolc::diagnostics::{Code, Diagnostic, codes};
use netpolc::driver::{Run, run};
use netpolc::k8s::{inventory, manifest};
use netpolc::source::Sources;

use crate::support::compile::{compile, tested};
use crate::support::fences::{Document, Fence, read};
use crate::support::memory::Memory;

/// An example, and what is said of it.
pub(crate) struct Example {
    pub(crate) sources: Sources,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Example {
    /// The one that fails, on the page of a code.
    pub(crate) fn failing(code: &Code) -> Self {
        made(code).map_or_else(
            || Self::of(&read(code.page), "Example that fails"),
            Self::of_run,
        )
    }

    /// The one under a heading: a manifest where it is one of YAML without a `file`, which is read into an
    /// inventory where it says `inventory`; else a program.
    pub(crate) fn of(page: &Document, section: &str) -> Self {
        let blocks = page.fences.iter().filter(|one| one.section == section);
        let manifests = blocks.filter(|one| one.language == "yaml" && one.value("file").is_none());
        let manifests: Vec<&Fence> = manifests.collect();
        let [manifest] = manifests.as_slice() else {
            return Self::of_run(program(page, section));
        };
        let mut sources = Sources::default();
        let file = sources.add_manifest("manifest.yaml", manifest.text.as_str());
        let diagnostics = if manifest.has("inventory") {
            let reading = inventory::Reading::of(file, &manifest.text);
            inventory::Inventory::of([(reading, None)]).1
        } else {
            manifest::read(file, &manifest.text).diagnostics
        };
        Self {
            sources,
            diagnostics,
        }
    }

    fn of_run(run: Run) -> Self {
        Self {
            sources: run.sources,
            diagnostics: run.diagnostics,
        }
    }

    pub(crate) fn report(&self) -> Report<'_> {
        Report {
            sources: &self.sources,
            diagnostics: &self.diagnostics,
            deny_warnings: false,
        }
    }

    /// What is said of it, a line each.
    pub(crate) fn short(&self) -> String {
        let mut short = Vec::new();
        render::short(&self.report(), &mut short).unwrap();
        String::from_utf8(short).unwrap()
    }
}

/// The blocks under a heading, as one program: `file=NAME` is a file that others use, or manifests that they
/// read; `input=NAME` an input, and one without either the input `input.netpol`. Manifests that stand above the
/// heading are there, too.
fn program(page: &Document, section: &str) -> Run {
    let (files, inputs) = texts(page, section);
    let mut memory = Memory::default();
    for (name, text) in files {
        memory.add(name, text.as_bytes());
    }
    let inputs: Vec<_> = inputs.iter().map(|name| memory.input(name)).collect();
    run(inputs, &memory, &tested())
}

/// The files under a heading, with their texts, and which of them are inputs.
pub(crate) fn texts<'a>(
    page: &'a Document,
    section: &str,
) -> (Vec<(&'a str, &'a str)>, Vec<&'a str>) {
    let mut files = Vec::new();
    let mut inputs = Vec::new();
    let above = page.fences.iter();
    let above = above.take_while(|one| one.section != section);
    for manifest in above.filter(|one| one.language == "yaml") {
        if let Some(name) = manifest.value("file") {
            files.push((name, manifest.text.as_str()));
        }
    }
    for fence in blocks_of(page, section) {
        let (name, is_input) = named(fence);
        assert!(
            fence.words.len() <= 1,
            "{}: one word behind the language at most",
            page.title
        );
        files.push((name, fence.text.as_str()));
        if is_input {
            inputs.push(name);
        }
    }
    assert!(!inputs.is_empty(), "{}: no {section}", page.title);
    (files, inputs)
}

/// The programs under a heading that may have any number: one where the blocks have names, else each
/// block.
pub(crate) fn programs(page: &Document, section: &str) -> Vec<Run> {
    let blocks = blocks_of(page, section);
    if blocks.iter().any(|one| !one.words.is_empty()) {
        return vec![program(page, section)];
    }
    blocks.iter().map(|one| compile(&one.text)).collect()
}

/// The blocks under a heading that are of programs: `netpol`, and `yaml` that is a file.
fn blocks_of<'a>(page: &'a Document, section: &str) -> Vec<&'a Fence> {
    let blocks = page.fences.iter().filter(|one| one.section == section);
    let blocks = blocks.filter(|one| match one.language.as_str() {
        "netpol" => true,
        "yaml" => one.value("file").is_some(),
        _ => false,
    });
    blocks.collect()
}

fn named(fence: &Fence) -> (&str, bool) {
    match (fence.value("file"), fence.value("input")) {
        (Some(name), _) => (name, false),
        (None, Some(name)) => (name, true),
        (None, None) => ("input.netpol", true),
    }
}

/// The failing example of a page that can only describe it.
fn made(code: &Code) -> Option<Run> {
    let bytes = if *code == codes::CONTROL_CHARACTER {
        b"allow frontend -> back\0end:8080\n".to_vec()
    } else if *code == codes::INVALID_UTF8 {
        b"# caf\xe9\nallow frontend -> backend:8080\n".to_vec()
    } else if *code == codes::FILE_TOO_LARGE {
        vec![0; (256 << 20) + 1]
    } else if *code == codes::TOO_COMPLEX {
        crowded(14).into_bytes()
    } else {
        return None;
    };
    let mut memory = Memory::default();
    memory.add("input.netpol", bytes);
    let input = memory.input("input.netpol");
    Some(run(vec![input], &memory, &tested()))
}

/// A promise about pods with `rooms + 1` labels of `rooms` values each, so that two are always equal;
/// and for every two of them and every value the isolation of the pods where they are. That these
/// cover all is plain to see, and takes every method without that insight very long (Haken, 1985).
fn crowded(rooms: usize) -> String {
    let mut text = String::new();
    let values: Vec<String> = (0..rooms).map(|room| room.to_string()).collect();
    let mut labels = Vec::new();
    for guest in 0..=rooms {
        labels.push(format!("zone{guest} in ({})", values.join(", ")));
        for other in 0..guest {
            for room in &values {
                let pods = format!("[zone{other}={room}, zone{guest}={room}]");
                let _ = writeln!(text, "isolate {pods} ingress");
            }
        }
    }
    let _ = writeln!(text, "deny internet -> [{}]", labels.join(", "));
    text
}
