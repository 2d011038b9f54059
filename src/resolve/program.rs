//! The files of a run, parsed and linked by `use`.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use smol_str::SmolStr;

use crate::model::Namespace;
use crate::resolve::collected::Collected;
use crate::resolve::declarations::Declarations;
use crate::source::{FileId, Span};
use crate::syntax::ast::Ast;
use crate::workloads::Workloads;

/// A file of the run: its index in [`Program`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileIndex(pub usize);

/// One file, with its links.
#[derive(Debug)]
pub(super) struct ProgramFile {
    /// Its statements.
    pub(super) ast: Arc<Ast>,
    /// What it declares.
    pub(super) declarations: Arc<Declarations>,
    /// The files that it uses itself, in the order of the text.
    pub(super) uses: Vec<Used>,
    /// A `use` of it could not be followed, so any name may be declared there.
    pub(super) incomplete: bool,
    /// It asks about the files that it uses, which nobody has written: they are not used by that.
    pub(super) only_asks: bool,
}

/// A link from one file to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Used {
    /// The used file.
    pub(super) file: FileIndex,
    /// The `use` statement; the start of the file where the command line says it.
    pub(super) span: Span,
}

/// All files of a run, used ones and the prelude included. The links have no cycle.
#[derive(Debug)]
pub struct Program {
    files: Vec<Linked>,
    prelude: FileIndex,
    home: Namespace,
}

#[derive(Debug)]
struct Linked {
    file: ProgramFile,
    reach: Arc<[FileIndex]>,
    /// Whether another file uses it.
    is_used: bool,
    /// The names that more than one of the files that it uses declares.
    declared_twice: Arc<[SmolStr]>,
    /// The real workloads, where manifests are known.
    workloads: Option<Arc<Workloads>>,
}

impl Program {
    /// Links `files`; `prelude` is the index of the one that every other uses last, `home` the
    /// namespace of files that declare none.
    ///
    /// INVARIANT: the links of `files` have no cycle; the linker has cut those that would close one.
    pub(super) fn new(files: Vec<ProgramFile>, prelude: FileIndex, home: Namespace) -> Self {
        let reaches = reaches(&files);
        let used: HashSet<FileIndex> = files
            .iter()
            .filter(|file| !file.only_asks)
            .flat_map(|file| file.uses.iter().map(|used| used.file))
            .collect();
        let mut known: HashMap<Arc<[FileIndex]>, Arc<[SmolStr]>> = HashMap::new();
        let twice = reaches.iter().map(|reach| {
            let used: Arc<[FileIndex]> = reach.get(1..).unwrap_or_default().into();
            let twice = known.entry(used).or_insert_with_key(|used| {
                let all = used.iter().filter_map(|file| files.get(file.0));
                twice(all.map(|file| &*file.declarations))
            });
            Arc::clone(twice)
        });
        let twice: Vec<_> = twice.collect();
        let linked = files.into_iter().zip(reaches).zip(twice).enumerate();
        let linked = linked.map(|(at, ((file, reach), declared_twice))| Linked {
            file,
            reach,
            is_used: used.contains(&FileIndex(at)),
            declared_twice,
            workloads: None,
        });
        Self {
            files: linked.collect(),
            prelude,
            home,
        }
    }

    /// The prelude.
    pub(super) fn prelude(&self) -> FileIndex {
        self.prelude
    }

    /// The namespaces that a file declares.
    pub fn namespaces(&self, index: FileIndex) -> BTreeSet<SmolStr> {
        let declarations = self.declarations(index);
        let declared = declarations.map(|one| one.namespaces().cloned().collect());
        declared.unwrap_or_default()
    }

    /// The namespace of files that declare none.
    pub fn home(&self) -> &Namespace {
        &self.home
    }

    /// A file by its index.
    pub(super) fn file(&self, index: FileIndex) -> Option<&ProgramFile> {
        self.files.get(index.0).map(|linked| &linked.file)
    }

    /// The statements of a file.
    pub fn ast(&self, index: FileIndex) -> Option<&Ast> {
        self.file(index).map(|file| &*file.ast)
    }

    /// The statements of every file.
    pub fn asts(&self) -> impl Iterator<Item = &Ast> {
        self.files.iter().map(|linked| &*linked.file.ast)
    }

    /// The place of a file in the program.
    pub fn index_of(&self, file: FileId) -> Option<FileIndex> {
        self.asts().position(|ast| ast.file == file).map(FileIndex)
    }

    /// The file that the `use` at `span` of a file leads to, where it can be followed.
    pub fn used_at(&self, index: FileIndex, span: Span) -> Option<FileIndex> {
        let mut uses = self.file(index)?.uses.iter();
        uses.find(|used| used.span == span).map(|used| used.file)
    }

    /// Whether a file uses one that could not be read, or knows such manifests.
    pub fn is_incomplete(&self, index: FileIndex) -> bool {
        self.file(index).is_some_and(|file| file.incomplete)
    }

