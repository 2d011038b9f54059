//! Where something was seen.

use std::fmt::{self, Display, Formatter};

use crate::source::{Source, Sources, Span};

/// What was seen, in which line of which file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    file: String,
    line: usize,
    what: String,
}

impl Spot {
    /// Something at a place.
    pub(super) fn new(sources: &Sources, place: Span, what: String) -> Self {
        Self::within(sources, place, 0, "", what)
    }

    /// Something in a line of a text, which begins at a place: there, if the text is written line by
    /// line, else where it begins.
    pub(super) fn within(
        sources: &Sources,
        place: Span,
        line: usize,
        content: &str,
        what: String,
    ) -> Self {
        let source = sources.get(place.file);
        let lines = source.map(|source| {
            let first = source.lines().line(place.start);
            // Its first line is behind a `|`, or stands there.
            let mut written = [first + line, first + line + 1].into_iter();
            let is_there = |at: &usize| line_of(source, *at) == content.trim();
            written
                .find(is_there)
                .filter(|_| line > 0 || !content.is_empty())
                .unwrap_or(first)
        });
        Self {
            file: sources.name(place.file).to_owned(),
            line: lines.map_or(1, |line| line + 1),
            what,
        }
    }
}

/// A line of a file, from 0.
fn line_of(source: &Source, line: usize) -> &str {
    let start = source.lines().start(line) as usize;
    let rest = source.text.get(start..).unwrap_or_default();
    rest.lines().next().unwrap_or_default().trim()
}

impl Display for Spot {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Self { file, line, what } = self;
        write!(formatter, "{what} ({file}:{line})")
    }
}
