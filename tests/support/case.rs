//! Fixtures under `tests/cases`: see the README there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use netpolc::driver::{Inputs, ManifestFile, Run, run};

use crate::support::compile::tested;
use crate::support::golden::files;
use crate::support::memory::Memory;

/// One program: a file, or a folder of files.
pub(crate) struct Case {
    /// Its path below the folder of cases, without `.netpol`.
    pub(crate) name: String,
    /// The folder that the paths of its files start from.
    folder: PathBuf,
    /// The inputs, by their paths in `folder`.
    inputs: Vec<String>,
    /// Files that are only used, manifests among them.
    used: Vec<String>,
}

impl Case {
    /// The last part of its name.
    pub(crate) fn stem(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or_default()
    }

    /// Its inputs and used files, with where they are on the disk.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, PathBuf)> {
        let names = self.inputs.iter().chain(&self.used);
        names.map(|name| (name.as_str(), self.folder.join(name)))
    }

    /// Its inputs, with where they are on the disk.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = (&str, PathBuf)> {
        let names = self.inputs.iter();
        names.map(|name| (name.as_str(), self.folder.join(name)))
    }

    /// Compiles it, without the diagnostics that its files list.
    pub(crate) fn compile(&self) -> Run {
        self.compile_as(|_, text| text)
    }

    /// Compiles it with each program changed. What is only used has to be used.
    pub(crate) fn compile_as(&self, change: impl Fn(&str, Vec<u8>) -> Vec<u8>) -> Run {
        self.compile_files(Vec::new(), |name, text| {
            let is_program = name.ends_with(".netpol");
            if is_program { change(name, text) } else { text }
        })
    }

    /// Compiles it with each manifest changed.
    pub(crate) fn compile_with(&self, change: impl Fn(&str, Vec<u8>) -> Vec<u8>) -> Run {
        self.compile_files(Vec::new(), |name, text| {
            let is_program = name.ends_with(".netpol");
            if is_program { text } else { change(name, text) }
        })
    }

    /// Compiles it with manifests that the command line names.
    pub(crate) fn compile_known(&self, manifests: ManifestFile) -> Run {
        self.compile_files(vec![manifests], |_, text| text)
    }

    fn compile_files(
        &self,
        manifests: Vec<ManifestFile>,
        change: impl Fn(&str, Vec<u8>) -> Vec<u8>,
    ) -> Run {
        let mut memory = Memory::default();
        for (name, path) in self.files() {
            let (text, _) = split(&fs::read(path).unwrap());
            memory.add(name, change(name, text));
        }
        let inputs = Inputs {
            programs: self.inputs.iter().map(|name| memory.input(name)).collect(),
            manifests,
        };
        let run = run(inputs, &memory, &tested());
        let loaded = memory.loaded();
        let idle = self.used.iter().filter(|one| !loaded.contains(*one));
        let idle: Vec<&String> = idle.collect();
        assert!(idle.is_empty(), "{}: nothing uses {idle:?}", self.name);
        run
    }
}

/// The cases below a folder, in the order of their names. Each is a file, or a folder whose name
/// holds no other folder of cases: one with `.netpol` files directly in it, two levels down.
pub(crate) fn cases(root: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    for topic in entries(root) {
        assert!(topic.is_dir(), "{} belongs into a folder", topic.display());
        for path in entries(&topic) {
            let name = relative(&path, root);
            if path.is_dir() {
                let all = files(&path, ".netpol");
                let names = all.iter().map(|file| relative(file, &path));
                let (mut used, inputs): (Vec<_>, Vec<_>) = names.partition(|name| is_used(name));
                let manifests = files(&path, "")
                    .into_iter()
                    .filter(|file| is_manifest(file));
                used.extend(manifests.map(|file| relative(&file, &path)));
                cases.push(Case {
                    name,
                    folder: path,
                    inputs,
                    used,
                });
            } else if let Some(name) = name.strip_suffix(".netpol") {
                cases.push(Case {
                    name: name.to_owned(),
                    folder: topic.clone(),
                    inputs: vec![relative(&path, &topic)],
                    used: Vec::new(),
                });
            }
        }
    }
    assert!(cases.len() > 20, "only {} cases", cases.len());
    cases
}

/// Files below a folder that are neither of a case nor named in `others`.
pub(crate) fn unused(root: &Path, cases: &[Case], others: &BTreeSet<PathBuf>) -> Vec<String> {
    let known: BTreeSet<PathBuf> = cases
        .iter()
        .flat_map(|case| case.files().map(|(_, path)| path).collect::<Vec<_>>())
        .collect();
    let all = files(root, "").into_iter();
    all.filter(|path| !known.contains(path) && !others.contains(path))
        .map(|path| format!("{} belongs to no case", path.display()))
        .collect()
}

/// A program and the `#! ` lines at its end.
pub(crate) fn split(bytes: &[u8]) -> (Vec<u8>, Vec<String>) {
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let mut expected = Vec::new();
    while let Some(text) = lines.last().and_then(|line| line.strip_prefix(b"#! ")) {
        expected.push(String::from_utf8_lossy(text).trim_end().to_owned());
        lines.pop();
    }
    expected.reverse();
    (lines.concat(), expected)
}

fn is_used(name: &str) -> bool {
    name.rsplit('/')
        .next()
        .is_some_and(|name| name.starts_with('_'))
}

/// Whether a file of a folder with a program is a manifest that the program reads. `emit` keeps what is
/// written beside the program, under its name.
fn is_manifest(path: &Path) -> bool {
    let end = path.extension().unwrap_or_default();
    ["yaml", "yml", "json"].iter().any(|known| end == *known)
        && !path.with_extension("netpol").exists()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    found.sort();
    found
}

fn relative(path: &Path, root: &Path) -> String {
    let path = path.strip_prefix(root).unwrap();
    path.to_string_lossy().replace('\\', "/")
}
