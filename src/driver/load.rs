//! Reads the inputs and all that they use, each file once.

use std::collections::{HashMap, HashSet};

use crate::diagnostics::{Diagnostic, codes};
use crate::driver::input::{Input, Inputs, Loader};
use crate::driver::inventories::Inventories;
use crate::driver::manifest_file::ManifestFile;
use crate::driver::session::Session;
use crate::resolve::{FileIndex, Linker};
use crate::source::{FileId, Sources, Span};
use crate::syntax::ast::{Ast, Name, StatementKind};

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
pub(super) fn load(
    inputs: Inputs,
    common: &[Input],
    loader: &dyn Loader,
    session: &mut Session,
) -> Loaded {
    let Inputs {
        programs,
        manifests,
    } = inputs;
    let mut load = Load {
        session,
        linker: Linker::default(),
        inventories: Inventories::default(),
        diagnostics: Vec::new(),
        known: HashMap::new(),
        pending: Vec::new(),
        loader,
    };
    let titles: Vec<String> = programs.iter().map(|input| input.title.clone()).collect();
    let added = load.add(programs).into_iter().zip(titles);
    let added = added.map(|((file, index), title)| (file, index, title));
    let inputs = added.collect();
    let common = load.add(common.to_vec()).into_iter();
    let common: Vec<FileIndex> = common.map(|(_, index)| index).collect();
    while let Some((index, identity)) = load.pending.pop() {
        load.follow(index, &identity);
    }
    load.linker.link_to_all(&common);
    load.inventories
        .add_common(manifests, load.session, &mut load.diagnostics);
    Loaded {
        sources: load.session.texts.sources.clone(),
        linker: load.linker,
        inputs,
        inventories: load.inventories,
        diagnostics: load.diagnostics,
    }
}

struct Load<'a> {
    session: &'a mut Session,
    linker: Linker,
    inventories: Inventories,
    diagnostics: Vec<Diagnostic>,
    known: HashMap<String, (FileId, FileIndex)>,
    /// Files whose `use`s are still to be followed.
    pending: Vec<(FileIndex, String)>,
    loader: &'a dyn Loader,
}

impl Load<'_> {
    /// Adds texts, each file once, and says which they are.
    fn add(&mut self, inputs: Vec<Input>) -> Vec<(FileId, FileIndex)> {
        let identities: Vec<String> = inputs.iter().map(|input| input.identity.clone()).collect();
        let mut first = HashSet::new();
        let mut new = inputs;
        new.retain(|one| {
            !self.known.contains_key(&one.identity) && first.insert(one.identity.clone())
        });
        let added: Vec<String> = new.iter().map(|input| input.identity.clone()).collect();
        let programs = self.session.texts.programs(new);
        for (identity, (file, program)) in added.into_iter().zip(programs) {
            self.diagnostics.extend(program.diagnostics);
            let index = self.linker.add_collected(program.collected);
            self.known.insert(identity.clone(), (file, index));
            self.pending.push((index, identity));
        }
        let known = identities.iter().filter_map(|one| self.known.get(one));
        known.copied().collect()
    }

    /// Loads the manifests that a file names.
    fn read_manifests(&mut self, index: FileIndex, identity: &str) {
        let named = named(self.linker.ast(index), |kind| match kind {
            StatementKind::Manifests(path) => Some(path),
            _ => None,
        });
        for (path, span) in named {
            match self.loader.manifests(identity, &path.text) {
                Ok(files) => {
                    let (session, diagnostics) = (&mut *self.session, &mut self.diagnostics);
                    self.inventories
                        .add_named(index, span, files, session, diagnostics);
                }
                Err(reason) => {
                    self.inventories.cannot_know(index);
                    let message = format!("`{}` cannot be read: {reason}", path.text);
                    self.diagnostics.push(
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
        let uses = named(self.linker.ast(index), |kind| match kind {
            StatementKind::Use(path) => Some(path),
            _ => None,
        });
        for (path, span) in uses {
            match self.loader.load(identity, &path.text) {
                Ok(input) => {
                    for (_, used) in self.add(vec![input]) {
                        self.linker.link(index, used, span);
                    }
                }
                Err(reason) => {
                    self.linker.incomplete(index);
                    let message = format!("`{}` cannot be read: {reason}", path.text);
                    self.diagnostics.push(
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
