//! The few lines of a file that a diagnostic shows.
//!
//! A line may be megabytes long and hold anything: what is shown is cut around the places that
//! matter, and harmless to a terminal. Knows nothing of how it is drawn.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diagnostics::render::harmless::pictured;
use crate::source::{Source, Span};

/// How many characters of a line are shown.
const WIDTH: usize = 200;
/// How many of them stand before the place, where the line is longer.
const BEFORE: usize = 60;
/// How many lines are shown after the first and before the last line of a place.
pub(super) const HEAD_LINES: usize = 3;
pub(super) const TAIL_LINES: usize = 1;
const CUT: &str = "…";
/// What a list or map may begin or end with.
const BRACKETS: [char; 4] = ['{', '}', '[', ']'];

/// Lines of one file, joined to a text of their own.
///
/// INVARIANT: `lines` is not empty where a place was asked for; where lines of the file are left
/// out, two empty ones stand for them, so that the gap is seen as one.
#[derive(Default)]
pub(super) struct Excerpt {
    /// The text that is shown.
    pub(super) text: String,
    lines: Vec<Line>,
    /// Where in `text` each place is, in the order in which they were asked for.
    pub(super) places: Vec<Range<usize>>,
}

struct Line {
    number: usize,
    start: usize,
}

/// A line's part that is shown: of the file, and where it went.
struct Window {
    shown: Range<usize>,
    /// Whether something is left out before and after.
    cut: (bool, bool),
    start: usize,
}

impl Excerpt {
    /// Cuts out the lines that `spans` of `source` touch; the first span matters most. Of a manifest it
    /// shows no more than stands in the same brackets as a place.
    pub(super) fn new(source: &Source, spans: &[Span]) -> Self {
        let places: Vec<_> = spans.iter().map(|span| place(source, *span)).collect();
        let anchors = anchors(source, &places);
        let mut excerpt = Self::default();
        let mut windows = BTreeMap::new();
        let mut next = None;
        for (line, anchor) in &anchors {
            if next.is_some_and(|next| next < *line) {
                excerpt.add_gap();
            }
            let window = excerpt.add(source, *line, *anchor, &places);
            windows.insert(*line, window);
            next = Some(line + 1);
        }
        let places = places.iter().map(|place| {
            let start = find(source, &windows, place.start)
                .map_or(0, |(window, at)| window.locate(source, at, false));
            let end = find(source, &windows, place.end).map_or(0, |(window, at)| {
                // The end of a place that is cut away on the left is behind the mark of the cut.
                window.locate(source, at, true)
            });
            start..end.max(start)
        });
        excerpt.places = places.collect();
        excerpt
    }

    /// The lines of `spans` without what stands on them.
    pub(super) fn hidden(source: &Source, spans: &[Span]) -> Self {
        let lines: Vec<usize> = spans
            .iter()
            .map(|span| line_of(source, place(source, *span).start))
            .collect();
        let mut excerpt = Self::default();
        let mut starts = BTreeMap::new();
        let mut next = None;
        for line in lines.iter().copied().collect::<BTreeSet<usize>>() {
            if next.is_some_and(|next| next < line) {
                excerpt.add_gap();
            }
            let start = excerpt.text.len();
            starts.insert(line, start);
            let number = line + 1;
            excerpt.lines.push(Line { number, start });
            excerpt.text.push_str(CUT);
            excerpt.text.push('\n');
            next = Some(line + 1);
        }
        let starts = lines.iter().filter_map(|line| starts.get(line));
        excerpt.places = starts.map(|start| *start..start + CUT.len()).collect();
        excerpt
    }

    /// The line of a byte of the excerpt, counted from 0.
    pub(super) fn line_at(&self, at: usize) -> usize {
        let after = self.lines.partition_point(|line| line.start <= at);
        after.saturating_sub(1)
    }

