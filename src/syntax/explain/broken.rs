//! A statement that does not parse, in tokens.

use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::syntax::chunk::Chunk;
use crate::syntax::explain::context::Context;
use crate::syntax::grammar::{self, Failure, Rule};
use crate::syntax::lexer::{Kind, Lexer, Token, offset};

/// How many tokens behind the mistake are looked at.
const LOOKAHEAD: usize = 256;

/// A broken statement, and the token at which its grammar gave up.
pub(super) struct Broken<'a> {
    /// The whole text of the file.
    pub(super) text: &'a str,
    /// The file.
    pub(super) file: FileId,
    /// The statement.
    pub(super) chunk: Chunk,
    /// Its tokens without comments and line breaks, up to some way behind the mistake.
    pub(super) tokens: Vec<Token>,
    /// The index of the first token that fits no longer; behind the last where one is missing.
    pub(super) at: usize,
    /// Whether the grammar gave up within that token.
    pub(super) within: bool,
    /// What surrounds it.
    pub(super) context: Context,
    expected: Vec<Rule>,
}

impl<'a> Broken<'a> {
    /// Reads the statement's tokens and finds the one at fault.
    pub(super) fn new(file: FileId, text: &'a str, chunk: Chunk, failure: Failure) -> Self {
        let failed = chunk.start.saturating_add(offset(failure.at));
        let mut tokens = Vec::new();
        let mut at = None;
        let lexer = Lexer::new(text, chunk.start as usize)
            .take_while(|token| token.start < chunk.end)
            .filter(|token| !matches!(token.kind, Kind::Comment | Kind::Newline));
        for token in lexer {
            if at.is_none() && token.end > failed {
                at = Some(tokens.len());
            }
            tokens.push(token);
            if at.is_some_and(|at| tokens.len() > at + LOOKAHEAD) {
                break;
            }
        }
        let at = at.unwrap_or(tokens.len());
        let context = Context::new(text, tokens.get(..at).unwrap_or(&[]));
        Self {
            within: tokens.get(at).is_some_and(|token| token.start < failed),
            text,
            file,
            chunk,
            tokens,
            at,
            context,
            expected: failure.expected,
        }
    }

    /// The token at an index.
    pub(super) fn token(&self, index: usize) -> Option<Token> {
        self.tokens.get(index).copied()
    }

    /// The kind of the token at an index.
    pub(super) fn kind(&self, index: usize) -> Option<Kind> {
        self.token(index).map(|token| token.kind)
    }

    /// The text of the token at an index; empty where there is none.
    pub(super) fn word(&self, index: usize) -> &'a str {
        self.token(index).map_or("", |token| token.text(self.text))
    }

    /// The word that the statement starts with.
    pub(super) fn keyword(&self) -> &'a str {
        self.word(0)
    }

    /// The token at fault; `None` where the statement ends too early.
    pub(super) fn found(&self) -> Option<Token> {
        self.token(self.at)
    }

    /// The token before the one at fault.
    pub(super) fn before(&self) -> Option<Token> {
        self.token(self.at.checked_sub(1)?)
    }

    /// What would have fitted in place of the token at fault.
    pub(super) fn expected(&self) -> &[Rule] {
        &self.expected
    }

    /// Whether `rule` would have fitted.
    pub(super) fn expects(&self, rule: Rule) -> bool {
        self.expected.contains(&rule)
    }

    /// Whether a name of some sort would have fitted.
    pub(super) fn expects_name(&self) -> bool {
        self.expected.iter().any(|rule| {
            matches!(
                rule,
                Rule::peer
                    | Rule::place
                    | Rule::pods
                    | Rule::peer_name
                    | Rule::pod_name
                    | Rule::network_peer
                    | Rule::declared
                    | Rule::plain_name
                    | Rule::port
                    | Rule::ports
                    | Rule::port_name
                    | Rule::key
                    | Rule::value
                    | Rule::requirement
                    | Rule::NAME
                    | Rule::KEY
                    | Rule::VALUE
            )
        })
    }

    /// The place of a token.
    pub(super) fn span(&self, token: Token) -> Span {
        Span::new(self.file, token.start, token.end)
    }

    /// The place between two tokens.
    pub(super) fn gap(&self, left: Token, right: Token) -> Span {
        Span::new(self.file, left.end, right.start)
    }

    /// From the start of one token to the end of another.
    pub(super) fn range(&self, first: Token, last: Token) -> Span {
        self.span(first).to(self.span(last))
    }

    /// The text of a place.
    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// Whether two tokens stand apart on one line.
    pub(super) fn apart(&self, left: Token, right: Token) -> bool {
        !left.touches(right) && !self.slice(self.gap(left, right)).contains(['\n', '#'])
    }

    /// A diagnostic at a token.
    pub(super) fn report(
        &self,
        code: &'static Code,
        token: Token,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(code, self.span(token), message)
    }

    /// Whether the statement parses once `span` is replaced by `text`.
    pub(super) fn parses_with(&self, span: Span, text: &str) -> bool {
        let before = self
            .text
            .get(self.chunk.start as usize..span.start as usize);
        let behind = self.text.get(span.end as usize..self.chunk.end as usize);
        let (Some(before), Some(behind)) = (before, behind) else {
            return false;
        };
        grammar::parse(&[before, text, behind].concat()).is_ok()
    }
}
