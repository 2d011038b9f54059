//! The texts of runs, each with what it says by itself.

use std::collections::HashMap;

use crate::diagnostics::Diagnostic;
use crate::driver::decode::decode_at;
use crate::driver::load::Input;
use crate::driver::manifest_file::{ManifestContent, ManifestFile};
use crate::parallel;
use crate::resolve::Collected;
use crate::source::{FileId, Sources, Span};
use crate::syntax;
use crate::syntax::ast::Ast;

/// All texts. A file keeps its id, whatever becomes of its text.
#[derive(Debug, Default)]
pub(in crate::driver) struct Texts {
    /// What they are now.
    pub(in crate::driver) sources: Sources,
    ids: HashMap<String, FileId>,
    identities: HashMap<FileId, String>,
    programs: HashMap<FileId, Program>,
}

/// A text of the language.
#[derive(Clone, Debug)]
pub(in crate::driver) struct Program {
    /// Its statements, with what they declare.
    pub(in crate::driver) collected: Collected,
    /// What is wrong with the text, or with its statements.
    pub(in crate::driver) diagnostics: Vec<Diagnostic>,
    /// Whether it is a text; of one that could not be read nothing is known.
    is_text: bool,
}

/// Manifests that were added.
#[derive(Debug)]
pub(in crate::driver) struct Added {
    /// Their text; `Err` with what is wrong where that cannot be used.
    pub(in crate::driver) file: Result<FileId, Diagnostic>,
    /// The place of it, where it is another than the last time.
    pub(in crate::driver) changed: Option<FileId>,
}

impl Texts {
    /// The file of this identity.
    pub(in crate::driver) fn file(&self, identity: &str) -> Option<FileId> {
        self.ids.get(identity).copied()
    }

    /// The identity of a file.
    pub(in crate::driver) fn identity(&self, file: FileId) -> Option<&str> {
        self.identities.get(&file).map(String::as_str)
    }

    fn know(&mut self, identity: String, file: FileId) {
        self.identities.insert(file, identity.clone());
        self.ids.insert(identity, file);
    }

    /// The statements of some texts; those that have not been parsed before are parsed at the same time.
    pub(in crate::driver) fn programs(&mut self, inputs: Vec<Input>) -> Vec<(FileId, Program)> {
        let placed: Vec<_> = inputs.into_iter().map(|input| self.place(input)).collect();
        let is_new = |(file, _): &&(FileId, _)| !self.programs.contains_key(file);
        let new: Vec<&(FileId, Option<Diagnostic>)> = placed.iter().filter(is_new).collect();
        let sources = &self.sources;
        let parsed = parallel::map_each(&new, |(file, wrong)| {
            let text = sources.get(*file).map_or("", |source| &source.text);
            (*file, Program::of(*file, text, wrong.as_ref()))
        });
        self.programs.extend(parsed);
        let placed = placed.iter();
        let known = placed.filter_map(|(file, _)| Some((*file, self.programs.get(file)?.clone())));
        known.collect()
    }

    /// Puts a text in the place of the one that its file had, if it is another; with what is wrong with it as a
    /// text.
    fn place(&mut self, input: Input) -> (FileId, Option<Diagnostic>) {
        let known = self.ids.get(&input.identity).copied();
        if let Some(file) = known.filter(|file| self.has(*file, &input)) {
            return (file, None);
        }
        if let Some(file) = known {
            self.programs.remove(&file);
        }
        let decoded = decode_at(&mut self.sources, known, &input.name, input.bytes);
        let (file, wrong) = match decoded {
            Ok(file) => (file, None),
            Err(wrong) => (wrong.primary.span.file, Some(wrong)),
        };
        self.know(input.identity, file);
        (file, wrong)
    }

    /// Whether the text of a file is this one.
    fn has(&self, file: FileId, input: &Input) -> bool {
        let is_text = self.programs.get(&file).is_some_and(|one| one.is_text);
        let source = self.sources.get(file).filter(|_| is_text);
        source.is_some_and(|one| one.name == input.name && one.text.as_bytes() == input.bytes)
    }

    /// Adds manifests, which the statement at `span` may name.
    pub(in crate::driver) fn manifests(&mut self, file: ManifestFile, span: Option<Span>) -> Added {
        let known = self.ids.get(&file.identity).copied();
        if let Some(known) = known.filter(|known| self.holds(*known, &file)) {
            return Added {
                file: Ok(known),
                changed: None,
            };
        }
        let identity = file.identity.clone();
        let added = file.put_into(&mut self.sources, known, span);
        if let Ok(file) = &added {
            self.know(identity, *file);
        }
        Added {
            file: added,
            changed: known,
        }
    }

    fn holds(&self, known: FileId, file: &ManifestFile) -> bool {
        let source = self.sources.get(known).filter(|one| one.name == file.name);
        source.is_some_and(|source| match &file.content {
            ManifestContent::Unchanged => true,
            ManifestContent::Text(bytes) => source.text.as_bytes() == bytes,
            ManifestContent::Kustomization | ManifestContent::Chart => false,
        })
    }
}

impl Program {
    fn of(file: FileId, text: &str, wrong: Option<&Diagnostic>) -> Self {
        let (ast, diagnostics) = match wrong {
            None => syntax::parse(file, text),
            Some(wrong) => (Ast::unknown(file), vec![wrong.clone()]),
        };
        Self {
            collected: Collected::of(ast),
            diagnostics,
            is_text: wrong.is_none(),
        }
    }
}
