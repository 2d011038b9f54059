//! Texts in their canonical form.

use crate::diagnostics::Diagnostic;
use crate::driver::decode::decode;
use crate::driver::input::Input;
use crate::format;
use crate::parallel;
use crate::source::{FileId, Sources};
use crate::syntax::ast::Ast;
use crate::syntax::parse;

/// What became of some texts.
#[derive(Debug)]
pub struct Formatted {
    /// All texts, as they were.
    pub sources: Sources,
    /// Why some of them cannot be read, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// One for each input, in the order given.
    pub texts: Vec<FormattedText>,
}

/// What became of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormattedText {
    /// Its canonical form.
    Canonical(String),
    /// It has errors, and stays as it is.
    Broken,
    /// Its canonical form would not say the same: a bug.
    Unfaithful,
}

/// Formats texts. Each stands alone: what it uses is not read.
pub fn formatted(inputs: Vec<Input>) -> Formatted {
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    let mut files = Vec::new();
    for Input { name, bytes, .. } in inputs {
        match decode(&mut sources, &name, bytes) {
            Ok(file) => files.push(Some(file)),
            Err(wrong) => {
                diagnostics.push(wrong);
                files.push(None);
            }
        }
    }
    let read = parallel::map_each(&files, |file| {
        let file = (*file)?;
        Some(canonical(file, &sources.get(file)?.text))
    });
    let texts = read.into_iter().map(|read| match read {
        Some(Ok(text)) => text,
        Some(Err(wrong)) => {
            diagnostics.extend(wrong);
            FormattedText::Broken
        }
        None => FormattedText::Broken,
    });
    let texts = texts.collect();
    diagnostics.sort();
    Formatted {
        sources,
        diagnostics,
        texts,
    }
}

/// Formats one text, which needs no name for that.
pub fn formatted_text(text: &str) -> FormattedText {
    canonical(FileId(0), text).unwrap_or(FormattedText::Broken)
}

fn canonical(file: FileId, text: &str) -> Result<FormattedText, Vec<Diagnostic>> {
    let (ast, wrong) = parse(file, text);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let written = format::program(&ast, text);
    let (again, wrong) = parse(file, &written);
    let is_faithful = wrong.is_empty()
        && format::same(&ast, &again)
        && comments(&ast, text).eq(comments(&again, &written));
    Ok(if is_faithful {
        FormattedText::Canonical(written)
    } else {
        FormattedText::Unfaithful
    })
}

/// The texts of all comments, in their order.
fn comments<'t>(ast: &'t Ast, text: &'t str) -> impl Iterator<Item = &'t str> {
    let spans = ast.comments.iter().map(|comment| comment.span.range());
    spans.map(|range| text.get(range).unwrap_or_default().trim_end())
}
