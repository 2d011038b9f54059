//! From characters to bytes.

/// How many characters there are between two places that are noted.
const STEP: usize = 64;

/// Where the characters of a text are. The YAML scanner counts characters, spans count bytes.
pub(super) struct Offsets<'t> {
    text: &'t str,
    /// The offset of every [`STEP`]th character; empty where each is one byte.
    notes: Vec<usize>,
}

impl<'t> Offsets<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let notes = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices()
                .step_by(STEP)
                .map(|(at, _)| at)
                .collect()
        };
        Self { text, notes }
    }

    /// The offset of the character with this number; the text's end where there are not as many.
    pub(super) fn byte(&self, character: usize) -> usize {
        if self.notes.is_empty() {
            return character.min(self.text.len());
        }
        let Some(note) = self.notes.get(character / STEP) else {
            return self.text.len();
        };
        let rest = self.text.get(*note..).unwrap_or_default();
        let inner = rest.char_indices().nth(character % STEP);
        inner.map_or(self.text.len(), |(at, _)| note + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_found() {
        for text in [String::new(), "abc\n".repeat(50), "aé→🦀\r\n".repeat(50)] {
            let offsets = Offsets::new(&text);
            for (number, (at, _)) in text.char_indices().enumerate() {
                assert_eq!(offsets.byte(number), at);
            }
            assert_eq!(offsets.byte(text.chars().count()), text.len());
            assert_eq!(offsets.byte(1_000_000), text.len());
        }
    }
}
