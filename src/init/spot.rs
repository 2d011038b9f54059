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
        let first = sources
            .get(place.file)
            .map_or(0, |source| source.lines().line(place.start));
        Self {
            file: sources.name(place.file).to_owned(),
            line: first + 1,
            what,
        }
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
        let mut spot = Self::new(sources, place, what);
        let is_there = |at: &usize| {
            let source = sources.get(place.file);
            source.is_some_and(|source| is_line(source, *at, content.trim()))
        };
        // Its first line is behind a `|`, or stands there.
        let first = spot.line - 1 + line;
        let mut written = [first, first + 1].into_iter();
        if let Some(found) = written.find(is_there) {
            spot.line = found + 1;
        }
        spot
    }
}

/// Whether a line of a file, from 0, is this but for blanks around it. In JSON a line may be the whole file.
fn is_line(source: &Source, line: usize, content: &str) -> bool {
    const BLANKS: usize = 1000;
    let lines = source.lines();
    let (start, end) = (lines.start(line) as usize, lines.start(line + 1) as usize);
    let end = if line + 1 < lines.lines() {
        end
    } else {
        source.text.len()
    };
    let is_near = end.saturating_sub(start) <= content.len() + BLANKS;
    is_near
        && source
            .text
            .get(start..end)
            .is_some_and(|line| line.trim() == content)
}

impl Display for Spot {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Self { file, line, what } = self;
        write!(formatter, "{what} ({file}:{line})")
    }
}
