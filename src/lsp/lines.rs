//! From places as a client counts them to bytes, and back.

use std::ops::Range;

use lsp_types::{Position, Range as LspRange};

use crate::lsp::encoding::Encoding;
use crate::source::Span;

/// Where the lines of a text start. A line ends at LF, CRLF, or a CR alone, as the protocol has it.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    starts: Vec<usize>,
    encoding: Encoding,
}

impl Lines {
    /// Indexes `text` in one pass.
    pub(super) fn of(text: &str, encoding: Encoding) -> Self {
        Self {
            starts: std::iter::once(0)
                .chain(starts(text, 0..text.len()))
                .collect(),
            encoding,
        }
    }

    /// Follows an edit: `text` is what came of it, with `length` bytes in the place of those that were `replaced`.
    /// What is read again are the lines that it touched.
    pub(super) fn edited(&mut self, text: &str, replaced: &Range<usize>, length: usize) {
        // A CR before, or an LF behind, ends a line together with what stands beside it now.
        let before = self.starts.partition_point(|start| *start < replaced.start);
        let before = before.max(1);
        let behind = self
            .starts
            .partition_point(|start| *start <= replaced.end + 1);
        let mut rest = self.starts.split_off(behind.max(before));
        for start in &mut rest {
            *start = *start + length - replaced.len();
        }
        self.starts.truncate(before);
        let from = self.starts.last().copied().unwrap_or(0);
        let to = rest.first().map_or(text.len(), |start| start - 1);
        self.starts.extend(starts(text, from..to));
        self.starts.append(&mut rest);
    }

    /// The byte at a place of `text`, the text that was indexed. A column behind the end of its line is that
    /// end, a line behind the last one the end of the text, and a column within a character its start.
    pub(super) fn offset(&self, text: &str, position: Position) -> usize {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX);
        let Some(start) = self.starts.get(line).copied() else {
            return text.len();
        };
        let end = self.starts.get(line + 1).copied().unwrap_or(text.len());
        let line = text.get(start..end).unwrap_or_default();
        let line = line.trim_end_matches(['\r', '\n']);
        let wanted = usize::try_from(position.character).unwrap_or(usize::MAX);
        let mut column = 0;
        for (at, char) in line.char_indices() {
            column += self.encoding.width(char);
            if column > wanted {
                return start + at;
            }
        }
        start + line.len()
    }

    /// The place of a byte of `text`.
    pub(super) fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset);
        let line = line.saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let before = text.get(start..offset.min(text.len())).unwrap_or_default();
        let column: usize = before.chars().map(|char| self.encoding.width(char)).sum();
        Position::new(number(line), number(column))
    }

    /// The bytes of a range; empty at its start where it ends before that.
    pub(super) fn bytes(&self, text: &str, range: LspRange) -> Range<usize> {
        let start = self.offset(text, range.start);
        start..self.offset(text, range.end).max(start)
    }

    /// What of some bytes stands in each line, without the line's end.
    pub(super) fn parts(&self, text: &str, bytes: Range<usize>) -> Vec<Range<usize>> {
        let first = self.starts.partition_point(|start| *start <= bytes.start);
        let starts = self.starts.get(first..).unwrap_or_default();
        let starts = starts.iter().take_while(|start| **start < bytes.end);
        let ends: Vec<usize> = starts.copied().chain([bytes.end]).collect();
        let starts = std::iter::once(bytes.start).chain(ends.iter().copied());
        let parts = starts.zip(&ends).map(|(start, end)| {
            let part = text.get(start..*end).unwrap_or_default();
            start..start + part.trim_end_matches(['\r', '\n']).len()
        });
        parts.filter(|part| !part.is_empty()).collect()
    }

    /// The range of a span.
    pub(super) fn range(&self, text: &str, span: Span) -> LspRange {
        let Range { start, end } = span.range();
        LspRange::new(self.position(text, start), self.position(text, end))
    }
}

/// Where lines start that end in a range of a text.
fn starts(text: &str, range: Range<usize>) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    range.filter_map(move |at| match bytes.get(at)? {
        b'\n' => Some(at + 1),
        b'\r' if bytes.get(at + 1) != Some(&b'\n') => Some(at + 1),
        _ => None,
    })
}

/// A count as the protocol has it.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "aé→🚀x\r\n\n\rb";

    /// The offset of each column of a line, until it no longer grows.
    fn offsets(encoding: Encoding, line: u32) -> Vec<usize> {
        let lines = Lines::of(TEXT, encoding);
        let at = |column| lines.offset(TEXT, Position::new(line, column));
        (0..14).map(at).collect()
    }

    #[test]
    fn columns_are_counted_as_agreed() {
        let utf8 = [0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11, 11];
        assert_eq!(offsets(Encoding::Utf8, 0), utf8);
        let utf16 = [0, 1, 3, 6, 6, 10, 11, 11, 11, 11, 11, 11, 11, 11];
        assert_eq!(offsets(Encoding::Utf16, 0), utf16);
        let utf32 = [0, 1, 3, 6, 10, 11, 11, 11, 11, 11, 11, 11, 11, 11];
        assert_eq!(offsets(Encoding::Utf32, 0), utf32);
    }

    #[test]
    fn every_character_is_found_again() {
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let lines = Lines::of(TEXT, encoding);
            for (at, char) in TEXT.char_indices().filter(|(at, _)| *at != 12) {
                let position = lines.position(TEXT, at);
                assert_eq!(lines.offset(TEXT, position), at, "{encoding:?} {char:?}");
            }
        }
    }

    #[test]
    fn lines_are_followed_through_edits() {
        let places: Vec<usize> = TEXT
            .char_indices()
            .map(|(at, _)| at)
            .chain([TEXT.len()])
            .collect();
        for (number, start) in places.iter().enumerate() {
            for end in places.get(number..).unwrap() {
                for put in ["", "x", "\n", "\r", "\r\n", "\n\n", "a\rb\n"] {
                    let mut text = TEXT.to_owned();
                    let mut lines = Lines::of(&text, Encoding::Utf8);
                    text.replace_range(*start..*end, put);
                    lines.edited(&text, &(*start..*end), put.len());
                    assert_eq!(
                        lines.starts,
                        Lines::of(&text, Encoding::Utf8).starts,
                        "{text:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn parts_stay_within_lines() {
        let lines = Lines::of(TEXT, Encoding::Utf16);
        assert_eq!(lines.parts(TEXT, 1..TEXT.len()), [1..11, 15..16]);
        assert!(lines.parts(TEXT, 3..6).iter().eq([&(3..6)]));
        assert_eq!(lines.parts(TEXT, 11..15), []);
    }

    #[test]
    fn lines_end_as_the_protocol_says() {
        let lines = Lines::of(TEXT, Encoding::Utf16);
        assert_eq!(lines.starts, [0, 13, 14, 15]);
        assert_eq!(lines.position(TEXT, 15), Position::new(3, 0));
        assert_eq!(lines.position(TEXT, 16), Position::new(3, 1));
        assert_eq!(lines.offset(TEXT, Position::new(9, 9)), TEXT.len());
    }
}
