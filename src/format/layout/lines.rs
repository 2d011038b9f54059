//! Cuts statements into lines.

use crate::format::layout::note::Note;
use crate::format::layout::tree::{Item, List, Part, Tree, width};
use crate::format::out::Brackets;

/// How long a line is at most, in characters, where it can be broken. A comment behind it does not count.
const WIDTH: usize = 100;

/// How far a line that goes on is indented, and each list within.
const INDENT: usize = 4;

/// Lines, of which the last may go on.
#[derive(Default)]
pub(super) struct Lines {
    out: String,
    /// How long the last line is.
    column: usize,
}

impl Lines {
    /// All that was written.
    pub(super) fn finish(self) -> String {
        self.out
    }

    /// Writes what is one line already, or the last of one.
    pub(super) fn push(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += width(text);
    }

    /// Ends the line, and leaves one blank where that is asked for.
    pub(super) fn end_line(&mut self, blank: bool) {
        self.out.push_str(if blank { "\n\n" } else { "\n" });
        self.column = 0;
    }

    /// A comment behind the line.
    pub(super) fn behind(&mut self, note: Option<&Note<'_>>) {
        if let Some(note) = note {
            self.push("  ");
            self.push(note.text);
        }
    }

    /// A statement, without the end of its last line.
    pub(super) fn statement(&mut self, tree: &Tree<'_>) {
        self.push(&tree.head);
        let (sources, targets) = match tree.arrow {
            Some(arrow) => tree.items.split_at_checked(arrow).unwrap_or_default(),
            None => (tree.items.as_slice(), [].as_slice()),
        };
        if tree.arrow.is_none() {
            self.group(sources, 0, &tree.tail);
            return;
        }
        let all = flat_width(&tree.items).filter(|_| !has_notes(&tree.items));
        let all =
            all.map(|all| self.column + all + width(" -> ") - width(", ") + width(&tree.tail));
        if all.is_some_and(|all| all <= WIDTH) {
            self.flat(sources);
            self.push(" -> ");
            self.flat(targets);
            self.push(&tree.tail);
            return;
        }
        self.group(sources, 0, " ->");
        self.behind(sources.last().and_then(|last| last.behind.as_ref()));
        if let Some(first) = targets.first() {
            self.before(first, INDENT, true);
            self.group(targets, INDENT, &tree.tail);
        }
    }

    /// Items that nothing but commas stand between, from here on and up to `suffix`: on one line, or else
    /// each on its own. Comments before the first and behind the last are left out.
    fn group(&mut self, items: &[Item<'_>], indent: usize, suffix: &str) {
        let [first, rest @ ..] = items else {
            self.push(suffix);
            return;
        };
        let noted = rest.iter().any(|item| !item.before.is_empty())
            || items.iter().rev().skip(1).any(|item| item.behind.is_some());
        let quotes = if indent > 0 { quotes(first) } else { 0 };
        let wide = flat_width(items).map(|all| self.column + all + quotes + width(suffix));
        if !noted && wide.is_some_and(|wide| wide <= WIDTH) {
            let start = indent > 0;
            self.item(
                first,
                indent,
                start,
                if rest.is_empty() { suffix } else { "" },
            );
            if !rest.is_empty() {
                self.push(", ");
                self.flat(rest);
                self.push(suffix);
            }
            return;
        }
        let mut indent = indent;
        let mut starts = indent > 0;
        for (index, item) in items.iter().enumerate() {
            let is_last = index + 1 == items.len();
            if index > 0 {
                indent = INDENT;
                starts = true;
                self.before(item, indent, false);
            }
            self.item(item, indent, starts, if is_last { suffix } else { "," });
            if !is_last {
                self.behind(item.behind.as_ref());
            }
        }
    }

    /// Starts the line of an item, behind the comments on lines of their own before it.
    fn before(&mut self, item: &Item<'_>, indent: usize, is_first: bool) {
        self.notes(&item.before, indent, is_first);
        self.end_line(false);
        self.indent(indent);
    }

    /// Comments on lines of their own; the first thing in a list is not set apart.
    fn notes(&mut self, notes: &[Note<'_>], indent: usize, is_first: bool) {
        for (index, note) in notes.iter().enumerate() {
            self.end_line(note.is_apart && !(is_first && index == 0));
            self.indent(indent);
            self.push(note.text);
        }
    }

    fn indent(&mut self, indent: usize) {
        self.out.extend(std::iter::repeat_n(' ', indent));
        self.column += indent;
    }

    /// An item on a line of this indentation: its lists are broken, from the first on, where the line up to
    /// the next place to break would be too long.
    fn item(&mut self, item: &Item<'_>, indent: usize, starts_line: bool, suffix: &str) {
        let mut parts = item.parts.as_slice();
        if starts_line
            && item.keyword > 0
            && let [Part::Text(text), rest @ ..] = parts
        {
            let (word, text) = text.split_at_checked(item.keyword).unwrap_or_default();
            self.push(&format!("\"{word}\"{text}"));
            parts = rest;
        }
        while let [part, rest @ ..] = parts {
            match part {
                Part::Text(text) => self.push(text),
                Part::List(list) => {
                    let room = WIDTH.saturating_sub(self.column + up_to_break(rest, suffix));
                    if list.width().is_some_and(|width| width <= room) {
                        self.flat_list(list);
                    } else {
                        self.list(list, indent);
                    }
                }
            }
            parts = rest;
        }
        self.push(suffix);
    }

    /// A list, one item a line.
    fn list(&mut self, list: &List<'_>, indent: usize) {
        self.push(list.brackets.opening());
        let inner = indent + INDENT;
        for (index, item) in list.items.iter().enumerate() {
            self.before(item, inner, index == 0);
            let hangs = list.brackets == Brackets::Values && index + 1 == list.items.len();
            self.item(item, inner, true, if hangs { "" } else { "," });
            self.behind(item.behind.as_ref());
        }
        self.notes(&list.end, inner, false);
        self.end_line(false);
        self.indent(indent);
        self.push(list.brackets.closing());
    }

    fn flat(&mut self, items: &[Item<'_>]) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            for part in &item.parts {
                match part {
                    Part::Text(text) => self.push(text),
                    Part::List(list) => self.flat_list(list),
                }
            }
        }
    }

    fn flat_list(&mut self, list: &List<'_>) {
        self.push(list.brackets.opening());
        self.flat(&list.items);
        self.push(list.brackets.closing());
    }
}

/// How wide items are on one line, with commas between; `None` where a comment within one needs more.
fn flat_width(items: &[Item<'_>]) -> Option<usize> {
    let all: Option<usize> = items.iter().map(Item::width).sum();
    Some(all? + width(", ") * items.len().saturating_sub(1))
}

fn has_notes(items: &[Item<'_>]) -> bool {
    items.iter().any(Item::has_notes)
}

/// What the quotes add that an item needs at the start of a line.
fn quotes(item: &Item<'_>) -> usize {
    if item.keyword > 0 { 2 } else { 0 }
}

/// How wide the rest of an item is up to where it can be broken again.
fn up_to_break(parts: &[Part<'_>], suffix: &str) -> usize {
    let mut all = 0;
    for part in parts {
        match part {
            Part::Text(text) => all += width(text),
            Part::List(list) => return all + width(list.brackets.opening()),
        }
    }
    all + width(suffix)
}
