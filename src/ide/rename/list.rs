//! Declaring one workload of a list by itself.

use crate::diagnostics::Edit;
use crate::ide::rename::change::Change;
use crate::source::Span;
use crate::syntax::ast::{Name, Statement};

/// What begins a statement that declares a workload.
const WORKLOAD: &str = "workload ";

/// What begins a comment that silences lints of its statement.
const SILENCE: &str = "# netpolc:";

/// Declares the workload whose name stands at `span`, in a statement with others or alone, by the statement
/// `line`: in its place where it is alone, else on a line below. Comments stay; where none can, between the
/// keyword and its first name, they go along. One that silences lints behind the list silences them of both.
pub(super) fn declared_apart(
    text: &str,
    statement: &Statement,
    names: &[Name],
    span: Span,
    line: &str,
) -> Vec<Change> {
    if names.len() < 2 {
        let declared = line.strip_prefix(WORKLOAD).unwrap_or(line);
        return vec![Change {
            edit: Edit {
                span,
                text: declared.to_owned(),
            },
            name: Some((span, 0)),
        }];
    }
    let mut changes = removals(text, names, span);
    let end = end_of_line(text, statement.span);
    let break_line = match text.get(end.range().start..) {
        Some(rest) if rest.starts_with("\r\n") => "\r\n",
        _ if text.contains("\r\n") => "\r\n",
        _ => "\n",
    };
    let indent = indent_of(text, statement.span);
    let mut below = String::new();
    for one in comments_of_first(text, names, span)
        .into_iter()
        .chain([line])
    {
        below.extend([break_line, indent, one]);
    }
    let name = below.len() - line.len() + WORKLOAD.len();
    let behind = Span::over(span.file, statement.span.range().end..end.range().start);
    let behind = text.get(behind.range()).unwrap_or_default().trim();
    if behind.starts_with(SILENCE) {
        below.extend([" ", behind]);
    }
    changes.push(Change {
        edit: Edit {
            span: end,
            text: below,
        },
        name: Some((span, name)),
    });
    changes
}

/// The comments between the first name of a list and the next, if it is the first that goes.
fn comments_of_first<'a>(text: &'a str, names: &[Name], span: Span) -> Vec<&'a str> {
    let (Some(first), Some(next)) = (names.first(), names.get(1)) else {
        return Vec::new();
    };
    if first.span != span {
        return Vec::new();
    }
    let between = text.get(span.range().end..next.span.range().start);
    let lines = between.unwrap_or_default().lines();
    let comments = lines.filter_map(|line| line.get(line.find('#')?..));
    comments.map(str::trim_end).collect()
}

/// Takes a name out of its list, with its comma.
fn removals(text: &str, names: &[Name], span: Span) -> Vec<Change> {
    let place = names.iter().position(|name| name.span == span);
    let place = place.unwrap_or_default();
    let next = names.get(place + 1);
    let before = place.checked_sub(1).and_then(|at| names.get(at));
    let removed = |start: usize, end: usize| Change::removal(Span::over(span.file, start..end));
    let (start, end) = (span.range().start, span.range().end);
    match (before, next) {
        (_, Some(next)) => {
            let between = text.get(end..next.span.range().start).unwrap_or_default();
            if before.is_none() || !between.contains('#') {
                return vec![removed(start, next.span.range().start)];
            }
            let comma = between.find(',').map_or(end, |comma| end + comma + 1);
            let rest = text.get(comma..).unwrap_or_default();
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            vec![removed(start, comma + blanks)]
        }
        (Some(before), None) => {
            let behind = before.span.range().end;
            let between = text.get(behind..start).unwrap_or_default();
            if !between.contains('#') {
                return vec![removed(behind, end)];
            }
            let comma = between.find(',').map_or(behind, |comma| behind + comma);
            let line = between.trim_end_matches([' ', '\t']);
            let line = line.strip_suffix('\n').unwrap_or(line);
            let line = line.strip_suffix('\r').unwrap_or(line);
            vec![removed(comma, comma + 1), removed(behind + line.len(), end)]
        }
        (None, None) => Vec::new(),
    }
}

/// The end of the line that a statement ends on.
fn end_of_line(text: &str, span: Span) -> Span {
    let end = span.range().end;
    let rest = text.get(end..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    let at = end + line.strip_suffix('\r').unwrap_or(line).len();
    Span::over(span.file, at..at)
}

/// The blanks before a statement.
fn indent_of(text: &str, span: Span) -> &str {
    let before = text.get(..span.range().start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
    line.get(..blanks).unwrap_or_default()
}
