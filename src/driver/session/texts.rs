//! The texts of runs, each with what it says by itself.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostics::Diagnostic;
use crate::driver::decode::decode_at;
use crate::driver::input::Input;
use crate::driver::manifest_file::{ManifestContent, ManifestFile};
use crate::parallel;
use crate::resolve::Collected;
use crate::source::{FileId, Source, Sources, Span};
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

/// A text in its place.
struct Placed {
    file: FileId,
    /// What is wrong with it as a text.
    wrong: Option<Diagnostic>,
    /// What its file held before it was edited.
    earlier: Option<(Arc<Source>, Collected)>,
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
        let placed: Vec<Placed> = inputs.into_iter().map(|input| self.place(input)).collect();
        let is_new = |placed: &&Placed| !self.programs.contains_key(&placed.file);
        let new: Vec<&Placed> = placed.iter().filter(is_new).collect();
        let sources = &self.sources;
        let parsed = parallel::map_each(&new, |placed| {
            let text = sources.get(placed.file).map_or("", |source| &source.text);
            (placed.file, Program::of(placed, text))
        });
        self.programs.extend(parsed);
        let files = placed.iter().map(|placed| placed.file);
        let known = files.filter_map(|file| Some((file, self.programs.get(&file)?.clone())));
        known.collect()
    }

    /// Puts a text in the place of the one that its file had, if it is another.
    fn place(&mut self, input: Input) -> Placed {
        let known = self.ids.get(&input.identity).copied();
        if let Some(file) = known.filter(|file| self.has(*file, &input)) {
            return Placed {
                file,
                wrong: None,
                earlier: None,
            };
        }
        let earlier = known.and_then(|file| {
            let program = self.programs.remove(&file)?;
            let source = self.sources.shared(file)?;
            program.is_text.then_some((source, program.collected))
        });
        let decoded = decode_at(&mut self.sources, known, &input.name, input.bytes);
        let (file, wrong) = match decoded {
            Ok(file) => (file, None),
            Err(wrong) => (wrong.primary.span.file, Some(wrong)),
        };
        self.know(input.identity, file);
        Placed {
            file,
            wrong,
            earlier,
        }
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
        if let Some(known) = known {
            // It may have been used as a text of the language before.
            self.programs.remove(&known);
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
    fn of(placed: &Placed, text: &str) -> Self {
        let file = placed.file;
        let (ast, diagnostics) = match (&placed.wrong, &placed.earlier) {
            (Some(wrong), _) => (Ast::unknown(file), vec![wrong.clone()]),
            (None, None) => syntax::parse(file, text),
            (None, Some((source, known))) => {
                syntax::parse_edited(file, text, &source.text, known.ast())
            }
        };
        Self {
            collected: Collected::of(ast),
            diagnostics,
            is_text: placed.wrong.is_none(),
        }
    }
}
