//! What fixes make of texts.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Edit, Fix};
use crate::source::{FileId, Source};

/// The fixes that can be applied together, in the order of their places: those that `may` be
/// applied, but for each that meets an earlier one.
///
/// Several fixes of one diagnostic are alternatives, of which none is taken. Two fixes meet where
/// edits of them overlap or touch, and where both insert the same line into a file: one of the
/// lines may do.
pub fn compatible(diagnostics: &[Diagnostic], may: impl Fn(&Fix) -> bool) -> Vec<&Fix> {
    let mut fixes: Vec<&Fix> = diagnostics
        .iter()
        .filter_map(Diagnostic::mend)
        .filter(|fix| may(fix))
        .collect();
    fixes.sort_by_key(|fix| fix.edits.iter().map(|edit| edit.span).min());
    let mut taken = Taken::default();
    fixes.retain(|fix| taken.take(fix));
    fixes
}

/// `text` with all of `edits` applied; none where two of them overlap, or one lies outside.
pub fn apply<'a>(text: &str, edits: impl IntoIterator<Item = &'a Edit>) -> Option<String> {
    let mut edits: Vec<&Edit> = edits.into_iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let returns = returns(text);
    let mut mended = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        mended.push_str(text.get(at..range.start)?);
        mended.push_str(&with_ends(&edit.text, returns));
        at = range.end;
    }
    mended.push_str(text.get(at..)?);
    Some(mended)
}

/// What an edit of a file puts there: a line that it starts ends as those of the file do, with CRLF
/// where its first line does.
pub fn inserted<'a>(source: &Source, edit: &'a Edit) -> Cow<'a, str> {
    let end = source.lines().start(1) as usize;
    with_ends(&edit.text, returns(source.text.get(..end).unwrap_or("")))
}

fn returns(text: &str) -> bool {
    let first = text.split_inclusive('\n').next();
    first.is_some_and(|line| line.ends_with("\r\n"))
}

fn with_ends(text: &str, returns: bool) -> Cow<'_, str> {
    if returns && text.contains('\n') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\n', "\r\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// What the fixes chosen so far change.
#[derive(Default)]
struct Taken<'a> {
    /// The ends of their edits by file and start. No two touch, but for those of one fix.
    ends: BTreeMap<(FileId, u32), u32>,
    lines: BTreeSet<(FileId, &'a str)>,
}

impl<'a> Taken<'a> {
    /// Adds a fix if it meets none.
    fn take(&mut self, fix: &'a Fix) -> bool {
        if fix.edits.iter().any(|edit| self.meets(edit)) {
            return false;
        }
        for edit in &fix.edits {
            let end = self.ends.entry((edit.span.file, edit.span.start));
            let end = end.or_insert(edit.span.end);
            *end = edit.span.end.max(*end);
            if let Some(line) = line(edit) {
                self.lines.insert((edit.span.file, line));
            }
        }
        true
    }

    fn meets(&self, edit: &Edit) -> bool {
        let span = edit.span;
        let before = self.ends.range((span.file, 0)..=(span.file, span.end));
        let touches = before.last().is_some_and(|(_, end)| *end >= span.start);
        touches || line(edit).is_some_and(|line| self.lines.contains(&(span.file, line)))
    }
}

