//! Everything that the server knows: the open documents, and the projects that they belong to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use lsp_types::{
    Position, Range, TextDocumentContentChangeEvent, TextDocumentItem, Uri,
    VersionedTextDocumentIdentifier,
};

use crate::driver::{Options, Snapshot};
use crate::lsp::disk::Disk;
use crate::lsp::document::Document;
use crate::lsp::encoding::Encoding;
use crate::lsp::lines::number;
use crate::lsp::places::Places;
use crate::lsp::project::Project;
use crate::lsp::uri;
use crate::source::{FileId, Span};

/// What clients call the language, and what its files end in.
const LANGUAGE: &str = "netpol";

/// The open documents and the projects.
pub(super) struct Workspace<'d> {
    disk: &'d dyn Disk,
    options: Options,
    /// How the client counts columns.
    pub(super) encoding: Encoding,
    /// By identity.
    open: BTreeMap<String, Document>,
    projects: Vec<Project>,
}

/// An open document of which everything is known.
pub(super) struct View<'w> {
    /// What is known.
    pub(super) snapshot: &'w Snapshot,
    /// The text of the document.
    pub(super) file: FileId,
    /// The document.
    pub(super) document: &'w Document,
    /// Where things are, in the client's words.
    pub(super) places: Places<'w>,
}

impl View<'_> {
    /// The byte at a place of the document.
    pub(super) fn offset(&self, position: Position) -> u32 {
        number(self.document.lines.offset(&self.document.text, position))
    }

    /// The place of a byte of the document.
    pub(super) fn position(&self, offset: u32) -> Position {
        let lines = &self.document.lines;
        lines.position(&self.document.text, offset as usize)
    }

    /// The span of a range of the document.
    pub(super) fn span(&self, range: Range) -> Span {
        let bytes = self.document.lines.bytes(&self.document.text, range);
        Span::over(self.file, bytes)
    }
}

impl<'d> Workspace<'d> {
    /// A workspace of some folders.
    pub(super) fn new(
        disk: &'d dyn Disk,
        options: Options,
        encoding: Encoding,
        folders: impl Iterator<Item = PathBuf>,
    ) -> Self {
        let mut workspace = Self {
            disk,
            options,
            encoding,
            open: BTreeMap::new(),
            projects: Vec::new(),
        };
        for folder in folders {
            workspace.add_folder(folder);
        }
        workspace
    }

    /// Adds a folder; documents that were alone may be of it.
    pub(super) fn add_folder(&mut self, folder: PathBuf) {
        if !self.projects.iter().any(|one| one.is_of(&folder)) {
            self.projects.push(Project::of_folder(folder, self.disk));
            self.regroup();
        }
    }

    /// Removes a folder; documents of it may be alone.
    pub(super) fn remove_folder(&mut self, folder: &Path) {
        self.projects.retain(|one| !one.is_of(folder));
        self.regroup();
    }

    /// Gives every open document that is in no folder a project of its own, and no other.
    fn regroup(&mut self) {
        let lone = self.open.iter();
        let lone = lone.filter(|(_, document)| self.folder_of(document).is_none());
        let lone: BTreeMap<String, PathBuf> = lone
            .map(|(identity, document)| (identity.clone(), self.folder_for(document)))
            .collect();
        let is_wanted = |one: &Project| {
            one.lone()
                .is_none_or(|lone_one| lone.contains_key(lone_one))
        };
        self.projects.retain(is_wanted);
        for (identity, folder) in lone {
            if !self
                .projects
                .iter()
                .any(|one| one.lone() == Some(&identity))
            {
                self.projects
                    .push(Project::alone(identity, folder, self.disk));
            }
        }
    }

    /// The folder that a document names files from which is in none of the workspace.
    fn folder_for(&self, document: &Document) -> PathBuf {
        let path = uri::path(&document.uri);
        let own = path
            .as_deref()
            .and_then(Path::parent)
            .map(Path::to_path_buf);
        let mut folders = self.projects.iter().filter_map(Project::folder);
        let first = || folders.next().map(Path::to_path_buf);
        own.or_else(first).unwrap_or_else(|| PathBuf::from("."))
    }

    /// The project of the innermost folder that a document is below.
    fn folder_of(&self, document: &Document) -> Option<usize> {
        let path = uri::path(&document.uri)?;
        let projects = self.projects.iter().enumerate();
        let above = projects.filter_map(|(at, one)| Some((one.depth_above(&path)?, at)));
        above.max().map(|(_, at)| at)
    }

    fn project_of(&self, identity: &str) -> Option<usize> {
        let document = self.open.get(identity)?;
        self.folder_of(document).or_else(|| {
            self.projects
                .iter()
                .position(|one| one.lone() == Some(identity))
        })
    }

    /// An open document keeps its identity until the disk may have changed: a file that comes or goes below a link
    /// gives its path another.
    fn identify(&self, uri: &Uri) -> String {
        let mut open = self.open.iter();
        let known = open.find(|(_, document)| document.uri == *uri);
        known.map_or_else(|| self.identity(uri), |(identity, _)| identity.clone())
    }

    /// What tells a file from others, as the disk is now.
    fn identity(&self, uri: &Uri) -> String {
        let path = uri::path(uri);
        path.map_or_else(|| uri.as_str().to_owned(), |path| self.disk.identify(&path))
    }

