//! What statements are spelt into: a line of text, or a tree that a layout cuts into lines.

use crate::source::Span;
use crate::syntax::ast::{Name, Peer, PeerExpr, Port, Requirement, Target};

/// Takes a statement, piece by piece.
pub(super) trait Out {
    /// Marks, and words in quotes.
    fn text(&mut self, text: &str);
    /// A word without quotes that may stand in them as well.
    fn bare(&mut self, word: &str);
    /// The next item of the innermost list.
    fn item(&mut self, index: usize, span: Span);
    /// The end of the items of a list without brackets.
    fn end(&mut self);
    /// The start of a list of so many items in brackets, which stands at `span`.
    fn open(&mut self, brackets: Brackets, count: usize, span: Span);
    /// Its end.
    fn close(&mut self, brackets: Brackets, count: usize);
    /// `->`
    fn arrow(&mut self);
    /// Whether quotes and brackets stay that the language does not need, and that say what is no port.
    fn keeps_marks(&self) -> bool;
}

/// The kinds of brackets around lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Brackets {
    /// `[a=b, c]`
    Selector,
    /// `in (a, b)`: no comma may stand behind the last.
    Values,
    /// `(80, 443)`: around several only.
    Several,
}

impl Brackets {
    /// The opening one.
    pub(super) fn opening(self) -> &'static str {
        match self {
            Self::Selector => "[",
            Self::Values | Self::Several => "(",
        }
    }

    /// The closing one.
    pub(super) fn closing(self) -> &'static str {
        match self {
            Self::Selector => "]",
            Self::Values | Self::Several => ")",
        }
    }

    /// Whether so many items need them.
    pub(super) fn are_needed(self, count: usize) -> bool {
        self != Self::Several || count != 1
    }
}

/// The whole on one line.
impl Out for String {
    fn text(&mut self, text: &str) {
        self.push_str(text);
    }

    fn bare(&mut self, word: &str) {
        self.push_str(word);
    }

    fn item(&mut self, index: usize, _span: Span) {
        if index > 0 {
            self.push_str(", ");
        }
    }

    fn end(&mut self) {}

    fn open(&mut self, brackets: Brackets, count: usize, _span: Span) {
        if brackets.are_needed(count) {
            self.push_str(brackets.opening());
        }
    }

    fn close(&mut self, brackets: Brackets, count: usize) {
        if brackets.are_needed(count) {
            self.push_str(brackets.closing());
        }
    }

    fn arrow(&mut self) {
        self.push_str(" -> ");
    }

    fn keeps_marks(&self) -> bool {
        false
    }
}

/// What stands in lists.
pub(super) trait Placed {
    /// Where it stands in the source.
    fn span(&self) -> Span;
}

impl Placed for Name {
    fn span(&self) -> Span {
        self.span
    }
}

impl Placed for Peer {
    fn span(&self) -> Span {
        self.span
    }
}

impl Placed for PeerExpr {
    fn span(&self) -> Span {
        self.span
    }
}

impl Placed for Port {
    fn span(&self) -> Span {
        self.span
    }
}

impl Placed for Requirement {
    fn span(&self) -> Span {
        self.span
    }
}

impl Placed for Target {
    fn span(&self) -> Span {
        self.span
    }
}

/// `one, two, three`, where nothing but the statement is around them.
pub(super) fn items<T: Placed, O: Out>(items: &[T], one: impl Fn(&T, &mut O), out: &mut O) {
    each(items, one, out);
    out.end();
}

/// `[one, two, three]`
pub(super) fn list<T: Placed, O: Out>(
    brackets: Brackets,
    span: Span,
    items: &[T],
    one: impl Fn(&T, &mut O),
    out: &mut O,
) {
    out.open(brackets, items.len(), span);
    each(items, one, out);
    out.close(brackets, items.len());
}

fn each<T: Placed, O: Out>(items: &[T], one: impl Fn(&T, &mut O), out: &mut O) {
    for (index, item) in items.iter().enumerate() {
        out.item(index, item.span());
        one(item, out);
    }
}