/// The line that an edit inserts, if it does.
fn line(edit: &Edit) -> Option<&str> {
    let inserts = edit.span.start == edit.span.end && edit.text.contains('\n');
    let line = edit.text.trim();
    (inserts && !line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::codes;
    use crate::source::Span;

    const FILE: FileId = FileId(0);

    fn edit(start: u32, end: u32, text: &str) -> Edit {
        Edit {
            span: Span::new(FILE, start, end),
            text: text.to_owned(),
        }
    }

    fn fix(title: &str, edits: &[Edit]) -> Fix {
        Fix {
            title: title.to_owned(),
            edits: edits.to_vec(),
        }
    }

    fn wrong(fixes: &[Fix]) -> Diagnostic {
        Diagnostic {
            fixes: fixes.to_vec(),
            ..Diagnostic::new(&codes::UNKNOWN_NAME, Span::new(FILE, 0, 0), "wrong")
        }
    }

    fn chosen(fixes: &[Fix]) -> Vec<String> {
        let diagnostics: Vec<_> = fixes
            .iter()
            .map(|fix| wrong(std::slice::from_ref(fix)))
            .collect();
        let chosen = compatible(&diagnostics, |fix| fix.title != "not this");
        chosen.iter().map(|fix| fix.title.clone()).collect()
    }

    #[test]
    fn a_fix_that_meets_an_earlier_one_waits() {
        let one = |title, start, end| fix(title, &[edit(start, end, "x")]);
        assert_eq!(chosen(&[one("b", 5, 6), one("a", 1, 2)]), ["a", "b"]);
        assert_eq!(chosen(&[one("a", 1, 4), one("b", 3, 5)]), ["a"]);
        assert_eq!(chosen(&[one("a", 1, 3), one("b", 3, 5)]), ["a"]);
        assert_eq!(chosen(&[one("a", 3, 3), one("b", 3, 3)]), ["a"]);
        assert_eq!(chosen(&[one("a", 1, 9), one("b", 3, 4)]), ["a"]);
        assert_eq!(chosen(&[one("not this", 1, 4), one("b", 3, 5)]), ["b"]);
        let both = fix("both", &[edit(0, 1, "("), edit(8, 9, ")")]);
        assert_eq!(chosen(&[both.clone(), one("b", 3, 4)]), ["both", "b"]);
        assert_eq!(chosen(&[both.clone(), one("b", 9, 10)]), ["both"]);
        let far = fix("far", &[edit(4, 5, "x"), edit(9, 10, "y")]);
        assert_eq!(
            chosen(&[both, far, one("c", 4, 5)]),
            ["both", "c"],
            "a fix that waits keeps no other from its place"
        );
    }

    #[test]
    fn a_line_is_inserted_once() {
        let one = |title, at, text| fix(title, &[edit(at, at, text)]);
        let (first, second) = (one("a", 1, "\nx y"), one("b", 5, "\n  x y"));
        assert_eq!(chosen(&[first.clone(), second]), ["a"]);
        assert_eq!(chosen(&[first, one("b", 5, "\nz")]), ["a", "b"]);
        assert_eq!(chosen(&[one("a", 1, "\n"), one("b", 5, "\n")]), ["a", "b"]);
    }

    #[test]
    fn alternatives_are_left_to_the_author() {
        let fixes = [
            fix("a", &[edit(0, 1, "x")]),
            fix("b", &[edit(0, 1, "y")]),
            fix("without an edit", &[]),
        ];
        let [a, b, empty] = &fixes;
        assert!(compatible(&[wrong(&[a.clone(), b.clone()])], |_| true).is_empty());
        assert!(compatible(&[wrong(std::slice::from_ref(empty))], |_| true).is_empty());
    }

    #[test]
    fn edits_are_applied_in_any_order() {
        let edits = [edit(3, 4, "two"), edit(0, 1, ""), edit(4, 4, "!")];
        assert_eq!(apply("1 é2", &edits), None, "within a character");
        assert_eq!(apply("1 _2", &edits).unwrap(), " _two!");
        assert_eq!(apply("1 _", &edits), None, "outside of the text");
        let over = [edit(0, 2, ""), edit(1, 3, "")];
        assert_eq!(apply("1234", &over), None, "overlapping");
    }

    #[test]
    fn lines_end_as_those_of_the_text() {
        let edits = [edit(1, 2, "\n")];
        let both = [edit(1, 2, "\r\n\n")];
        assert_eq!(apply("a;b\r\n", &both).unwrap(), "a\r\n\r\nb\r\n");
        assert_eq!(apply("a;b\r\nc\r\n", &edits).unwrap(), "a\r\nb\r\nc\r\n");
        assert_eq!(apply("a;b\nc\r\n", &edits).unwrap(), "a\nb\nc\r\n");
        assert_eq!(apply("a;b", &edits).unwrap(), "a\nb");
    }
}
