//! What was parsed before of a text that has been edited.

use crate::syntax::ast::{Ast, Statement};
use crate::syntax::chunk::Chunk;
use crate::syntax::shift::Shift;

/// A text with its statements, and how much of another text is the same.
#[derive(Clone, Copy, Debug)]
pub(super) struct Earlier<'a> {
    ast: &'a Ast,
    /// How many bytes both texts begin with.
    begin: usize,
    /// Where the bytes start in the other text that both end with.
    end: usize,
    /// How many bytes further on those stand in the other text, wrapping around.
    further: u32,
}

impl<'a> Earlier<'a> {
    /// Compares a text that was parsed to `ast` with `text`.
    pub(super) fn of(earlier: &str, ast: &'a Ast, text: &str) -> Self {
        let (old, new) = (earlier.as_bytes(), text.as_bytes());
        let begin = same(old, new);
        let (old_rest, new_rest) = (rest(old, begin), rest(new, begin));
        let end = same_end(old_rest, new_rest);
        let length = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
        Self {
            ast,
            begin,
            end: new.len() - end,
            further: length(text).wrapping_sub(length(earlier)),
        }
    }

    /// The statement that a piece of the other text is, if it was one before: its text says all that it is.
    pub(super) fn statement(&self, chunk: Chunk) -> Option<Statement> {
        if chunk.end as usize <= self.begin {
            return self.at(chunk.start, chunk.end).cloned();
        }
        if (chunk.start as usize) < self.end {
            return None;
        }
        let before = |offset: u32| offset.wrapping_sub(self.further);
        let mut statement = self.at(before(chunk.start), before(chunk.end))?.clone();
        statement.shift(self.further);
        Some(statement)
    }

    fn at(&self, start: u32, end: u32) -> Option<&'a Statement> {
        let all = &self.ast.statements;
        let at = all
            .binary_search_by_key(&start, |one| one.span.start)
            .ok()?;
        all.get(at).filter(|one| one.span.end == end)
    }
}

/// What stands behind the first bytes.
fn rest(bytes: &[u8], from: usize) -> &[u8] {
    bytes.get(from..).unwrap_or_default()
}

/// How many bytes are compared at once.
const BLOCK: usize = 4096;

/// How many bytes both begin with.
fn same(one: &[u8], other: &[u8]) -> usize {
    let blocks = one.chunks(BLOCK).zip(other.chunks(BLOCK));
    let blocks = blocks.take_while(|(one, other)| one == other);
    let begin = blocks.map(|(one, _)| one.len()).sum();
    let pairs = rest(one, begin).iter().zip(rest(other, begin));
    begin + pairs.take_while(|(one, other)| one == other).count()
}

/// How many bytes both end with.
fn same_end(one: &[u8], other: &[u8]) -> usize {
    let blocks = one.rchunks(BLOCK).zip(other.rchunks(BLOCK));
    let blocks = blocks.take_while(|(one, other)| one == other);
    let end: usize = blocks.map(|(one, _)| one.len()).sum();
    let pairs = one.iter().rev().skip(end).zip(other.iter().rev().skip(end));
    end + pairs.take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::syntax::chunk::Chunks;
    use crate::syntax::{parse, parse_edited};

    const TEXT: &str = "use \"a\" # é\nnamespace shop, \"0day\"\nlabel app\nprefix p\nmanifests \"k\"\n\
        workload a, b\nworkload w = ns/[app=web, tier in (x, y), !z]\nnetwork n = 10.0.0.0/8 except 10.1.2.3\n\
        service s = db:(5432, 8000-8999/udp)\ngroup g = a, [x],\n  */b except (c, d) # →\n\
        allow a -> [k!=v]/*:http:egress, *:service because \"🚀\"\ndeny any -> a\nexpect allow a -> b:*\n\
        isolate a, b egress\ndefault deny\nbroken ->\nallow a -> \"x\":80\n";

    #[test]
    fn what_was_not_edited_is_not_parsed_again() {
        let (ast, _) = parse(FileId(0), TEXT);
        for edited in [
            format!("{TEXT}allow q -> r\n"),
            format!("allow q -> r\n{TEXT}"),
        ] {
            let earlier = Earlier::of(TEXT, &ast, &edited);
            let known = Chunks::new(&edited, 0).filter(|one| earlier.statement(*one).is_some());
            assert_eq!(known.count(), ast.statements.len());
        }
    }

    /// Texts longer than several blocks, with a difference at every kind of place.
    #[test]
    fn what_both_begin_and_end_with_is_found_to_the_byte() {
        let lengths = [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK + 7];
        for before in lengths {
            for behind in lengths {
                let one = [vec![b'a'; before], vec![b'x'], vec![b'a'; behind]].concat();
                let longer = [vec![b'a'; before], vec![b'y', b'z'], vec![b'a'; behind]].concat();
                let other = [vec![b'a'; before], vec![b'y'], vec![b'a'; behind]].concat();
                for other in [other, longer] {
                    assert_eq!(same(&one, &other), before);
                    assert_eq!(same_end(&one, &other), behind);
                }
                let shorter = vec![b'a'; before];
                assert_eq!(same(&one, &shorter), before);
                assert_eq!(same_end(&one, &shorter), before.min(behind));
            }
        }
    }

    /// Edits many places, in every way, and parses what comes of it from the text before and from nothing.
    #[test]
    fn edited_texts_are_parsed_as_if_they_were_new() {
        let file = FileId(7);
        let (ast, _) = parse(file, TEXT);
        assert!(ast.statements.len() > 15);
        let places: Vec<usize> = TEXT.char_indices().map(|(at, _)| at).collect();
        for (number, at) in places.iter().enumerate().step_by(5) {
            for put in ["", "x", "é", "\n", "(", "\"", ",", " ", "# "] {
                for taken in [0, 1, 7] {
                    let end = places.get(number + taken).copied().unwrap_or(TEXT.len());
                    let mut edited = TEXT.to_owned();
                    edited.replace_range(*at..end, put);
                    let again = parse_edited(file, &edited, TEXT, &ast);
                    let new = parse(file, &edited);
                    assert_eq!(format!("{again:?}"), format!("{new:?}"), "{edited}");
                }
            }
        }
    }
}
