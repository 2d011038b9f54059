//! From text to [`ast`]: the only place that knows pest.
//!
//! [`parse`] never fails: it returns every statement that could be understood, and a diagnostic for
//! each that could not. The text is first cut into statements (`chunk`), each is parsed alone
//! (`grammar`) and turned into its AST (`build`); a broken one is read once more, token by
//! token, to say what is wrong with it (`explain`).

pub mod ast;
mod build;
mod chunk;
pub mod classes;
mod earlier;
mod explain;
mod grammar;
mod keyword;
mod lexer;
mod poison;
mod shift;
pub mod slot;
mod yaml;

use crate::diagnostics::Diagnostic;
use crate::parallel;
use crate::source::{FileId, Span};
use crate::syntax::chunk::{Chunk, Chunks, Start};
use crate::syntax::earlier::Earlier;
use crate::syntax::grammar::Failure;

/// The longest statement, in bytes, that is parsed though the cut has already shown it to be broken:
/// a mistake before the one of the cut is told in those only.
const LONGEST: u32 = 64 << 10;

/// Parses a whole text: UTF-8, LF or CRLF, a byte order mark at its start ignored.
///
/// There is one diagnostic for each broken statement, and one for each comment that holds a control
/// character, in the order of the text. Time and memory grow linearly with the text.
pub fn parse(file: FileId, text: &str) -> (ast::Ast, Vec<Diagnostic>) {
    parse_with(file, text, |chunk| statement(file, text, chunk))
}

/// As [`parse`], of a text that was `earlier` before it was edited, and then was parsed to `known`: statements that
/// were not edited are taken from there.
pub fn parse_edited(
    file: FileId,
    text: &str,
    earlier: &str,
    known: &ast::Ast,
) -> (ast::Ast, Vec<Diagnostic>) {
    let earlier = Earlier::of(earlier, known, text);
    parse_with(file, text, |chunk| match earlier.statement(chunk) {
        Some(statement) => Ok(statement),
        None => statement(file, text, chunk),
    })
}

fn parse_with(
    file: FileId,
    text: &str,
    read: impl Fn(Chunk) -> Result<ast::Statement, Failure> + Sync,
) -> (ast::Ast, Vec<Diagnostic>) {
    let mut ast = ast::Ast {
        file,
        statements: Vec::new(),
        comments: Vec::new(),
        poisoned: Vec::new(),
        poisoned_use: false,
        poisoned_namespace: false,
    };
    let mut diagnostics = Vec::new();
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut chunks = Chunks::new(text, start);
    let cut: Vec<Chunk> = (&mut chunks).collect();
    let read = parallel::map(&cut, |chunk| read(*chunk));
    ast.statements.reserve_exact(read.len());
    for (chunk, result) in cut.into_iter().zip(read) {
        match result {
            Ok(statement) => ast.statements.push(statement),
            Err(failure) => {
                let diagnostic = explain::statement(file, text, chunk, failure);
                poison::poison(&mut ast, text, chunk, &diagnostic);
                diagnostics.push(diagnostic);
            }
        }
    }
    for comment in chunks.comments {
        diagnostics.extend(explain::comment(file, text, comment));
        ast.comments.push(ast::Comment {
            span: Span::new(file, comment.start, comment.end),
        });
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.primary.span.start);
    ast.poisoned.sort_unstable();
    ast.poisoned.dedup();
    (ast, diagnostics)
}

/// Whether the first line of a text that is neither empty nor a comment starts a statement.
pub fn begins_with_statement(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let lines = text.lines().map(str::trim_start);
    let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let first = lines.next().and_then(|line| line.split_whitespace().next());
    first.is_some_and(keyword::is_keyword)
}

/// Whether a line that begins with this word starts a statement.
pub fn is_keyword(word: &str) -> bool {
    keyword::is_keyword(word)
}

fn statement(file: FileId, text: &str, chunk: Chunk) -> Result<ast::Statement, Failure> {
    if chunk.start_with != Start::Keyword {
        return Err(Failure::at_start());
    }
    if let Some(fault) = chunk.fault
        && chunk.end - chunk.start > LONGEST
    {
        return Err(Failure {
            at: (fault.token().start - chunk.start) as usize,
            expected: Vec::new(),
        });
    }
    let pair = grammar::parse(chunk.text(text))?;
    build::statement(file, chunk.start, pair).ok_or_else(Failure::at_start)
}
