//! Declaring one workload of a list by itself.

use crate::diagnostics::Edit;
use crate::ide::rename::change::Change;
use crate::source::Span;
use crate::syntax::ast::{Name, Statement};

/// What begins a statement that declares a workload.
const WORKLOAD: &str = "workload ";

/// Declares the workload whose name stands at `span`, in a statement with others or alone, by the statement
/// `line`: in its place where it is alone, else on a line below.
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
    changes.push(Change {
        edit: Edit {
            span: end,
            text: format!("{break_line}{indent}{line}"),
        },
        name: Some((span, break_line.len() + indent.len() + WORKLOAD.len())),
    });
    changes
}

/// Takes a name out of its list, with its comma; comments stay.
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
            match between.find('#') {
                None => vec![removed(start, next.span.range().start)],
                Some(_) => {
                    let comma = between.find(',').map_or(end, |comma| end + comma + 1);
                    let rest = text.get(comma..).unwrap_or_default();
                    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                    vec![removed(start, comma + blanks)]
                }
            }
        }
        (Some(before), None) => {
            let behind = before.span.range().end;
            let between = text.get(behind..start).unwrap_or_default();
            match between.find('#') {
                None => vec![removed(behind, end)],
                Some(_) => {
                    let comma = between.find(',').map_or(behind, |comma| behind + comma);
                    let line = between.trim_end_matches([' ', '\t']);
                    let line = line.strip_suffix('\n').unwrap_or(line);
                    let line = line.strip_suffix('\r').unwrap_or(line);
                    vec![removed(comma, comma + 1), removed(behind + line.len(), end)]
                }
            }
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
