//! What stands before a word in its statement.

use std::ops::Range;

use smol_str::SmolStr;

use crate::syntax::build::held_text;
use crate::syntax::explain::context::Context;
use crate::syntax::lexer::{Bracket, Kind, Lexer, Token};
use crate::syntax::slot::want::{Home, Labelled, Role};

/// The tokens of a statement before a word.
pub(super) struct Before<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    /// What surrounds the word.
    pub(super) context: Context,
    /// Where the word starts.
    at: u32,
}

impl<'a> Before<'a> {
    /// Those of the statement that starts at `start`, up to the word that starts at `at`.
    pub(super) fn new(text: &'a str, start: u32, at: u32) -> Self {
        let up_to = text.get(..at as usize).unwrap_or("");
        let tokens = Lexer::new(up_to, start as usize);
        let tokens = tokens.filter(|token| !matches!(token.kind, Kind::Comment | Kind::Newline));
        let tokens: Vec<Token> = tokens.collect();
        Self {
            text,
            context: Context::new(text, &tokens),
            tokens,
            at,
        }
    }

    /// The text of the statement up to the word.
    pub(super) fn statement(&self) -> &'a str {
        self.from(self.tokens.first())
    }

    /// The keyword of the statement; empty before it.
    pub(super) fn keyword(&self) -> &'a str {
        self.word(0)
    }

    /// Whether the word stands in the brackets of a selector, or in a set of one.
    pub(super) fn is_in_selector(&self) -> bool {
        self.context.in_selector
    }

    /// Text that says in few words, all of them right, what stands before the item that the word belongs to, with
    /// the item; then that and what stands before the word in its brackets.
    pub(super) fn simplified(&self) -> Vec<String> {
        let Some(head) = self.head() else {
            return Vec::new();
        };
        let item = self.tokens.get(self.item());
        let mut all = vec![[head, self.from(item)].concat()];
        if let Some((bracket, open)) = self.context.open {
            let opening = match bracket {
                Bracket::Square => "[",
                Bracket::Round if self.is_in_selector() => "[a in (",
                Bracket::Round if self.context.except.is_some() => "a except (",
                Bracket::Round => "a:(",
            };
            let inner = self.tokens.iter().rposition(|one| one.kind == Kind::Comma);
            let inner = inner.unwrap_or(open).max(open) + 1;
            all.push([head, opening, self.from(self.tokens.get(inner))].concat());
        }
        all
    }

    fn head(&self) -> Option<&'static str> {
        let behind_arrow = self.context.arrow.is_some();
        let promises = matches!(self.word(1), "deny");
        Some(match self.keyword() {
            "allow" if behind_arrow => "allow a -> ",
            "allow" => "allow ",
            "deny" if behind_arrow => "deny a -> ",
            "deny" => "deny ",
            "expect" if behind_arrow => "expect allow a -> ",
            "expect" if self.tokens.len() > 1 && (promises || self.word(1) == "allow") => {
                "expect allow "
            }
            "isolate" => "isolate ",
            "workload" if self.assigns() => "workload a = ",
            "network" if self.assigns() => "network a = ",
            "service" if self.assigns() => "service a = ",
            "group" if self.assigns() => "group a = ",
            "namespace" => "namespace ",
            _ => return None,
        })
    }

    fn assigns(&self) -> bool {
        self.tokens.iter().any(|one| one.kind == Kind::Equals)
    }

    /// The index of the first token of the item of a list that the word belongs to, which is an item of no brackets.
    fn item(&self) -> usize {
        let declares = matches!(self.keyword(), "workload" | "network" | "service" | "group");
        let mut depth = 0_usize;
        let mut item = if self.keyword() == "expect" { 2 } else { 1 };
        for (index, token) in self.tokens.iter().enumerate() {
            match token.kind {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => depth = depth.saturating_sub(1),
                Kind::Comma | Kind::Arrow if depth == 0 => item = index + 1,
                Kind::Equals if depth == 0 && declares => item = index + 1,
                _ => {}
            }
        }
        item
    }

    /// What a peer is here.
    pub(super) fn role(&self) -> Role {
        match self.keyword() {
            _ if self.context.except.is_some() => Role::Except,
            "isolate" => Role::Subject,
            "group" => Role::Member,
            "service" => Role::Service,
            _ if self.context.arrow.is_some() => Role::Target,
            _ => Role::Source,
        }
    }

    /// Where the peer stands whose ports follow here.
    pub(super) fn peer(&self) -> Range<u32> {
        let item = self.item();
        let tokens = self.tokens.get(item..).unwrap_or_default();
        // Of an address with colons the port is behind brackets.
        let mut depth = 0_usize;
        let colon = tokens.iter().position(|token| {
            match token.kind {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && token.kind == Kind::Colon
        });
        let peer = tokens.get(..colon.unwrap_or(0)).unwrap_or_default();
        match (peer.first(), peer.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => self.at..self.at,
        }
    }

    /// The namespaces of the pods behind the `/` before the word.
    pub(super) fn home(&self) -> Home {
        self.home_before(self.tokens.len())
    }

    /// What has the labels of the selector that the word stands in.
    pub(super) fn labelled(&self) -> Labelled {
        let square = self.square();
        if let Some(square) = square
            && let Some(slash) = square.checked_sub(1)
            && self.kind(slash) == Some(Kind::Slash)
        {
            return Labelled::Pods(self.home_before(square));
        }
        if self.is_before_slash() {
            Labelled::Namespaces
        } else {
            Labelled::Pods(Home::Own)
        }
    }

    /// The key whose value the word is.
    pub(super) fn key(&self) -> Option<SmolStr> {
        let operator = match self.context.open? {
            (Bracket::Square, _) => self.tokens.len().checked_sub(1)?,
            (Bracket::Round, open) => open.checked_sub(1)?,
        };
        // `!=` is two.
        let is_not = |index: &usize| self.kind(*index) == Some(Kind::Bang);
        let behind = operator.checked_sub(1).filter(is_not).unwrap_or(operator);
        let last = behind.checked_sub(1)?;
        let first = match self.kind(last.checked_sub(1)?)? {
            Kind::Slash => last.checked_sub(2)?,
            _ => last,
        };
        if self.kind(last)? == Kind::Text {
            return Some(held_text(self.word(last)));
        }
        let (start, end) = (self.tokens.get(first)?.start, self.tokens.get(last)?.end);
        self.text
            .get(start as usize..end as usize)
            .map(SmolStr::new)
    }

    /// The namespaces before the `/` that is the last token before `index`.
    fn home_before(&self, index: usize) -> Home {
        let Some(place) = index.checked_sub(2) else {
            return Home::Own;
        };
        match self.kind(place) {
            Some(Kind::Word) => Home::Named(SmolStr::new(self.word(place))),
            Some(Kind::Text) => Home::Named(held_text(self.word(place))),
            _ => Home::Several,
        }
    }

    /// The index of the `[` that is open at the word.
    fn square(&self) -> Option<usize> {
        let mut open = Vec::new();
        for (index, token) in self.tokens.iter().enumerate() {
            match token.kind {
                Kind::Open(bracket) => open.push((bracket, index)),
                Kind::Close(_) => {
                    open.pop();
                }
                _ => {}
            }
        }
        let mut squares = open.into_iter().rev();
        let square = squares.find(|(bracket, _)| *bracket == Bracket::Square);
        square.map(|(_, index)| index)
    }

    /// Whether a `/` follows the selector that is open at the word.
    fn is_before_slash(&self) -> bool {
        let behind = Lexer::new(self.text, self.at as usize);
        let mut behind = behind.take_while(|token| token.kind != Kind::Newline);
        let close = behind.find(|token| token.kind == Kind::Close(Bracket::Square));
        let next = behind.next();
        close.is_some_and(|close| {
            next.is_some_and(|next| next.kind == Kind::Slash && close.touches(next))
        })
    }

    fn from(&self, token: Option<&Token>) -> &'a str {
        let start = token.map_or(self.at, |token| token.start);
        self.text
            .get(start as usize..self.at as usize)
            .unwrap_or("")
    }

    fn kind(&self, index: usize) -> Option<Kind> {
        self.tokens.get(index).map(|token| token.kind)
    }

    fn word(&self, index: usize) -> &'a str {
        let token = self.tokens.get(index);
        token.map_or("", |token| token.text(self.text))
    }
}
