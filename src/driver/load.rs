//! Reads the inputs and all that they use, each file once.

use std::collections::{HashMap, HashSet};

use crate::diagnostics::{Diagnostic, codes};
use crate::driver::decode::decode;
use crate::driver::inventories::Inventories;
use crate::driver::manifest_file::ManifestFile;
use crate::parallel;
use crate::resolve::{FileIndex, Linker};
use crate::source::{FileId, Sources, Span};
use crate::syntax::ast::{Ast, Name, StatementKind};
use crate::syntax::{self};

/// A text to compile.
#[derive(Clone, Debug)]
pub struct Input {
    /// What diagnostics call it: the path as it was given or found, or the name of standard input.
    pub name: String,
    /// What the header of its YAML calls it: relative to the input folder, `/` between; of a single
    /// file its name.
    pub title: String,
    /// What tells it from other files: the same for every path that leads to it.
    pub identity: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a run is about.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The texts to compile.
    pub programs: Vec<Input>,
    /// Manifests that all of them know.
    pub manifests: Vec<ManifestFile>,
}

impl From<Vec<Input>> for Inputs {
    fn from(programs: Vec<Input>) -> Self {
        Self {
            programs,
            manifests: Vec::new(),
        }
    }
}

/// Finds the files that `use` and `manifests` name.
pub trait Loader {
    /// Reads `path`, relative to the folder of the file with identity `from`.
    ///
    /// # Errors
    /// Why it cannot be read, in the words of the system.
    fn load(&self, from: &str, path: &str) -> Result<Input, String>;

    /// What `path` leads to, relative to the folder of the file with identity `from`: a file, the
    /// manifests below a folder, or those that a pattern matches; each once, and at least one.
    ///
    /// # Errors
    /// Why it cannot be read, or that there is none.
    fn manifests(&self, from: &str, path: &str) -> Result<Vec<ManifestFile>, String>;
}

const NONE: &str = "there are no other files";

/// Finds no files: for texts that can use none.
pub(super) struct Nothing;

impl Loader for Nothing {
    fn load(&self, _from: &str, _path: &str) -> Result<Input, String> {
        Err(NONE.to_owned())
    }

    fn manifests(&self, _from: &str, _path: &str) -> Result<Vec<ManifestFile>, String> {
        Err(NONE.to_owned())
    }
}

/// The files of a run, parsed.
pub(super) struct Loaded {
    /// All texts.
    pub(super) sources: Sources,
    /// All files, linked by `use`.
    pub(super) linker: Linker,
    /// The inputs, in the order given: their files, and what headers call them.
    pub(super) inputs: Vec<(FileId, FileIndex, String)>,
    /// The manifests that they name.
    pub(super) inventories: Inventories,
    /// What was wrong with reading and parsing them.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Loads `inputs`; each uses the files of `common` first.
pub(super) fn load(inputs: Inputs, common: &[Input], loader: &dyn Loader) -> Loaded {
    let Inputs {
        programs,
        manifests,
    } = inputs;
    let mut load = Load {
        loaded: Loaded {
            sources: Sources::default(),
            linker: Linker::default(),
            inputs: Vec::new(),
            inventories: Inventories::default(),
            diagnostics: Vec::new(),
        },
        known: HashMap::new(),
        pending: Vec::new(),
        loader,
    };
    let titles: Vec<String> = programs.iter().map(|input| input.title.clone()).collect();
    let added = load.add_all(programs);
    for ((file, index), title) in added.into_iter().zip(titles) {
        load.loaded.inputs.push((file, index, title));
    }
    let common: Vec<FileIndex> = common.iter().map(|used| load.add(used.clone()).1).collect();
    while let Some((index, identity)) = load.pending.pop() {
        load.follow(index, &identity);
    }
    load.loaded.linker.link_to_all(&common);
    let Loaded {
        sources,
        inventories,
        diagnostics,
        ..
    } = &mut load.loaded;
    inventories.add_common(manifests, sources, diagnostics);
    load.loaded
}

struct Load<'a> {
    loaded: Loaded,
    known: HashMap<String, (FileId, FileIndex)>,
    /// Files whose `use`s are still to be followed.
    pending: Vec<(FileIndex, String)>,
    loader: &'a dyn Loader,
}

