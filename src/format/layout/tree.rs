//! A statement as a tree: its words, its lists, and the comments within.

use crate::format::layout::note::Note;
use crate::format::out::{Brackets, Out};
use crate::format::statement;
use crate::source::Span;
use crate::syntax::ast::Statement;
use crate::syntax::is_keyword;

/// A statement: what it starts with, its items, and what stands behind them.
#[derive(Debug, Default)]
pub(super) struct Tree<'t> {
    /// `allow `
    pub(super) head: String,
    /// What commas, or one arrow, stand between.
    pub(super) items: Vec<Item<'t>>,
    /// The item that stands behind the arrow.
    pub(super) arrow: Option<usize>,
    /// ` because "…"`
    pub(super) tail: String,
}

/// An item of a list.
#[derive(Debug)]
pub(super) struct Item<'t> {
    /// Where it stands in the source.
    pub(super) span: Span,
    /// What it is made of.
    pub(super) parts: Vec<Part<'t>>,
    /// The length of its first word, where a line that began with that would start a statement.
    pub(super) keyword: usize,
    /// Comments on lines of their own before it.
    pub(super) before: Vec<Note<'t>>,
    /// A comment behind it.
    pub(super) behind: Option<Note<'t>>,
}

/// A part of an item.
#[derive(Debug)]
pub(super) enum Part<'t> {
    /// What cannot be broken.
    Text(String),
    /// What can.
    List(List<'t>),
}

/// A list in brackets, never empty.
#[derive(Debug)]
pub(super) struct List<'t> {
    pub(super) brackets: Brackets,
    /// From bracket to bracket.
    pub(super) span: Span,
    pub(super) items: Vec<Item<'t>>,
    /// Comments on lines of their own behind the last item.
    pub(super) end: Vec<Note<'t>>,
}

impl<'t> Tree<'t> {
    /// The tree of a statement, with the comments that stand within it.
    pub(super) fn of(statement: &Statement, notes: &[Note<'t>]) -> Self {
        let mut builder = Builder::default();
        statement::write(statement, &mut builder);
        let mut tree = builder.tree;
        for note in notes {
            note.attach(&mut tree.items, None);
        }
        for item in &mut tree.items {
            item.settle();
        }
        tree
    }
}

impl Item<'_> {
    /// How wide it is on one line; `None` where a comment within needs more of them.
    pub(super) fn width(&self) -> Option<usize> {
        self.parts.iter().map(Part::width).sum()
    }

    /// Whether a comment stands beside it.
    pub(super) fn has_notes(&self) -> bool {
        self.behind.is_some() || !self.before.is_empty()
    }

    /// Takes off brackets that are not needed.
    fn settle(&mut self) {
        let parts = std::mem::take(&mut self.parts);
        for part in parts {
            match part {
                Part::List(mut list) => {
                    list.items.iter_mut().for_each(Item::settle);
                    match list.bare() {
                        Ok(parts) => self.parts.extend(parts),
                        Err(list) => self.parts.push(Part::List(list)),
                    }
                }
                Part::Text(_) => self.parts.push(part),
            }
        }
    }
}

impl Part<'_> {
    pub(super) fn width(&self) -> Option<usize> {
        match self {
            Self::Text(text) => Some(width(text)),
            Self::List(list) => list.width(),
        }
    }
}

impl<'t> List<'t> {
    /// How wide it is on one line, brackets included; `None` where a comment within needs more of them.
    pub(super) fn width(&self) -> Option<usize> {
        if !self.end.is_empty() || self.items.iter().any(Item::has_notes) {
            return None;
        }
        let items: Option<usize> = self.items.iter().map(Item::width).sum();
        Some(items? + 2 * self.items.len())
    }

    /// The parts of its only item, where it needs no brackets: a comment does.
    fn bare(mut self) -> Result<Vec<Part<'t>>, Self> {
        let noted = !self.end.is_empty() || self.items.iter().any(Item::has_notes);
        if self.brackets.are_needed(self.items.len()) || noted {
            return Err(self);
        }
        let only = self.items.pop();
        Ok(only.map(|item| item.parts).unwrap_or_default())
    }
}

/// How wide a text is, in characters.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

/// Builds a tree.
#[derive(Default)]
struct Builder<'t> {
    tree: Tree<'t>,
    /// The open lists, the innermost last.
    lists: Vec<List<'t>>,
    /// Whether the statement has begun an item, and not ended its items.
    in_items: bool,
}

impl<'t> Builder<'t> {
    /// The item that is being written; `None` outside of items.
    fn current(&mut self) -> Option<&mut Item<'t>> {
        match self.lists.last_mut() {
            Some(list) => list.items.last_mut(),
            None if self.in_items => self.tree.items.last_mut(),
            None => None,
        }
    }
}

impl Out for Builder<'_> {
    fn text(&mut self, text: &str) {
        let Some(item) = self.current() else {
            let tree = &mut self.tree;
            let is_before = tree.items.is_empty();
            let place = if is_before {
                &mut tree.head
            } else {
                &mut tree.tail
            };
            return place.push_str(text);
        };
        match item.parts.last_mut() {
            Some(Part::Text(last)) => last.push_str(text),
            _ => item.parts.push(Part::Text(text.to_owned())),
        }
    }

    fn bare(&mut self, word: &str) {
        let first = word.split_once('/').map_or(word, |(first, _)| first);
        if let Some(item) = self.current()
            && item.parts.is_empty()
            && is_keyword(first)
        {
            item.keyword = word.len();
        }
        self.text(word);
    }

    fn item(&mut self, _index: usize, span: Span) {
        let item = Item {
            span,
            parts: Vec::new(),
            keyword: 0,
            before: Vec::new(),
            behind: None,
        };
        if let Some(list) = self.lists.last_mut() {
            list.items.push(item);
        } else {
            self.in_items = true;
            self.tree.items.push(item);
        }
    }

    fn end(&mut self) {
        self.in_items = false;
    }

    fn open(&mut self, brackets: Brackets, _count: usize, span: Span) {
        self.lists.push(List {
            brackets,
            span,
            items: Vec::new(),
            end: Vec::new(),
        });
    }

    fn close(&mut self, _brackets: Brackets, _count: usize) {
        let Some(list) = self.lists.pop() else {
            return;
        };
        if let Some(item) = self.current() {
            item.parts.push(Part::List(list));
        }
    }

    fn arrow(&mut self) {
        self.tree.arrow = Some(self.tree.items.len());
    }

    /// `[2001:db8::1:443]` and `"http"` say that the end of the one, and the other, is no port: what is
    /// said of a text must not change.
    fn keeps_marks(&self) -> bool {
        true
    }
}
