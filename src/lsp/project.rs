//! Texts that are judged together.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lsp_types::Uri;

use crate::driver::{Input, Options, Session, Snapshot};
use crate::lsp::disk::{Disk, FolderLoader};
use crate::lsp::document::Document;
use crate::lsp::overlay::{Found, Overlay};
use crate::lsp::uri;
use crate::source::FileId;

/// The `.netpol` files below a folder of the workspace, or one that is in none.
pub(super) struct Project {
    /// Where paths of the command line would start.
    folder: PathBuf,
    /// The identity of the one text, where there is no folder of them.
    alone: Option<String>,
    loader: Box<dyn FolderLoader>,
    session: Session,
    /// The files below the folder, until the disk may have changed.
    programs: Option<Vec<Program>>,
    found: Found,
    snapshot: Option<Snapshot>,
    /// What was known of texts that are gone: as large as what is known, so that it takes a while to drop.
    outdated: Option<Snapshot>,
    /// Whether the compiler has failed on the texts as they are.
    is_given_up: bool,
    /// Whether what there is to say of the texts as they are has been asked for.
    is_told: bool,
}

/// A file below the folder.
#[derive(Clone, Debug)]
struct Program {
    path: PathBuf,
    /// What it is called; without its text.
    called: Input,
    /// Its text; none where it cannot be read.
    bytes: Option<Vec<u8>>,
}

impl Project {
    /// All texts below a folder.
    pub(super) fn of_folder(folder: PathBuf, disk: &dyn Disk) -> Self {
        Self {
            loader: disk.loader(&folder),
            folder,
            alone: None,
            session: Session::default(),
            programs: None,
            found: Found::default(),
            snapshot: None,
            outdated: None,
            is_given_up: false,
            is_told: false,
        }
    }

    /// One text, which names files as from `folder`.
    pub(super) fn alone(identity: String, folder: PathBuf, disk: &dyn Disk) -> Self {
        Self {
            alone: Some(identity),
            ..Self::of_folder(folder, disk)
        }
    }

    /// Whether it is the project of this folder.
    pub(super) fn is_of(&self, folder: &Path) -> bool {
        self.alone.is_none() && self.folder == folder
    }

