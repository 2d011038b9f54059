//! Lines and columns of places that come in order.

use std::cell::Cell;

use crate::source::{FileId, Position, Sources};

/// Finds lines and columns. It counts on from the place before on the same line, so that many
/// diagnostics on one long line cost one walk along it, not one each.
pub(super) struct Locator<'a> {
    sources: &'a Sources,
    last: Cell<Option<Mark>>,
}

#[derive(Clone, Copy)]
struct Mark {
    file: FileId,
    offset: u32,
    position: Position,
}

impl<'a> Locator<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self {
            sources,
            last: Cell::new(None),
        }
    }

    pub(super) fn sources(&self) -> &'a Sources {
        self.sources
    }

    /// Line and column of a byte; the start of the file where there is no such file.
    pub(super) fn position(&self, file: FileId, offset: u32) -> Position {
        let Some(source) = self.sources.get(file) else {
            return Position { line: 1, column: 1 };
        };
        let line = source.lines().line(offset) + 1;
        let known = self
            .last
            .get()
            .filter(|mark| mark.file == file && mark.position.line == line && mark.offset <= offset)
            .and_then(|mark| {
                let between = source.text.get(mark.offset as usize..offset as usize)?;
                let column = mark.position.column + between.chars().count();
                Some(Position { line, column })
            });
        let position = known.unwrap_or_else(|| source.position(offset));
        self.last.set(Some(Mark {
            file,
            offset,
            position,
        }));
        position
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_index_in_any_order() {
        let mut sources = Sources::default();
        let text = "aé→x b\r\n\nsecond é line";
        let file = sources.add("a", text);
        let other = sources.add("b", "x\ny é z");
        let locator = Locator::new(&sources);
        for step in [1, 3, 7] {
            for at in (0..text.len()).map(|at| at * step % text.len()) {
                if text.is_char_boundary(at) {
                    let at = u32::try_from(at).unwrap();
                    let source = sources.get(file).unwrap();
                    assert_eq!(locator.position(file, at), source.position(at));
                    let elsewhere = locator.position(other, 7);
                    assert_eq!((elsewhere.line, elsewhere.column), (2, 5));
                }
            }
        }
    }
}
