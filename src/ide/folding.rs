//! What can be folded: the sections of namespaces, statements of several lines, and comments that belong together.

use crate::driver::Snapshot;
use crate::ide::statement;
use crate::source::{FileId, Source, Span};
use crate::syntax::ast::{Ast, StatementKind};

/// Lines that can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fold {
    /// The first line, from 0, which stays in sight.
    pub first: usize,
    /// The last line.
    pub last: usize,
    /// What they are.
    pub kind: FoldKind,
}

/// What is folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoldKind {
    /// Comments on lines of their own.
    Comment,
    /// Statements.
    Statements,
}

/// What can be folded in a file, in the order of the lines.
pub fn folds(snapshot: &Snapshot, file: FileId) -> Vec<Fold> {
    let (Some(ast), Some(source)) = (statement::ast(snapshot, file), snapshot.sources.get(file))
    else {
        return Vec::new();
    };
    let mut folds = sections(ast, source);
    let line = |offset: u32| source.lines().line(offset);
    folds.extend(ast.statements.iter().map(|one| Fold {
        first: line(one.span.start),
        last: line(one.span.end),
        kind: FoldKind::Statements,
    }));
    folds.extend(comments(ast, source));
    folds.retain(|fold| fold.first < fold.last);
    folds.sort_unstable();
    folds.dedup_by_key(|fold| fold.first);
    folds
}

/// From each `namespace` to the last statement before the next.
fn sections(ast: &Ast, source: &Source) -> Vec<Fold> {
    let line = |offset: u32| source.lines().line(offset);
    let mut folds = Vec::new();
    let mut section: Option<(Span, Span)> = None;
    let mut end = |section: Option<(Span, Span)>| {
        folds.extend(section.map(|(first, last)| Fold {
            first: line(first.start),
            last: line(last.end),
            kind: FoldKind::Statements,
        }));
    };
    for statement in &ast.statements {
        if matches!(statement.kind, StatementKind::Namespace(_)) {
            end(section.replace((statement.span, statement.span)));
        } else if let Some((_, last)) = &mut section {
            *last = statement.span;
        }
    }
    end(section);
    folds
}

/// Comments on lines that follow each other, with nothing before them.
fn comments(ast: &Ast, source: &Source) -> Vec<Fold> {
    let alone = ast.comments.iter().filter_map(|comment| {
        let line = source.lines().line(comment.span.start);
        let start = source.lines().start(line) as usize;
        let before = source.text.get(start..comment.span.start as usize)?;
        before.trim().is_empty().then_some(line)
    });
    let mut folds: Vec<Fold> = Vec::new();
    for line in alone {
        match folds.last_mut() {
            Some(fold) if fold.last + 1 == line => fold.last = line,
            _ => folds.push(Fold {
                first: line,
                last: line,
                kind: FoldKind::Comment,
            }),
        }
    }
    folds
}