    /// Its folder, where it is that of the workspace.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.alone.is_none().then_some(&self.folder)
    }

    /// The identity of its one text, where that is in no folder.
    pub(super) fn lone(&self) -> Option<&str> {
        self.alone.as_deref()
    }

    /// How deep its folder lies, if a file is below it.
    pub(super) fn depth_above(&self, path: &Path) -> Option<usize> {
        let is_above = self.alone.is_none() && path.starts_with(&self.folder);
        is_above.then(|| self.folder.components().count())
    }

    /// Whether it has read a file.
    pub(super) fn knows(&self, identity: &str) -> bool {
        self.session.file(identity).is_some()
    }

    /// The file of this identity, if it has read one.
    pub(super) fn file(&self, identity: &str) -> Option<FileId> {
        self.session.file(identity)
    }

    /// The identity of a file that it has read.
    pub(super) fn identity(&self, file: FileId) -> Option<&str> {
        self.session.identity(file)
    }

    /// The address of a file on the disk.
    pub(super) fn uri(&self, file: FileId) -> Option<Uri> {
        let identity = self.identity(file)?;
        let programs = self.programs.iter().flatten();
        let mut below = programs.filter(|one| one.called.identity == identity);
        let path = below.next().map(|one| one.path.as_path());
        uri::of(path.unwrap_or(Path::new(identity))).filter(|_| Path::new(identity).is_absolute())
    }

    /// Says that a text is another.
    fn edited(&mut self) {
        self.outdated = self.snapshot.take().or(self.outdated.take());
        self.is_given_up = false;
        self.is_told = false;
    }

    /// Drops what nobody asks for any more, when there is nothing better to do.
    pub(super) fn tidy(&mut self) {
        self.outdated = None;
    }

    /// Says that the disk may have changed.
    pub(super) fn disk_changed(&mut self) {
        self.programs = None;
        self.found.forget();
        self.edited();
    }

    /// Says that the compiler failed, if there is something that it was to find out: until the texts change it is
    /// not asked again, and then without anything that it may have got wrong.
    pub(super) fn give_up(&mut self) {
        if self.snapshot.is_none() {
            self.session = Session::default();
            self.found = Found::default();
            self.is_given_up = true;
        }
    }

    /// Says that a text is being typed. One that was edited before it was judged for the first time still leads
    /// where it did.
    pub(super) fn typed(&mut self, identity: &str) {
        if self.snapshot.is_some() {
            self.found.typed.insert(identity.to_owned());
        }
        self.edited();
    }

    /// Says that a text is as it will be for a while.
    pub(super) fn settled(&mut self, identity: &str) {
        self.found.typed.remove(identity);
    }

    /// Whether what there is to say of the texts as they are has been asked for. A question about a place in them
    /// may have had the compiler run before.
    pub(super) fn is_told(&self) -> bool {
        self.is_told
    }

    /// Says that it is asked for now.
    pub(super) fn tell(&mut self) {
        self.is_told = true;
    }

    /// What the last run found out.
    pub(super) fn snapshot(&self) -> Option<&Snapshot> {
        self.snapshot.as_ref()
    }

    /// Runs the compiler where texts have changed.
    pub(super) fn refresh(
        &mut self,
        open: &BTreeMap<String, Document>,
        disk: &dyn Disk,
        options: &Options,
    ) {
        if self.snapshot.is_some() || self.is_given_up {
            return;
        }
        let inputs = match &self.alone {
            Some(identity) => self.one(identity, open),
            None => self.all(open, disk),
        };
        let overlay = Overlay {
            folder: &self.folder,
            loader: &*self.loader,
            open,
            found: RefCell::new(&mut self.found),
        };
        self.snapshot = Some(self.session.run(inputs, &overlay, options));
    }

    fn one(&self, identity: &str, open: &BTreeMap<String, Document>) -> Vec<Input> {
        let document = open.get(identity);
        let input = document.map(|document| match uri::path(&document.uri) {
            Some(path) => self.input(&path, document.text.clone().into_bytes()),
            None => Input {
                name: document.uri.as_str().to_owned(),
                title: document.uri.path().as_str().to_owned(),
                identity: identity.to_owned(),
                bytes: document.text.clone().into_bytes(),
            },
        });
        input.into_iter().collect()
    }

    /// The files of the folder, and the open documents below it, which may not be files yet.
    fn all(&mut self, open: &BTreeMap<String, Document>, disk: &dyn Disk) -> Vec<Input> {
        let programs = match self.programs.take() {
            Some(programs) => programs,
            None => self.read(disk),
        };
        let mut inputs: BTreeMap<PathBuf, Input> = BTreeMap::new();
        for program in &programs {
            let document = open.get(&program.called.identity);
            let text = document.map(|document| document.text.clone().into_bytes());
            if let Some(bytes) = text.or_else(|| program.bytes.clone()) {
                let called = program.called.clone();
                inputs.insert(program.path.clone(), Input { bytes, ..called });
            }
        }
        for (identity, document) in open {
            let path = uri::path(&document.uri).filter(|path| path.starts_with(&self.folder));
            let is_known = programs.iter().any(|one| one.called.identity == *identity);
            if let Some(path) = path.filter(|_| !is_known) {
                let input = self.input(&path, document.text.clone().into_bytes());
                inputs.insert(path, input);
            }
        }
        self.programs = Some(programs);
        inputs.into_values().collect()
    }

    /// The files of the folder, as they are on the disk.
    fn read(&self, disk: &dyn Disk) -> Vec<Program> {
        let below = disk.programs(&self.folder).into_iter();
        let programs = below.map(|inner| {
            let path = self.folder.join(inner);
            Program {
                bytes: disk.read(&path),
                called: self.input(&path, Vec::new()),
                path,
            }
        });
        programs.collect()
    }

    fn input(&self, path: &Path, bytes: Vec<u8>) -> Input {
        let inner = path.strip_prefix(&self.folder).unwrap_or(path);
        let parts = inner.components();
        let parts: Vec<_> = parts.map(|one| one.as_os_str().to_string_lossy()).collect();
        Input {
            name: self.loader.name(path),
            title: parts.join("/"),
            identity: self.loader.identify(path),
            bytes,
        }
    }
}
