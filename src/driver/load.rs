//! Reads the inputs and all that they use, each file once.

use std::collections::HashMap;

use crate::diagnostics::{Diagnostic, codes};
use crate::driver::decode::decode;
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

/// Finds the files that `use` names.
pub trait Loader {
    /// Reads `path`, relative to the folder of the file with identity `from`.
    ///
    /// # Errors
    /// Why it cannot be read, in the words of the system.
    fn load(&self, from: &str, path: &str) -> Result<Input, String>;
}

/// The files of a run, parsed.
pub(super) struct Loaded {
    /// All texts.
    pub(super) sources: Sources,
    /// All files, linked by `use`.
    pub(super) linker: Linker,
    /// The inputs, in the order given: their files, and what headers call them.
    pub(super) inputs: Vec<(FileId, FileIndex, String)>,
    /// What was wrong with reading and parsing them.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Loads `inputs`; each uses the files of `common` first.
pub(super) fn load(inputs: Vec<Input>, common: &[Input], loader: &dyn Loader) -> Loaded {
    let mut load = Load {
        loaded: Loaded {
            sources: Sources::default(),
            linker: Linker::default(),
            inputs: Vec::new(),
            diagnostics: Vec::new(),
        },
        known: HashMap::new(),
        pending: Vec::new(),
        loader,
    };
    for input in inputs {
        let title = input.title.clone();
        let (file, index) = load.add(input);
        load.loaded.inputs.push((file, index, title));
    }
    let common: Vec<FileIndex> = common.iter().map(|used| load.add(used.clone()).1).collect();
    while let Some((index, identity)) = load.pending.pop() {
        load.follow(index, &identity);
    }
    load.loaded.linker.link_to_all(&common);
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
        let (file, ast) = self.parse(&input.name, input.bytes);
        let index = self.loaded.linker.add(ast);
        self.known.insert(input.identity.clone(), (file, index));
        self.pending.push((index, input.identity));
        (file, index)
    }

    fn parse(&mut self, name: &str, bytes: Vec<u8>) -> (FileId, Ast) {
        match decode(&mut self.loaded.sources, name, bytes) {
            Ok(file) => {
                let text = self
                    .loaded
                    .sources
                    .get(file)
                    .map_or("", |source| &source.text);
                let (ast, diagnostics) = syntax::parse(file, text);
                self.loaded.diagnostics.extend(diagnostics);
                (file, ast)
            }
            Err(diagnostic) => {
                let file = diagnostic.primary.span.file;
                self.loaded.diagnostics.push(diagnostic);
                let ast = Ast {
                    file,
                    statements: Vec::new(),
                    comments: Vec::new(),
                    poisoned: Vec::new(),
                    poisoned_use: true,
                    poisoned_namespace: true,
                };
                (file, ast)
            }
        }
    }

    /// Loads what a file uses.
    fn follow(&mut self, index: FileIndex, identity: &str) {
        let statements = self
            .loaded
            .linker
            .ast(index)
            .map_or(&[][..], |ast| &ast.statements);
        let uses: Vec<(Name, Span)> = statements
            .iter()
            .filter_map(|statement| match &statement.kind {
                StatementKind::Use(path) => Some((path.clone(), statement.span)),
                _ => None,
            })
            .collect();
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