    /// Whether the file is the one that comes with the compiler.
    pub fn is_prelude(&self, file: FileId) -> bool {
        self.ast(self.prelude).is_some_and(|ast| ast.file == file)
    }

    /// The program with other statements in some of its files, which use the same files as before and know the
    /// same workloads.
    #[must_use]
    pub fn with_statements(&self, asts: Vec<(FileIndex, Ast)>) -> Self {
        let mut asts: HashMap<FileIndex, Ast> = asts.into_iter().collect();
        let files = self.files.iter().enumerate().map(|(at, linked)| {
            let file = &linked.file;
            let (ast, declarations) = match asts.remove(&FileIndex(at)) {
                None => (Arc::clone(&file.ast), Arc::clone(&file.declarations)),
                Some(ast) => {
                    let collected = Collected::of(ast);
                    (collected.ast, collected.declarations)
                }
            };
            ProgramFile {
                ast,
                declarations,
                uses: file.uses.clone(),
                incomplete: file.incomplete,
                only_asks: file.only_asks,
            }
        });
        let mut program = Self::new(files.collect(), self.prelude, self.home.clone());
        for (linked, before) in program.files.iter_mut().zip(&self.files) {
            linked.workloads.clone_from(&before.workloads);
        }
        program
    }

    /// Whether another file of the run uses this one.
    pub fn is_used(&self, index: FileIndex) -> bool {
        self.files.get(index.0).is_some_and(|linked| linked.is_used)
    }

    /// Says which workloads a file knows.
    pub fn give(&mut self, index: FileIndex, workloads: Arc<Workloads>) {
        if let Some(linked) = self.files.get_mut(index.0) {
            linked.workloads = Some(workloads);
        }
    }

    /// Says that a file knows manifests that cannot be read: any name may be theirs.
    pub fn blind(&mut self, index: FileIndex) {
        if let Some(linked) = self.files.get_mut(index.0) {
            linked.file.incomplete = true;
        }
    }

    /// The workloads that a file knows, if manifests are known to it.
    pub fn workloads(&self, index: FileIndex) -> Option<&Workloads> {
        self.files.get(index.0)?.workloads.as_deref()
    }

    /// The same, to be kept longer than the program.
    pub fn shared_workloads(&self, index: FileIndex) -> Option<Arc<Workloads>> {
        self.files.get(index.0)?.workloads.clone()
    }

    /// What a file declares.
    pub(super) fn declarations(&self, index: FileIndex) -> Option<&Declarations> {
        self.file(index).map(|file| &*file.declarations)
    }

    /// The file itself, then all that it uses, each once.
    pub fn reach(&self, index: FileIndex) -> Arc<[FileIndex]> {
        self.files
            .get(index.0)
            .map_or_else(|| Arc::from([]), |linked| Arc::clone(&linked.reach))
    }

    /// The names that more than one file of those that `index` reaches declares, in the order of the
    /// alphabet.
    pub(super) fn declared_twice(&self, index: FileIndex) -> Vec<SmolStr> {
        let Some(linked) = self.files.get(index.0) else {
            return Vec::new();
        };
        let used = linked.reach.get(1..).unwrap_or_default();
        let elsewhere = |name: &SmolStr| {
            used.iter()
                .filter_map(|file| self.declarations(*file))
                .any(|used| used.declares_name(name))
        };
        let mut names: Vec<SmolStr> = linked.file.declarations.names().cloned().collect();
        names.retain(elsewhere);
        names.extend(linked.declared_twice.iter().cloned());
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// The names that more than one of these files declares, in the order of the alphabet.
fn twice<'a>(files: impl Iterator<Item = &'a Declarations>) -> Arc<[SmolStr]> {
    let mut seen = HashSet::new();
    let mut twice = BTreeSet::new();
    for declarations in files {
        // One name for two things of a file is looked at too: an error by itself, and no harm.
        for name in declarations.names() {
            if !seen.insert(name) {
                twice.insert(name);
            }
        }
    }
    twice.into_iter().cloned().collect()
}

/// For each file those that it reaches, itself first, nearest first.
fn reaches(files: &[ProgramFile]) -> Vec<Arc<[FileIndex]>> {
    let mut seen = vec![usize::MAX; files.len()];
    let mut reach_of = |start: usize| {
        let mut reach = vec![FileIndex(start)];
        let mut at = 0;
        while let Some(file) = reach.get(at).copied() {
            at += 1;
            if let Some(mark) = seen.get_mut(file.0) {
                *mark = start;
            }
            for used in files.get(file.0).iter().flat_map(|file| &file.uses) {
                if seen.get(used.file.0).is_some_and(|mark| *mark != start) {
                    if let Some(mark) = seen.get_mut(used.file.0) {
                        *mark = start;
                    }
                    reach.push(used.file);
                }
            }
        }
        Arc::from(reach)
    };
    (0..files.len()).map(&mut reach_of).collect()
}