    /// Opens a document, if it is a text of the language: editors may send others, manifests among them.
    pub(super) fn open(&mut self, item: TextDocumentItem) {
        if !is_program(&item) {
            return;
        }
        let identity = self.identify(&item.uri);
        let document = Document::opened(item, self.encoding);
        self.open.insert(identity.clone(), document);
        self.regroup();
        self.settle(&identity);
    }

    /// Applies edits to a document.
    pub(super) fn change(
        &mut self,
        which: &VersionedTextDocumentIdentifier,
        changes: Vec<TextDocumentContentChangeEvent>,
    ) {
        let identity = self.identify(&which.uri);
        if let Some(document) = self.open.get_mut(&identity) {
            document.change(which.version, changes);
        }
        if self.open.contains_key(&identity) && self.identity(&which.uri) != identity {
            self.disk_changed();
        }
        let identity = self.identify(&which.uri);
        let own = self.project_of(&identity);
        for (at, project) in self.projects.iter_mut().enumerate() {
            if Some(at) == own || project.knows(&identity) {
                project.typed(&identity);
            }
        }
    }

    /// Says that a document was saved.
    pub(super) fn saved(&mut self, uri: &Uri) {
        let identity = self.identify(uri);
        self.settle(&identity);
    }

    /// A text that was opened or saved names what it is meant to name, and the disk may have changed before.
    fn settle(&mut self, identity: &str) {
        for project in &mut self.projects {
            project.settled(identity);
        }
        self.disk_changed();
    }

    /// Closes a document: its file, where there is one, counts again.
    pub(super) fn close(&mut self, uri: &Uri) {
        let identity = self.identify(uri);
        self.open.remove(&identity);
        self.regroup();
        self.settle(&identity);
    }

    /// Says that the disk may have changed.
    pub(super) fn disk_changed(&mut self) {
        for (known, document) in std::mem::take(&mut self.open) {
            let identity = self.identity(&document.uri);
            let is_taken = self.open.contains_key(&identity);
            let identity = if is_taken { known } else { identity };
            self.open.insert(identity, document);
        }
        self.regroup();
        for project in &mut self.projects {
            project.disk_changed();
        }
    }

    /// Drops what nobody asks for any more.
    pub(super) fn tidy(&mut self) {
        self.projects.iter_mut().for_each(Project::tidy);
    }

    /// Says that the compiler failed.
    pub(super) fn give_up(&mut self) {
        for project in &mut self.projects {
            project.give_up();
        }
    }

    /// An open document.
    pub(super) fn document(&self, uri: &Uri) -> Option<&Document> {
        self.open.get(&self.identify(uri))
    }

    /// Whether a project of an open document has changed since it was last said what is wrong with it.
    pub(super) fn is_stale(&self) -> bool {
        let open = self.open.keys();
        let projects: BTreeSet<usize> = open.filter_map(|one| self.project_of(one)).collect();
        let mut projects = projects.into_iter().filter_map(|at| self.projects.get(at));
        projects.any(|one| !one.is_told())
    }

    /// Everything about a document.
    pub(super) fn view(&mut self, uri: &Uri) -> Option<View<'_>> {
        let identity = self.identify(uri);
        let at = self.project_of(&identity)?;
        let project = self.projects.get_mut(at)?;
        project.refresh(&self.open, self.disk, &self.options);
        let project = self.projects.get(at)?;
        self.view_in(project, &identity)
    }

    fn view_in<'w>(&'w self, project: &'w Project, identity: &str) -> Option<View<'w>> {
        let snapshot = project.snapshot()?;
        Some(View {
            snapshot,
            file: project.file(identity)?,
            document: self.open.get(identity)?,
            places: Places::new(snapshot, project, &self.open, self.encoding),
        })
    }

    /// Everything about each open document of the projects that have changed.
    pub(super) fn refreshed(&mut self) -> Vec<View<'_>> {
        let owners: Vec<(&String, usize)> = self
            .open
            .keys()
            .filter_map(|one| Some((one, self.project_of(one)?)))
            .collect();
        let mut changed = BTreeSet::new();
        for (_, at) in &owners {
            if let Some(project) = self.projects.get_mut(*at)
                && !project.is_told()
            {
                project.tell();
                project.refresh(&self.open, self.disk, &self.options);
                changed.insert(*at);
            }
        }
        let changed = owners.into_iter().filter(|(_, at)| changed.contains(at));
        let views = changed.filter_map(|(identity, at)| {
            let project = self.projects.get(at)?;
            self.view_in(project, identity)
        });
        views.collect()
    }

    /// Everything about each project.
    pub(super) fn all(&mut self) -> Vec<(&Snapshot, Places<'_>)> {
        for project in &mut self.projects {
            project.refresh(&self.open, self.disk, &self.options);
        }
        let projects = self.projects.iter().filter_map(|project| {
            let snapshot = project.snapshot()?;
            let places = Places::new(snapshot, project, &self.open, self.encoding);
            Some((snapshot, places))
        });
        projects.collect()
    }
}

/// Whether a document is of the language, by what the client says or by its name.
fn is_program(item: &TextDocumentItem) -> bool {
    let path = uri::path(&item.uri);
    let extension = path.as_deref().and_then(Path::extension);
    item.language_id == LANGUAGE || extension.is_some_and(|found| found == LANGUAGE)
}
