//! From byte offsets to lines and columns.

/// A place as people and editors count it: both from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters (not bytes), from 1.
    pub column: usize,
}

/// The offsets at which lines start. A line ends at LF; a CR before it belongs to the line's end.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Indexes `text` in one pass.
    pub fn new(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0)
            .chain(ends.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)))
            .collect();
        Self { starts }
    }

    /// How many lines there are; text that ends in a line break has an empty last one.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The line that holds the byte at `offset`, counted from 0.
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|start| *start <= offset) - 1
    }

    /// Where line `line` (from 0) starts, or the last line where there are not as many.
    pub fn start(&self, line: usize) -> u32 {
        let last = self.starts.last().copied().unwrap_or(0);
        self.starts.get(line).copied().unwrap_or(last)
    }

    /// The line and column of the byte at `offset` of `text`, the text that was indexed.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line(offset);
        let before = text.get(self.start(line) as usize..offset as usize);
        Position {
            line: line + 1,
            column: before.map_or(0, |before| before.chars().count()) + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "aé→x\r\n\nb";
        let index = LineIndex::new(text);
        let at = |offset| index.position(text, offset);
        assert_eq!(at(0), Position { line: 1, column: 1 });
        assert_eq!(at(6), Position { line: 1, column: 4 });
        assert_eq!(at(9), Position { line: 2, column: 1 });
        assert_eq!(at(10), Position { line: 3, column: 1 });
        assert_eq!(at(11), Position { line: 3, column: 2 });
        assert_eq!(index.lines(), 3);
    }
}
