//! Programs of several files that are on no disk.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use netpolc::driver::{Input, Loader, ManifestContent, ManifestFile};

/// Files by their paths, with `/` between folders.
#[derive(Default)]
pub(crate) struct Memory {
    files: BTreeMap<String, Vec<u8>>,
    loaded: RefCell<BTreeSet<String>>,
}

impl Memory {
    pub(crate) fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }

    /// A file as an input, titled by its name without folders.
    pub(crate) fn input(&self, path: &str) -> Input {
        let title = path.rsplit('/').next().unwrap_or(path);
        Input {
            name: path.to_owned(),
            title: title.to_owned(),
            identity: path.to_owned(),
            bytes: self.files.get(path).cloned().unwrap_or_default(),
        }
    }

    /// The files that were asked for by `use` and `manifests` so far.
    pub(crate) fn loaded(&self) -> BTreeSet<String> {
        self.loaded.borrow().clone()
    }
}

impl Loader for Memory {
    fn load(&self, from: &str, path: &str) -> Result<Input, String> {
        let path = normal(from, path);
        if !self.files.contains_key(&path) {
            return Err("there is no such file".to_owned());
        }
        self.loaded.borrow_mut().insert(path.clone());
        Ok(self.input(&path))
    }

    /// Files, and all below a folder; no patterns.
    fn manifests(&self, from: &str, path: &str) -> Result<Vec<ManifestFile>, String> {
        let path = normal(from, path);
        let below = format!("{path}/");
        let names = self.files.keys();
        let names = names.filter(|name| **name == path || name.starts_with(&below));
        let files = names.map(|name| {
            self.loaded.borrow_mut().insert(name.clone());
            let Input {
                name,
                identity,
                bytes,
                ..
            } = self.input(name);
            ManifestFile {
                name,
                identity,
                content: ManifestContent::Text(bytes),
            }
        });
        let files: Vec<ManifestFile> = files.collect();
        if files.is_empty() {
            return Err("there is no such file".to_owned());
        }
        Ok(files)
    }
}

/// `path`, from the folder of the file `from`.
fn normal(from: &str, path: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
