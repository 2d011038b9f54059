//! A question from the command line, as one more text.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, codes};
use crate::driver::load::Loaded;
use crate::model::Namespace;
use crate::resolve::FileIndex;
use crate::source::{FileId, Sources, Span};
use crate::syntax::{self, ast::StatementKind};

/// What diagnostics call the text of a question.
const NAME: &str = "<question>";

/// A question among the files of a run. It is read as an `expect allow` of a file that uses all inputs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question {
    /// Its text.
    pub(super) file: FileId,
    /// Its place in the program.
    pub(super) index: FileIndex,
}

impl Question {
    /// Adds the question to the files that were read.
    pub(super) fn add(loaded: &mut Loaded, text: &str) -> Self {
        let text = format!("expect allow {text}\n");
        let file = loaded.sources.add(NAME, text.as_str());
        let (ast, wrong) = syntax::parse(file, &text);
        loaded.diagnostics.extend(wrong);
        let index = loaded.linker.add(ast);
        for (_, input, _) in &loaded.inputs {
            loaded.linker.link(index, *input, Span::new(file, 0, 0));
        }
        Self { file, index }
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
            ambiguous || (at.file == self.file && at.end > 0)
        });
        own
    }
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