    /// The number that a line has in its file.
    pub(super) fn number(&self, line: usize) -> usize {
        self.lines.get(line).map_or(1, |line| line.number)
    }

    /// The bytes of a line of the excerpt.
    pub(super) fn line(&self, line: usize) -> Option<Range<usize>> {
        let start = self.lines.get(line)?.start;
        let end = self
            .lines
            .get(line + 1)
            .map_or(self.text.len(), |next| next.start);
        Some(start..end)
    }

    fn add_gap(&mut self) {
        let number = self.lines.last().map_or(1, |line| line.number);
        for _ in 0..2 {
            let start = self.text.len();
            self.lines.push(Line { number, start });
            self.text.push('\n');
        }
    }

    fn add(
        &mut self,
        source: &Source,
        line: usize,
        anchor: usize,
        places: &[Range<usize>],
    ) -> Window {
        let whole = line_range(source, line);
        let mut may = whole.clone();
        if source.is_manifest {
            may = within_brackets(source, &whole, places);
        }
        let shown = cut(source, &may, anchor);
        let cut = (shown.start > whole.start, shown.end < whole.end);
        let start = self.text.len();
        self.lines.push(Line {
            number: line + 1,
            start,
        });
        if cut.0 {
            self.text.push_str(CUT);
        }
        let text = source.text.get(shown.clone()).unwrap_or("");
        self.text.extend(text.chars().map(pictured));
        if cut.1 {
            self.text.push_str(CUT);
        }
        self.text.push('\n');
        Window { shown, cut, start }
    }
}

impl Window {
    /// Where the byte `at` of the file is in the excerpt. What is cut away is where the mark of the
    /// cut is: before it, or behind it where a place ends there.
    fn locate(&self, source: &Source, at: usize, is_end: bool) -> usize {
        let mark = |is_cut: bool| if is_cut { CUT.len() } else { 0 };
        if at < self.shown.start {
            return self.start + if is_end { mark(self.cut.0) } else { 0 };
        }
        let inside = source.text.get(self.shown.start..at.min(self.shown.end));
        let length: usize = inside
            .unwrap_or("")
            .chars()
            .map(|character| pictured(character).len_utf8())
            .sum();
        let beyond = if is_end && at > self.shown.end {
            mark(self.cut.1)
        } else {
            0
        };
        self.start + mark(self.cut.0) + length + beyond
    }
}

/// The range of a span, within the text, on borders of characters, and without the line break that
/// it ends with.
fn place(source: &Source, span: Span) -> Range<usize> {
    let text = &source.text;
    let border = |offset: u32| {
        let offset = (offset as usize).min(text.len());
        (0..=offset)
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0)
    };
    let start = border(span.start);
    let end = border(span.end).max(start);
    let inside = text.get(start..end).unwrap_or("");
    let without_break = inside.strip_suffix('\n').unwrap_or(inside);
    let without_break = without_break.strip_suffix('\r').unwrap_or(without_break);
    start..start + without_break.len()
}

/// The lines to show, each with the byte to show it around.
fn anchors(source: &Source, places: &[Range<usize>]) -> BTreeMap<usize, usize> {
    let mut anchors = BTreeMap::new();
    for place in places {
        anchors
            .entry(line_of(source, place.start))
            .or_insert(place.start);
        anchors
            .entry(line_of(source, place.end))
            .or_insert(place.end);
    }
    for place in places {
        let (first, last) = (line_of(source, place.start), line_of(source, place.end));
        let head = (first + 1..last).take(HEAD_LINES);
        let tail = (first + 1..last).rev().take(TAIL_LINES);
        for line in head.chain(tail) {
            anchors
                .entry(line)
                .or_insert_with(|| line_range(source, line).start);
        }
    }
    if source.is_manifest {
        return anchors;
    }
    // A gap of one line takes as much room as the line.
    let lines: Vec<_> = anchors.keys().copied().collect();
    for (line, next) in lines.iter().zip(lines.iter().skip(1)) {
        if line + 2 == *next {
            anchors.insert(line + 1, line_range(source, line + 1).start);
        }
    }
    anchors
}