impl Load<'_> {
    fn add(&mut self, input: Input) -> (FileId, FileIndex) {
        if let Some(known) = self.known.get(&input.identity) {
            return *known;
        }
        let read = self.decode(&input.name, input.bytes);
        let parsed = parse(&self.loaded.sources, &read);
        self.keep(input.identity, parsed)
    }

    /// Adds several files, and parses them at the same time.
    fn add_all(&mut self, inputs: Vec<Input>) -> Vec<(FileId, FileIndex)> {
        let mut identities = Vec::new();
        let mut first = HashSet::new();
        let mut read = Vec::new();
        for input in inputs {
            let is_new = first.insert(input.identity.clone());
            if is_new && !self.known.contains_key(&input.identity) {
                read.push((
                    input.identity.clone(),
                    self.decode(&input.name, input.bytes),
                ));
            }
            identities.push(input.identity);
        }
        let sources = &self.loaded.sources;
        let parsed = parallel::map_each(&read, |(_, read)| parse(sources, read));
        for ((identity, _), parsed) in read.into_iter().zip(parsed) {
            self.keep(identity, parsed);
        }
        let known = identities.iter().filter_map(|one| self.known.get(one));
        known.copied().collect()
    }

    fn decode(&mut self, name: &str, bytes: Vec<u8>) -> Result<FileId, Diagnostic> {
        decode(&mut self.loaded.sources, name, bytes)
    }

    fn keep(&mut self, identity: String, parsed: (Ast, Vec<Diagnostic>)) -> (FileId, FileIndex) {
        let (ast, diagnostics) = parsed;
        self.loaded.diagnostics.extend(diagnostics);
        let file = ast.file;
        let index = self.loaded.linker.add(ast);
        self.known.insert(identity.clone(), (file, index));
        self.pending.push((index, identity));
        (file, index)
    }

    /// Loads the manifests that a file names.
    fn read_manifests(&mut self, index: FileIndex, identity: &str) {
        let named = named(self.loaded.linker.ast(index), |kind| match kind {
            StatementKind::Manifests(path) => Some(path),
            _ => None,
        });
        let Loaded {
            sources,
            inventories,
            diagnostics,
            ..
        } = &mut self.loaded;
        for (path, span) in named {
            match self.loader.manifests(identity, &path.text) {
                Ok(files) => inventories.add_named(index, span, files, sources, diagnostics),
                Err(reason) => {
                    inventories.cannot_know(index);
                    let message = format!("`{}` cannot be read: {reason}", path.text);
                    diagnostics.push(
                        Diagnostic::new(&codes::UNREADABLE_MANIFESTS, path.span, message)
                            .note("the path of a `manifests` is relative to the file that says it"),
                    );
                }
            }
        }
    }

    /// Loads what a file uses.
    fn follow(&mut self, index: FileIndex, identity: &str) {
        self.read_manifests(index, identity);
        let uses = named(self.loaded.linker.ast(index), |kind| match kind {
            StatementKind::Use(path) => Some(path),
            _ => None,
        });
        for (path, span) in uses {
            match self.loader.load(identity, &path.text) {
                Ok(input) => {
                    let (_, used) = self.add(input);
                    self.loaded.linker.link(index, used, span);
                }
                Err(reason) => {
                    self.loaded.linker.incomplete(index);
                    let message = format!("`{}` cannot be read: {reason}", path.text);
                    self.loaded.diagnostics.push(
                        Diagnostic::new(&codes::UNREADABLE_USE, path.span, message)
                            .note("the path of a `use` is relative to the file that says it"),
                    );
                }
            }
        }
    }
}

/// The paths that statements of a kind name, each with its statement.
fn named(ast: Option<&Ast>, path: fn(&StatementKind) -> Option<&Name>) -> Vec<(Name, Span)> {
    let statements = ast.map_or(&[][..], |ast| &ast.statements).iter();
    let named = statements.filter_map(|one| Some((path(&one.kind)?.clone(), one.span)));
    named.collect()
}

/// Parses a text; of one that could not be read nothing is known.
fn parse(sources: &Sources, read: &Result<FileId, Diagnostic>) -> (Ast, Vec<Diagnostic>) {
    match read {
        Ok(file) => {
            let text = sources.get(*file).map_or("", |source| &source.text);
            syntax::parse(*file, text)
        }
        Err(diagnostic) => {
            let ast = Ast {
                file: diagnostic.primary.span.file,
                statements: Vec::new(),
                comments: Vec::new(),
                poisoned: Vec::new(),
                poisoned_use: true,
                poisoned_namespace: true,
            };
            (ast, vec![diagnostic.clone()])
        }
    }
}
