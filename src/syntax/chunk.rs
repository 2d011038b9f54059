//! Cutting a text into statements, before any of them is parsed.
//!
//! A statement ends with its line, unless a bracket is open or the line ends in `,` or `->`. A line
//! whose first token is a keyword starts a statement whatever stands before it, so a broken one
//! never reaches the next. What is wrong with the cut is kept as a [`Fault`]; whether it is the
//! leftmost mistake is decided where the statement is explained.

use crate::syntax::keyword::starts_statement;
use crate::syntax::lexer::{Bracket, Kind, Lexer, Token};
use crate::syntax::yaml;

/// The text of one statement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chunk {
    /// From the first token to the last, without a comment behind it.
    pub(super) start: u32,
    /// Offset behind the last token.
    pub(super) end: u32,
    /// What starts it.
    pub(super) start_with: Start,
    /// The leftmost mistake that the cut alone shows.
    pub(super) fault: Option<Fault>,
    /// Whether the next line would go on with it.
    pub(super) is_open: bool,
}

impl Chunk {
    /// The statement's own text, out of the whole.
    pub(super) fn text(self, whole: &str) -> &str {
        whole
            .get(self.start as usize..self.end as usize)
            .unwrap_or("")
    }
}

/// What a statement starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// A keyword.
    Keyword,
    /// Lines of YAML.
    Yaml,
    /// Anything else.
    Unknown,
}

/// What is wrong with the brackets, quotes or ends of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A string without its end.
    UnclosedQuote(Token),
    /// A bracket without its partner.
    UnclosedBracket(Token),
    /// A closing bracket: what it closes, where that is of another kind.
    StrayBracket(Token, Option<Token>),
    /// A `,` or `->` after which nothing comes.
    Hanging(Token),
}

impl Fault {
    /// The token that is at fault.
    pub(super) fn token(self) -> Token {
        match self {
            Fault::UnclosedQuote(token)
            | Fault::UnclosedBracket(token)
            | Fault::StrayBracket(token, _)
            | Fault::Hanging(token) => token,
        }
    }
}

/// Cuts a text into statements; its comments are collected on the way.
pub(super) struct Chunks<'a> {
    text: &'a str,
    lexer: std::iter::Peekable<Lexer<'a>>,
    /// Every comment so far.
    pub(super) comments: Vec<Token>,
}

impl<'a> Chunks<'a> {
    /// Starts at the byte `at` of `text`.
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self {
            text,
            lexer: Lexer::new(text, at).peekable(),
            comments: Vec::new(),
        }
    }

    /// The next token; comments are put aside.
    fn token(&mut self) -> Option<Token> {
        loop {
            let token = self.lexer.next()?;
            if token.kind != Kind::Comment {
                return Some(token);
            }
            self.comments.push(token);
        }
    }

    fn skip_line(&mut self, first: Token) -> Token {
        let mut last = first;
        while self
            .lexer
            .peek()
            .is_some_and(|next| next.kind != Kind::Newline)
        {
            match self.token() {
                Some(token) if token.kind == Kind::Newline => break,
                Some(token) => last = token,
                None => break,
            }
        }
        last
    }

    /// Takes the lines of YAML that follow each other, blank ones between.
    fn yaml(&mut self, first: Token) -> Chunk {
        let mut last = self.skip_line(first);
        while let Some(next) = self.peek_line() {
            if !yaml::continues(self.text, next) {
                break;
            }
            self.lexer.next();
            last = self.skip_line(next);
        }
        Chunk {
            start: first.start,
            end: last.end,
            start_with: Start::Yaml,
            fault: None,
            is_open: false,
        }
    }

    /// The first token of the next line that has one, not taken.
    fn peek_line(&mut self) -> Option<Token> {
        loop {
            let next = *self.lexer.peek()?;
            match next.kind {
                Kind::Newline => {}
                Kind::Comment => self.comments.push(next),
                _ => return Some(next),
            }
            self.lexer.next();
        }
    }

    fn statement(&mut self, first: Token, start_with: Start) -> Chunk {
        let mut cut = Cut::default();
        cut.take(first);
        let mut last = first;
        while let Some(next) = self.lexer.peek().copied() {
            match next.kind {
                Kind::Comment => {
                    self.comments.push(next);
                    self.lexer.next();
                }
                Kind::Newline if !cut.goes_on(last) => break,
                Kind::Newline => match self.peek_line() {
                    Some(line) if !starts_statement(self.text, line) => {}
                    _ => break,
                },
                _ => {
                    self.lexer.next();
                    cut.take(next);
                    last = next;
                }
            }
        }
        Chunk {
            start: first.start,
            end: last.end,
            start_with,
            is_open: cut.goes_on(last),
            fault: cut.fault(last),
        }
    }
}

impl Iterator for Chunks<'_> {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        let first = self.peek_line()?;
        self.lexer.next();
        Some(if starts_statement(self.text, first) {
            self.statement(first, Start::Keyword)
        } else if yaml::starts(self.text, first) {
            self.yaml(first)
        } else {
            self.statement(first, Start::Unknown)
        })
    }
}

/// What the cut of one statement has seen so far.
#[derive(Default)]
struct Cut {
    open: Vec<(Bracket, Token)>,
    round: usize,
    fault: Option<Fault>,
    quote: Option<Token>,
}

impl Cut {
    fn take(&mut self, token: Token) {
        match token.kind {
            Kind::Open(bracket) => {
                self.round += usize::from(bracket == Bracket::Round);
                self.open.push((bracket, token));
            }
            Kind::Close(bracket) => self.close(bracket, token),
            Kind::OpenText => self.quote = Some(token),
            _ => {}
        }
    }

    fn close(&mut self, bracket: Bracket, token: Token) {
        let partners = match bracket {
            Bracket::Round => self.round,
            Bracket::Square => self.open.len() - self.round,
        };
        let Some((opened, opening)) = self.pop() else {
            self.fault.get_or_insert(Fault::StrayBracket(token, None));
            return;
        };
        if opened == bracket {
            return;
        }
        if partners == 0 {
            self.fault
                .get_or_insert(Fault::StrayBracket(token, Some(opening)));
            return;
        }
        // Its partner lies deeper: those above it were never closed.
        self.fault.get_or_insert(Fault::UnclosedBracket(opening));
        while let Some((opened, _)) = self.pop() {
            if opened == bracket {
                break;
            }
        }
    }

    fn pop(&mut self) -> Option<(Bracket, Token)> {
        let top = self.open.pop()?;
        self.round -= usize::from(top.0 == Bracket::Round);
        Some(top)
    }

    /// Whether the statement goes on behind the end of a line whose last token is `last`.
    fn goes_on(&self, last: Token) -> bool {
        let hangs = matches!(last.kind, Kind::Comma | Kind::Arrow);
        self.quote.is_none() && (hangs || !self.open.is_empty())
    }

    /// The mistake to report; an unclosed quote hides the brackets behind it, so it comes first.
    fn fault(self, last: Token) -> Option<Fault> {
        if let Some(quote) = self.quote {
            return Some(Fault::UnclosedQuote(quote));
        }
        let unclosed = self
            .open
            .first()
            .map(|(_, token)| Fault::UnclosedBracket(*token));
        let hanging =
            matches!(last.kind, Kind::Comma | Kind::Arrow).then_some(Fault::Hanging(last));
        [self.fault, unclosed, hanging]
            .into_iter()
            .flatten()
            .min_by_key(|fault| fault.token().start)
    }
}
