//! A question from the command line, as one more text.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, codes};
use crate::driver::load::Loaded;
use crate::format;
use crate::model::{Model, Namespace, Part};
use crate::resolve::FileIndex;
use crate::source::{FileId, Sources, Span};
use crate::syntax::{self, ast::StatementKind};

/// What diagnostics call the text of a question.
pub const QUESTION: &str = "<question>";

/// A question among the files of a run. It is read as an `expect allow` of a file that uses all inputs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question {
    /// Its text, as it was asked.
    pub(super) file: FileId,
    /// Its place in the program.
    pub(super) index: FileIndex,
    /// How much was read before what was asked.
    before: u32,
}

impl Question {
    /// Adds the question to the files that were read.
    pub(super) fn add(loaded: &mut Loaded, asked: &str) -> Self {
        let before = match only_label(loaded) {
            Some(label) => format!("{label}\nexpect allow "),
            None => "expect allow ".to_owned(),
        };
        let file = loaded.sources.add(QUESTION, asked);
        let (ast, wrong) = syntax::parse(file, &format!("{before}{asked}\n"));
        let index = loaded.linker.add(ast);
        loaded.linker.asks(index);
        for (_, input, _) in &loaded.inputs {
            loaded.linker.link(index, *input, Span::new(file, 0, 0));
        }
        let question = Self {
            file,
            index,
            before: u32::try_from(before.len()).unwrap_or(u32::MAX),
        };
        let wrong = wrong.into_iter().map(|one| question.shifted(one));
        loaded.diagnostics.extend(wrong);
        question
    }

    /// Those of the diagnostics that are about the question: what stands in it, and names in it that its
    /// files give several meanings.
    pub(super) fn own(self, diagnostics: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
        let text = sources.get(self.file).map_or("", |source| &source.text);
        let is_name = |char: char| char.is_ascii_alphanumeric() || "-_.".contains(char);
        let words: BTreeSet<&str> = text.split(|char| !is_name(char)).collect();
        let mut own = diagnostics;
        own.retain(|one| {
            let at = one.primary.span;
            let ambiguous = *one.code == codes::SHADOWED_NAME && words.contains(sources.slice(at));
            ambiguous || (at.file == self.file && at.end > self.before)
        });
        own.into_iter().map(|one| self.shifted(one)).collect()
    }

    /// A diagnostic with its places in what was asked, and in its words: nobody wrote an `expect`.
    fn shifted(self, mut diagnostic: Diagnostic) -> Diagnostic {
        for words in diagnostic.notes.iter_mut().chain([&mut diagnostic.message]) {
            *words = words.replace("`expect`", "a question");
        }
        let labels = diagnostic.secondary.iter_mut().map(|label| &mut label.span);
        let edits = diagnostic.fixes.iter_mut().flat_map(|fix| &mut fix.edits);
        let places = labels.chain(edits.map(|edit| &mut edit.span));
        for span in places.chain([&mut diagnostic.primary.span]) {
            if span.file == self.file {
                span.start = span.start.saturating_sub(self.before);
                span.end = span.end.saturating_sub(self.before);
            }
        }
        diagnostic
    }
}

/// The label key of bare names, where all inputs say the same.
fn only_label(loaded: &Loaded) -> Option<String> {
    let of_file = |index: &FileIndex| {
        let ast = loaded.linker.ast(*index);
        let mut statements = ast.into_iter().flat_map(|ast| &ast.statements);
        statements.find_map(|one| match &one.kind {
            StatementKind::Label(_) => Some(format::statement(one)),
            _ => None,
        })
    };
    let keys = loaded.inputs.iter().map(|(_, index, _)| of_file(index));
    let keys: BTreeSet<Option<String>> = keys.collect();
    match keys.into_iter().collect::<Vec<_>>().as_mut_slice() {
        [only] => only.take(),
        _ => None,
    }
}

/// The namespaces, if a question has a peer that is read in the namespace at hand.
pub(super) fn doubtful(
    question: &Model,
    namespaces: impl Iterator<Item = SmolStr>,
) -> Vec<SmolStr> {
    let home = Namespace::unnamed();
    let rules = question.expectations.iter().map(|one| &one.flows);
    let peers = rules.flat_map(|rule| {
        let targets = rule.targets.iter().map(|target| target.peer);
        rule.sources.iter().copied().chain(targets)
    });
    let mut parts = peers.flat_map(|peer| &question.peer(peer).parts);
    let read_there = parts.any(|part| match question.part(*part) {
        Part::Pods(pods) => pods.namespace_name() == Some(home.key()),
        Part::Any | Part::Block(_) => false,
    });
    if !read_there {
        return Vec::new();
    }
    let names: BTreeSet<SmolStr> = namespaces.collect();
    names.into_iter().collect()
}

/// The namespace that bare names of a question are read in: the only one that the inputs speak of; none
/// where they speak of several.
pub(super) fn only_namespace(loaded: &Loaded) -> Option<Namespace> {
    let mut known = BTreeSet::new();
    for (_, index, _) in &loaded.inputs {
        let ast = loaded.linker.ast(*index);
        let statements = ast.map_or(&[][..], |ast| &ast.statements);
        let (mut declared, mut says_more) = (BTreeSet::new(), false);
        for statement in statements {
            match &statement.kind {
                StatementKind::Namespace(names) => {
                    declared.extend(names.iter().map(|name| Namespace::named(name.text.clone())));
                }
                StatementKind::Rule(_) | StatementKind::Isolate(_) => says_more = true,
                _ => {}
            }
        }
        if declared.is_empty() && says_more {
            declared.insert(Namespace::unnamed());
        }
        known.append(&mut declared);
    }
    match known.len() {
        0 => Some(Namespace::unnamed()),
        1 => known.pop_first(),
        _ => None,
    }
}
