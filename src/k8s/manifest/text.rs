//! The text of a YAML document, as the scanner takes it.
//!
//! kubectl's reads the lines of a text in quotes however they are indented. The one here wants them
//! indented like what they belong to, which makes no difference to what they say.

use std::cell::Cell;
use std::collections::BTreeMap;

/// How many texts in quotes of one document are indented: each takes another reading.
const MOST_INDENTED: usize = 16;

/// A text, with blanks added where lines in quotes lack them.
pub(super) struct Text<'t> {
    written: &'t str,
    /// How many blanks are added where in what is written.
    blanks: BTreeMap<usize, usize>,
    /// The text with them, where there are any.
    indented: String,
    /// For each place where they are: where it begins in that text, and how many stand before it and up to
    /// its end.
    places: Vec<(usize, usize, usize)>,
    /// The quote whose text was found not to be indented.
    unindented: Cell<Option<usize>>,
    count: usize,
}

impl<'t> Text<'t> {
    pub(super) fn new(written: &'t str) -> Self {
        Self {
            written,
            blanks: BTreeMap::new(),
            indented: String::new(),
            places: Vec::new(),
            unindented: Cell::new(None),
            count: 0,
        }
    }

    pub(super) fn as_str(&self) -> &str {
        if self.blanks.is_empty() {
            self.written
        } else {
            &self.indented
        }
    }

    /// Where a place of [`Text::as_str`] is in what is written.
    pub(super) fn origin(&self, at: usize) -> usize {
        let next = self.places.partition_point(|(start, ..)| *start < at);
        match next.checked_sub(1).and_then(|last| self.places.get(last)) {
            None => at,
            Some((start, before, behind)) => (start - before).max(at.saturating_sub(*behind)),
        }
    }

    /// Notes that the scanner stopped at the text whose quote is at this place.
    pub(super) fn stop_at(&self, quote: usize) {
        self.unindented.set(Some(quote));
    }

    /// Indents the text in quotes that the last reading stopped at; whether another one is worth it.
    pub(super) fn indent(&mut self) -> bool {
        let Some(quote) = self.unindented.take() else {
            return false;
        };
        let lacking = lacking(self.as_str(), quote).unwrap_or_default();
        self.count += 1;
        if lacking.is_empty() || self.count > MOST_INDENTED {
            return false;
        }
        let lacking: Vec<(usize, usize)> = lacking
            .into_iter()
            .map(|(at, blanks)| (self.origin(at), blanks))
            .collect();
        for (at, blanks) in lacking {
            *self.blanks.entry(at).or_default() += blanks;
        }
        // Deep ones of many lines are as good as an attack.
        if self.blanks.values().sum::<usize>() > self.written.len() {
            return false;
        }
        self.add_blanks();
        true
    }

    fn add_blanks(&mut self) {
        self.indented.clear();
        self.places.clear();
        let (mut from, mut before) = (0, 0);
        for (at, blanks) in &self.blanks {
            let kept = self.written.get(from..*at).unwrap_or_default();
            self.indented.push_str(kept);
            let behind = before + blanks;
            self.places.push((self.indented.len(), before, behind));
            self.indented.extend(std::iter::repeat_n(' ', *blanks));
            (from, before) = (*at, behind);
        }
        let rest = self.written.get(from..).unwrap_or_default();
        self.indented.push_str(rest);
    }
}

/// The lines of the text behind a quote that are not indented more than the one that it begins on, each
/// with how many blanks it lacks; `None` where nothing closes it.
fn lacking(text: &str, quote: usize) -> Option<Vec<(usize, usize)>> {
    let (before, inner) = text.split_at_checked(quote)?;
    let end = quote + closing(inner)?;
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    let line = before.get(line..)?;
    let wanted = line.len() - line.trim_start_matches([' ', '-']).len() + 1;
    let mut at = quote;
    let mut lacking = Vec::new();
    for line in text.get(quote..=end)?.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if at > quote && indent < wanted && !line.trim().is_empty() {
            lacking.push((at, wanted - indent));
        }
        at += line.len();
    }
    Some(lacking)
}

/// Where the quote is that closes the one that a text begins with.
fn closing(text: &str) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    let (_, quote) = chars.next()?;
    while let Some((at, char)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let is_escape = char == if quote == '"' { '\\' } else { quote };
        if is_escape && (quote == '"' || next == Some(quote)) {
            chars.next();
        } else if char == quote {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_again() {
        let written = "a:\n    b: \"1\n2 \\\"\n\n   3\n\"\n    c: 'd''\n'\n";
        let mut text = Text::new(written);
        for quote in ["\"1", "'d"] {
            text.stop_at(text.as_str().find(quote).unwrap());
            assert!(text.indent());
        }
        let indented = "a:\n    b: \"1\n     2 \\\"\n\n     3\n     \"\n    c: 'd''\n     '\n";
        assert_eq!(text.as_str(), indented);
        for (at, char) in indented.char_indices() {
            let origin = written.get(text.origin(at)..).unwrap();
            let origin = origin.chars().next().unwrap();
            if char != ' ' {
                assert_eq!(origin, char, "{at}");
            }
        }
        assert_eq!(text.origin(indented.len()), written.len());
        assert!(!text.indent());
    }

    #[test]
    fn it_comes_to_an_end() {
        let deep = format!("{}a: \"{}\"", " ".repeat(5000), "\nx".repeat(5000));
        let mut text = Text::new(&deep);
        text.stop_at(deep.find('"').unwrap());
        assert!(!text.indent());
        let mut text = Text::new("a: \"b\n");
        text.stop_at(3);
        assert!(!text.indent());
        let many = "- \"a\nb\"\n".repeat(100);
        let mut text = Text::new(&many);
        let mut count = 0;
        loop {
            let mut quotes = text.as_str().match_indices("- \"");
            let (at, _) = quotes.nth(count).unwrap();
            text.stop_at(at + 2);
            if !text.indent() {
                break;
            }
            count += 1;
        }
        assert_eq!(count, MOST_INDENTED);
    }
}
