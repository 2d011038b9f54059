//! What texts name, with the texts of open documents in the place of files.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use crate::driver::{Input, Loader, ManifestContent, ManifestFile};
use crate::lsp::disk::FolderLoader;
use crate::lsp::document::Document;

/// A path in a text: the identity of its file, and the path.
type Named = (String, String);

/// What was found by the paths of texts, until the disk may have changed.
#[derive(Debug, Default)]
pub(super) struct Found {
    uses: HashMap<Named, Result<Input, String>>,
    manifests: HashMap<Named, Vec<ManifestFile>>,
    /// What led to manifests before.
    read: HashSet<Named>,
    /// The texts that are being typed. Outside of their folder they lead to no manifests but those that were read
    /// before: what is being typed leads through many folders, some of them large.
    pub(super) typed: HashSet<String>,
}

impl Found {
    /// Says that the disk may have changed.
    pub(super) fn forget(&mut self) {
        self.uses.clear();
        self.manifests.clear();
    }
}

/// Finds what texts name.
pub(super) struct Overlay<'a> {
    /// The folder that texts are judged in.
    pub(super) folder: &'a Path,
    /// What finds files.
    pub(super) loader: &'a dyn FolderLoader,
    /// The open documents, by identity.
    pub(super) open: &'a BTreeMap<String, Document>,
    /// What was found before.
    pub(super) found: RefCell<&'a mut Found>,
}

impl Loader for Overlay<'_> {
    fn load(&self, from: &str, path: &str) -> Result<Input, String> {
        let place = self.loader.locate(from, path);
        let identity = self.loader.identify(&place);
        if let Some(document) = self.open.get(&identity) {
            let title = place.file_name().unwrap_or_default().to_string_lossy();
            return Ok(Input {
                name: self.loader.name(&place),
                title: title.into_owned(),
                identity,
                bytes: document.text.clone().into_bytes(),
            });
        }
        let mut found = self.found.borrow_mut();
        let key = (from.to_owned(), path.to_owned());
        let loaded = found.uses.entry(key);
        loaded
            .or_insert_with(|| self.loader.load(from, path))
            .clone()
    }

    fn manifests(&self, from: &str, path: &str) -> Result<Vec<ManifestFile>, String> {
        let key = (from.to_owned(), path.to_owned());
        let mut found = self.found.borrow_mut();
        if let Some(known) = found.manifests.get(&key) {
            return Ok(known.clone());
        }
        let is_new = found.typed.contains(from) && !found.read.contains(&key);
        if is_new && !self.is_within(from, path) {
            return Err("it is outside of this folder, and read when the file is saved".to_owned());
        }
        let files = self.loader.manifests(from, path)?;
        let known = files.iter().map(|file| ManifestFile {
            name: file.name.clone(),
            identity: file.identity.clone(),
            content: match file.content {
                ManifestContent::Text(_) => ManifestContent::Unchanged,
                ref other => other.clone(),
            },
        });
        found.manifests.insert(key.clone(), known.collect());
        found.read.insert(key);
        Ok(files)
    }
}

impl Overlay<'_> {
    /// Whether a path leads to something below the folder.
    fn is_within(&self, from: &str, path: &str) -> bool {
        let folder = self.loader.identify(self.folder);
        let place = self.loader.identify(&self.loader.locate(from, path));
        Path::new(&place)
            .strip_prefix(&folder)
            .is_ok_and(|inner| !inner.starts_with(".."))
    }
}
