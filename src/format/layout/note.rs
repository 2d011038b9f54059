//! Comments, and where they go.

use crate::format::layout::tree::{Item, List, Part};
use crate::source::Span;
use crate::syntax::ast::Comment;

/// A comment, as it stands in the source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Note<'t> {
    /// Its text, without blanks behind it.
    pub(super) text: &'t str,
    /// Where it stands.
    pub(super) span: Span,
    /// Whether nothing stands before it on its line.
    pub(super) on_own_line: bool,
    /// Whether a blank line is before it.
    pub(super) is_apart: bool,
}

impl<'t> Note<'t> {
    /// A comment of `text`.
    pub(super) fn of(comment: &Comment, text: &'t str) -> Self {
        let said = text.get(comment.span.range()).unwrap_or_default();
        let breaks = breaks_before(text, comment.span.start);
        Self {
            text: said.trim_end_matches([' ', '\t', '\r']),
            span: comment.span,
            on_own_line: breaks.is_none_or(|breaks| breaks > 0),
            is_apart: breaks.is_none_or(|breaks| breaks > 1),
        }
    }

    /// Puts a comment that stands within a statement to the items of one of its lists: of the innermost that
    /// it stands in. `end` is the place behind the last item, where there is one.
    ///
    /// A comment behind an item stays there, one on a line of its own before the next. One at an odder place
    /// goes before the next item as well. Comments keep their order.
    pub(super) fn attach(self, items: &mut [Item<'t>], end: Option<&mut Vec<Self>>) {
        let at = items.partition_point(|item| item.span.start <= self.span.start);
        let (before, rest) = items.split_at_mut_checked(at).unwrap_or_default();
        let is_first_behind = match (rest.first(), &end) {
            (Some(next), _) => next.before.is_empty(),
            (None, Some(end)) => end.is_empty(),
            (None, None) => true,
        };
        if let Some(last) = before.last_mut() {
            if self.span.start < last.span.end {
                return match last.list_around(self.span) {
                    Some(List { items, end, .. }) => self.attach(items, Some(end)),
                    None => last.before.push(self),
                };
            }
            if !self.on_own_line && last.behind.is_none() && is_first_behind {
                last.behind = Some(self);
                return;
            }
        }
        match (rest.first_mut(), end) {
            (Some(next), _) => next.before.push(self),
            (None, Some(end)) => end.push(self),
            // No statement goes on behind its last item with a line.
            (None, None) => {}
        }
    }
}

impl<'t> Item<'t> {
    fn list_around(&mut self, place: Span) -> Option<&mut List<'t>> {
        let lists = self.parts.iter_mut().filter_map(|part| match part {
            Part::List(list) => Some(list),
            Part::Text(_) => None,
        });
        let mut lists = lists;
        lists.find(|list| list.span.start < place.start && place.end <= list.span.end)
    }
}

/// The line ends between a place and what stands before it; `None` where nothing does.
pub(super) fn breaks_before(text: &str, at: u32) -> Option<usize> {
    let before = text.get(..at as usize)?;
    let rest = before.trim_end_matches([' ', '\t', '\r', '\n', '\u{feff}']);
    let gap = before.get(rest.len()..)?;
    (!rest.is_empty()).then(|| gap.matches('\n').count())
}
