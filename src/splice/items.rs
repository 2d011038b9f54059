//! The items of a list: how they stand in it, and what it takes to take some out.

use std::collections::BTreeSet;

use crate::diagnostics::{Edit, removals};
use crate::k8s::manifest::Placed;
use crate::source::Span;
use crate::splice::lines;

/// How an item stands among its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Behind a dash, at this place.
    Dash(usize),
    /// Between brackets and commas.
    Brackets,
    /// By itself.
    Alone,
}

/// How the item stands that begins at `at`.
pub(super) fn style(text: &str, at: usize) -> Style {
    let mut end = at;
    // No item of a list with dashes begins its line, but a value of JSON does that may stand behind any other.
    let is_leftmost = lines::start(text, at) == at;
    loop {
        let start = lines::start(text, end);
        let line = text.get(start..end).unwrap_or_default();
        // What is behind the item's dash is nothing but a comment; the item's own line has none before it.
        let said = if end == at { line } else { uncommented(line) };
        let said = said.trim_end();
        match said.chars().last() {
            Some('-') if !is_leftmost => return Style::Dash(start + said.len() - 1),
            Some('[' | ',') => return Style::Brackets,
            None if start > 0 => end = start - 1,
            _ => return Style::Alone,
        }
    }
}

fn uncommented(line: &str) -> &str {
    if line.trim_start().starts_with('#') {
        return "";
    }
    line.find(" #").map_or(line, |at| line.split_at(at).0)
}

/// What becomes of a document, or of an item that may be a list itself, whose `objects` partly go.
pub(super) enum Fate {
    /// It goes with the last of them.
    Goes,
    /// It stays, with these edits.
    Stays(Vec<Edit>),
}

impl Fate {
    pub(super) fn of(text: &str, objects: &[Placed], gone: &BTreeSet<Span>) -> Self {
        let items = objects.iter();
        let items = items.map(|one| (one.span, gone.contains(&one.span)));
        let items: Vec<(Span, bool)> = items.collect();
        if !items.is_empty() && items.iter().all(|(_, goes)| *goes) {
            Self::Goes
        } else {
            Self::Stays(taken_out(text, &items))
        }
    }
}

/// The edits that take out of a list the items that go; of a list between brackets one has to stay.
pub(super) fn taken_out(text: &str, items: &[(Span, bool)]) -> Vec<Edit> {
    let next = items.iter().skip(1).map(Some).chain([None]);
    let going = items.iter().zip(next).filter(|((_, goes), _)| *goes);
    let is_flow = items
        .first()
        .is_some_and(|(first, _)| style(text, first.range().start) == Style::Brackets);
    if is_flow {
        let spans = removals(items);
        return spans.into_iter().flatten().map(removed).collect();
    }
    let lines = going.map(|((span, _), next)| {
        let range = span.range();
        match style(text, range.start) {
            Style::Dash(dash) => {
                let end = match next {
                    // To a block before it blank lines would be its own.
                    Some(_) => lines::end_of_blank(text, range.end),
                    None => lines::end(text, range.end),
                };
                removed(Span::over(span.file, lines::start(text, dash)..end))
            }
            Style::Alone => removed(with_its_line(text, *span)),
            Style::Brackets => removed(*span),
        }
    });
    lines.collect()
}

/// The place, and the break of its line where nothing else is on it.
pub(super) fn with_its_line(text: &str, span: Span) -> Span {
    let range = span.range();
    let end = lines::end(text, range.end);
    let behind = text.get(range.end..end).unwrap_or_default();
    if lines::start(text, range.start) == range.start && behind.trim().is_empty() {
        Span::over(span.file, range.start..end)
    } else {
        span
    }
}

/// The edit that takes out what stands at `span`.
pub(super) fn removed(span: Span) -> Edit {
    Edit {
        span,
        text: String::new(),
    }
}

/// Takes those of the objects `ahead` that begin before `end`.
pub(super) fn before<'o>(ahead: &mut &'o [Placed], end: usize) -> &'o [Placed] {
    let count = ahead.partition_point(|one| one.span.range().start < end);
    let (here, later) = ahead.split_at_checked(count).unwrap_or((*ahead, &[]));
    *ahead = later;
    here
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_items_stand() {
        let style_at = |text: &str| style(text, text.find('a').unwrap());
        assert_eq!(style_at("- a"), Style::Dash(0));
        assert_eq!(style_at("x:\n  -   a"), Style::Dash(5));
        assert_eq!(style_at("-\n # b\n\n  a"), Style::Dash(0));
        assert_eq!(style_at("- # b - c\n  a"), Style::Dash(0));
        assert_eq!(style_at("[\n a"), Style::Brackets);
        assert_eq!(style_at("{}, # no\n a"), Style::Brackets);
        assert_eq!(style_at("a"), Style::Alone);
        assert_eq!(style_at("{}\n\na"), Style::Alone);
        assert_eq!(style_at("- &b a"), Style::Alone);
        assert_eq!(style_at("{\"b\": \"- # \"}\na"), Style::Alone);
    }
}