fn find<'w>(
    source: &Source,
    windows: &'w BTreeMap<usize, Window>,
    at: usize,
) -> Option<(&'w Window, usize)> {
    windows.get(&line_of(source, at)).map(|window| (window, at))
}

fn line_of(source: &Source, at: usize) -> usize {
    source.lines().line(u32::try_from(at).unwrap_or(u32::MAX))
}

/// The bytes of a line, counted from 0, without its end.
fn line_range(source: &Source, line: usize) -> Range<usize> {
    let start = source.lines().start(line) as usize;
    let end = if line + 1 < source.lines().lines() {
        source.lines().start(line + 1) as usize
    } else {
        source.text.len()
    };
    let text = source.text.get(start..end).unwrap_or("");
    let text = text.strip_suffix('\n').unwrap_or(text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    start..start + text.len()
}

/// The part of the line `whole` that is in the same brackets as the first place on it, with that.
fn within_brackets(source: &Source, whole: &Range<usize>, places: &[Range<usize>]) -> Range<usize> {
    let mut on_it = places
        .iter()
        .filter(|place| place.start <= whole.end && place.end >= whole.start);
    let Some(place) = on_it.next() else {
        return whole.end..whole.end;
    };
    let start = place.start.max(whole.start);
    let end = place.end.min(whole.end);
    let before = source.text.get(whole.start..start).unwrap_or("");
    let after = source.text.get(end..whole.end).unwrap_or("");
    let opened = before.rfind(BRACKETS).map_or(0, |at| at + 1);
    let closed = after.find(BRACKETS).unwrap_or(after.len());
    whole.start + opened..end + closed
}

/// The part of the line `whole` that is shown: all, or `WIDTH` characters with `anchor` among them.
fn cut(source: &Source, whole: &Range<usize>, anchor: usize) -> Range<usize> {
    let anchor = anchor.clamp(whole.start, whole.end);
    let start = back(source, whole.start..anchor, BEFORE);
    let (end, missing) = forth(source, start..whole.end, WIDTH);
    back(source, whole.start..start, missing)..end
}

/// The start of the last `count` characters of a range.
fn back(source: &Source, range: Range<usize>, count: usize) -> usize {
    let text = source.text.get(range.clone()).unwrap_or("");
    let Some(last) = count.checked_sub(1) else {
        return range.end;
    };
    let first = text.char_indices().rev().nth(last);
    range.start + first.map_or(0, |(at, _)| at)
}

/// The end of the first `count` characters of a range, and how many are missing to them.
fn forth(source: &Source, range: Range<usize>, count: usize) -> (usize, usize) {
    let text = source.text.get(range.clone()).unwrap_or("");
    match text.char_indices().nth(count) {
        Some((at, _)) => (range.start + at, 0),
        None => (range.end, count.saturating_sub(text.chars().count())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Sources};

    fn excerpt(text: &str, spans: &[(u32, u32)]) -> Excerpt {
        let mut sources = Sources::default();
        let file = sources.add("a", text);
        let spans: Vec<_> = spans
            .iter()
            .map(|(start, end)| Span::new(file, *start, *end))
            .collect();
        Excerpt::new(sources.get(FileId(0)).unwrap(), &spans)
    }

    fn shown(excerpt: &Excerpt, place: usize) -> &str {
        excerpt.text.get(excerpt.places[place].clone()).unwrap()
    }

    #[test]
    fn shows_only_the_lines_of_the_places() {
        let found = excerpt("one\ntwo é\r\nthree\nfour", &[(4, 10)]);
        assert_eq!(found.text, "two é\n");
        assert_eq!(shown(&found, 0), "two é");
        assert_eq!(found.number(0), 2);
    }

    #[test]
    fn a_gap_of_one_line_is_shown_and_a_longer_one_is_two_empty_lines() {
        let found = excerpt("a\nb\nc\nd\ne\nf", &[(0, 1), (4, 5), (10, 11)]);
        assert_eq!(found.text, "a\nb\nc\n\n\nf\n");
        assert_eq!(found.number(5), 6);
        assert_eq!(found.line_at(found.places[2].start), 5);
        assert_eq!(found.line(5), Some(8..10));
    }

    #[test]
    fn long_places_keep_their_ends() {
        let text = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let found = excerpt(text, &[(0, 18)]);
        assert_eq!(found.text, "1\n2\n3\n4\n\n\n8\n9\n");
        assert_eq!(found.line_at(found.places[0].end), 7);
    }

    #[test]
    fn long_lines_are_cut_around_the_first_place() {
        let text = format!("{}X{}Y", "é".repeat(1000), "z".repeat(1000));
        let found = excerpt(&text, &[(2000, 2001), (0, 2), (3001, 3002)]);
        assert_eq!(found.text.trim_end().chars().count(), WIDTH + 2);
        assert!(found.text.starts_with("…é") && found.text.ends_with("z…\n"));
        assert_eq!(shown(&found, 0), "X");
        assert_eq!(shown(&found, 1), "…");
        assert_eq!(shown(&found, 2), "…");
    }

    #[test]
    fn the_end_of_a_long_line_is_not_wasted() {
        let text = format!("{}X", "é".repeat(1000));
        let found = excerpt(&text, &[(2000, 2001)]);
        assert_eq!(found.text.trim_end().chars().count(), WIDTH + 1);
        assert_eq!(shown(&found, 0), "X");
    }

    #[test]
    fn a_manifest_shows_what_is_in_the_same_brackets() {
        let found = |text: &str, spans: &[(u32, u32)]| {
            let mut sources = Sources::default();
            let file = sources.add_manifest("a", text);
            let spans: Vec<_> = spans
                .iter()
                .map(|(start, end)| Span::new(file, *start, *end))
                .collect();
            Excerpt::new(sources.get(file).unwrap(), &spans).text
        };
        assert_eq!(found("a: b c\n", &[(3, 4)]), "a: b c\n");
        assert_eq!(
            found("[{a: 1}, {b: 2, c: 3}, 4]", &[(13, 14)]),
            "…b: 2, c: 3…\n"
        );
        assert_eq!(
            found("[{a: 1}, {b: 2, c: 3}, 4]", &[(9, 21)]),
            "…, {b: 2, c: 3}, 4…\n"
        );
        // Nor a line between two others.
        assert_eq!(found("a\nb\nc\n", &[(0, 1), (4, 5)]), "a\n\n\nc\n");
        // A place of several lines, with what is beside it on the first and last.
        assert_eq!(
            found("x: {y\n: z, u: [v\n, w], t}", &[(15, 20)]),
            "…v\n, w…\n"
        );
    }

    #[test]
    fn a_private_place_has_a_line_and_no_text() {
        let mut sources = Sources::default();
        let file = sources.add("a", "one\ntwo\nthree\nfour");
        let spans = [(4, 10), (16, 17), (5, 6)].map(|(start, end)| Span::new(file, start, end));
        let found = Excerpt::hidden(sources.get(file).unwrap(), &spans);
        assert_eq!(found.text, "…\n\n\n…\n");
        assert_eq!((found.number(0), found.number(3)), (2, 4));
        assert!((0..3).all(|place| shown(&found, place) == "…"));
    }

    #[test]
    fn bad_spans_are_brought_into_the_text() {
        let found = excerpt("aé", &[(2, 99)]);
        assert_eq!(shown(&found, 0), "é");
        assert_eq!(excerpt("", &[(0, 0)]).text, "\n");
        assert_eq!(excerpt("a\n", &[(2, 2)]).number(0), 2);
    }
}
