//! Silences lints by the comments that say so.
//!
//! `# netpolc: allow(LINT, …)` silences warnings that point into the statement on one of whose lines it
//! stands; where there is no statement, warnings of its own line. Errors and notes are never silenced,
//! nor is the lint of comments that silence nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::check::silencing_comment::SilencingComment;
use crate::diagnostics::{Diagnostic, Severity, has_errors};
use crate::source::{FileId, Source, Sources, Span};
use crate::syntax::ast::{Ast, Comment};

/// The comments of a run that silence lints.
#[derive(Debug, Default)]
pub struct Silences {
    comments: Vec<Placed>,
    /// The stretches of lines that they are about, by where they start: where they end. No two overlap.
    stretches: BTreeMap<(FileId, u32), u32>,
    /// What silences a code in a stretch, in the order of the text.
    lints: BTreeMap<(FileId, u32, &'static str), Vec<Silence>>,
}

/// A comment, and where it stands.
#[derive(Debug)]
struct Placed {
    comment: SilencingComment,
    /// The comment with the spaces before it.
    whole: Span,
    /// Whether it stands on a line of a statement.
    of_statement: bool,
    /// Whether its file is an input of the run.
    is_input: bool,
}

/// One word in the list of a comment.
#[derive(Debug)]
struct Silence {
    /// The line of the comment.
    line: Range<u32>,
    /// The comment, by its index.
    comment: usize,
    /// Its place in the list.
    at: usize,
}

impl Silences {
    /// Reads the comments of all files of a run, of which some are `inputs`.
    pub fn of<'a>(
        sources: &Sources,
        asts: impl Iterator<Item = &'a Ast>,
        inputs: &BTreeSet<FileId>,
    ) -> Self {
        let mut silences = Self::default();
        for ast in asts {
            let is_input = inputs.contains(&ast.file);
            let Some(source) = sources.get(ast.file) else {
                continue;
            };
            for comment in &ast.comments {
                silences.add(source, ast, comment, is_input);
            }
        }
        silences
    }

    /// Takes the silenced warnings out of everything that a run has to say, and adds a warning for each
    /// comment of an input that silences nothing; not where there are errors, which keep lints from
    /// being judged.
    pub fn apply(mut self, diagnostics: &mut Vec<Diagnostic>) {
        if self.comments.is_empty() {
            return;
        }
        let judged = !has_errors(diagnostics);
        diagnostics.retain(|one| !self.silence(one));
        let reported = self.comments.iter().filter(|one| judged && one.is_input);
        diagnostics.extend(reported.flat_map(|one| {
            let comment = &one.comment;
            comment.complaints(one.whole, one.of_statement)
        }));
    }

    fn add(&mut self, source: &Source, ast: &Ast, comment: &Comment, is_input: bool) {
        let text = source.text.get(comment.span.range()).unwrap_or_default();
        let Some(read) = SilencingComment::read(comment, text) else {
            return;
        };
        let file = ast.file;
        let line = line(source, comment.span.start);
        let behind = ast
            .statements
            .partition_point(|one| one.span.start < line.end);
        let last = behind.checked_sub(1).and_then(|at| ast.statements.get(at));
        let statement = last.filter(|one| one.span.end > line.start);
        let stretch = statement.map_or_else(
            || line.clone(),
            |one| self::line(source, one.span.start).start..self::line(source, one.span.end).end,
        );
        self.stretches.insert((file, stretch.start), stretch.end);
        for (at, code) in read.lints() {
            let key = (file, stretch.start, code.id);
            self.lints.entry(key).or_default().push(Silence {
                line: line.clone(),
                comment: self.comments.len(),
                at,
            });
        }
        let before = source.text.get(..comment.span.start as usize);
        let before = before.unwrap_or_default();
        let spaces = before.len() - before.trim_end_matches([' ', '\t']).len();
        let spaces = u32::try_from(spaces).unwrap_or(0);
        self.comments.push(Placed {
            whole: Span::new(file, comment.span.start - spaces, comment.span.end),
            comment: read,
            of_statement: statement.is_some(),
            is_input,
        });
    }

    /// Whether a comment silences this. Where several do, it is that of the line, else the first.
    fn silence(&mut self, diagnostic: &Diagnostic) -> bool {
        if diagnostic.code.severity != Severity::Warning {
            return false;
        }
        let Span { file, start, .. } = diagnostic.primary.span;
        let stretch = self.stretches.range(..=(file, start)).next_back();
        let Some(((_, from), _)) = stretch.filter(|((of, _), end)| *of == file && start < **end)
        else {
            return false;
        };
        let Some(silences) = self.lints.get(&(file, *from, diagnostic.code.id)) else {
            return false;
        };
        let near = silences.partition_point(|one| one.line.end <= start);
        let near = silences.get(near).filter(|one| one.line.contains(&start));
        let Some(silence) = near.or(silences.first()) else {
            return false;
        };
        if let Some(placed) = self.comments.get_mut(silence.comment) {
            placed.comment.used(silence.at);
        }
        true
    }
}

/// The line that holds the byte at `offset`, its break included; the last one with the end of the text.
fn line(source: &Source, offset: u32) -> Range<u32> {
    let lines = source.lines();
    let line = lines.line(offset);
    let end = if line + 1 < lines.lines() {
        lines.start(line + 1)
    } else {
        u32::try_from(source.text.len()).map_or(u32::MAX, |end| end.saturating_add(1))
    };
    lines.start(line)..end
}
