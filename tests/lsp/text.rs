//! A text as a client keeps it, with places counted by hand: nothing of the server's own counting is used.

use std::slice::SliceIndex;

use serde_json::{Value, json};

/// How columns are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Units {
    Utf8,
    Utf16,
    Utf32,
}

impl Units {
    /// Its name in the protocol.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf32 => "utf-32",
        }
    }

    /// What a client says of itself that counts so.
    pub(crate) fn capabilities(self) -> Value {
        json!({"general": {"positionEncodings": [self.name()]}})
    }

    pub(crate) fn count(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.encode_utf16().count(),
            Self::Utf32 => text.chars().count(),
        }
    }
}

/// A line, and a column of it, counted from 0.
pub(crate) type Place = (usize, usize);

/// Some bytes of a text.
pub(crate) fn part(text: &str, bytes: impl SliceIndex<str, Output = str>) -> &str {
    text.get(bytes).unwrap()
}

/// Where a byte of a text is.
pub(crate) fn place(text: &str, at: usize, units: Units) -> Place {
    // What stands before a byte has all line ends that count for it, but for half of one.
    let before = part(text, ..at).replace("\r\n", "\n");
    let lines: Vec<&str> = before.split(['\n', '\r']).collect();
    (lines.len() - 1, units.count(lines[lines.len() - 1]))
}

/// Where a byte of a text is, as the protocol has it.
pub(crate) fn position(text: &str, at: usize, units: Units) -> Value {
    let (line, character) = place(text, at, units);
    json!({"line": line, "character": character})
}

/// From one byte of a text to another, as the protocol has it.
pub(crate) fn range(text: &str, from: usize, to: usize, units: Units) -> Value {
    json!({"start": position(text, from, units), "end": position(text, to, units)})
}

/// The byte at a place that is one of the text.
pub(crate) fn byte(text: &str, position: &Value, units: Units) -> usize {
    let number = |name: &str| usize::try_from(position[name].as_u64().unwrap()).unwrap();
    let wanted = (number("line"), number("character"));
    let found = boundaries(text).find(|at| place(text, *at, units) == wanted);
    found.unwrap_or_else(|| panic!("{position} is no place of {text:?}"))
}

/// The bytes before which something may be inserted: where characters start, but not between CR and LF.
pub(crate) fn boundaries(text: &str) -> impl Iterator<Item = usize> + '_ {
    let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    starts.filter(|at| !(part(text, ..*at).ends_with('\r') && part(text, *at..).starts_with('\n')))
}

/// A text after edits, none of which overlaps another: an array of the protocol's.
pub(crate) fn edited(text: &str, edits: &Value, units: Units) -> String {
    let edits = edits.as_array().unwrap().iter().map(|edit| {
        let (start, end) = (&edit["range"]["start"], &edit["range"]["end"]);
        let bytes = byte(text, start, units)..byte(text, end, units);
        (bytes, edit["newText"].as_str().unwrap())
    });
    let mut edits: Vec<_> = edits.collect();
    edits.sort_by_key(|(bytes, _)| (bytes.start, bytes.end));
    let mut text = text.to_owned();
    for (bytes, new) in edits.into_iter().rev() {
        text.replace_range(bytes, new);
    }
    text
}

#[test]
fn places_are_counted_by_hand() {
    let text = "é🚀\r\n\ra";
    let at = |at, units| place(text, at, units);
    assert_eq!(at(2, Units::Utf8), (0, 2));
    assert_eq!(at(6, Units::Utf16), (0, 3));
    assert_eq!(at(6, Units::Utf32), (0, 2));
    assert_eq!(at(8, Units::Utf16), (1, 0));
    assert_eq!(at(9, Units::Utf16), (2, 0));
    assert_eq!(at(10, Units::Utf16), (2, 1));
    assert_eq!(boundaries(text).collect::<Vec<_>>(), [0, 2, 6, 8, 9, 10]);
}
