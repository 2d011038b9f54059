//! The classes of a broken statement, token by token.
//!
//! What a token is depends on the statement's first word, the innermost open bracket, and the token
//! before it. Addresses, ports and keys, which may be several tokens, are read by the grammar's own rules.

use crate::syntax::chunk::Chunk;
use crate::syntax::classes::{Class, Classified, tree};
use crate::syntax::grammar::{Rule, part};
use crate::syntax::lexer::{Bracket, Kind, Lexer, Token, offset};

/// Adds the classes of a statement that a keyword starts.
pub(super) fn classify(text: &str, chunk: Chunk, found: &mut Vec<Classified>) {
    let whole = text.get(..chunk.end as usize).unwrap_or("");
    let first = Lexer::new(whole, chunk.start as usize).next();
    let first = first.map_or("", |token| token.text(whole));
    let mut reader = Reader {
        text: whole,
        first,
        places: vec![Place::of(first)],
        before: None,
        found,
    };
    let mut at = chunk.start;
    while let Some(token) = Lexer::new(whole, at as usize).next() {
        at = reader.take(token);
    }
}

/// What stands around a token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Peers and their ports.
    Peers,
    /// Names that are declared, up to the `=`.
    Declared,
    /// Namespaces.
    Namespaces,
    /// `label KEY`, and what stands within `[ ]`.
    Keys,
    /// Within the `( )` of a set of values.
    Values,
    /// Within the `( )` of ports.
    Ports,
}

impl Place {
    /// Where a statement with this first word begins.
    fn of(first: &str) -> Self {
        match first {
            "workload" | "network" | "service" | "group" => Place::Declared,
            "namespace" => Place::Namespaces,
            "label" => Place::Keys,
            _ => Place::Peers,
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    /// The statement's first word.
    first: &'a str,
    /// That of the statement, and one for each open bracket.
    places: Vec<Place>,
    before: Option<Token>,
    found: &'a mut Vec<Classified>,
}

impl Reader<'_> {
    /// Classifies a token, or what it starts, and says where the next one may start.
    fn take(&mut self, token: Token) -> u32 {
        let end = match token.kind {
            Kind::Newline | Kind::Comment => return token.end,
            Kind::Open(Bracket::Round) => None,
            _ => self.read(token),
        };
        let end = end.unwrap_or_else(|| {
            self.single(token);
            token.end
        });
        self.before = Some(Token { end, ..token });
        end
    }

    fn place(&self) -> Place {
        self.places.last().copied().unwrap_or(Place::Peers)
    }

    /// Reads an address, a port or a key that starts with `token`, and says where it ends.
    fn read(&mut self, token: Token) -> Option<u32> {
        self.before?;
        let rule = match self.place() {
            Place::Ports => Rule::port,
            Place::Peers if self.follows(Kind::Colon) => Rule::ports,
            Place::Peers if !self.goes_on(token) => Rule::address,
            Place::Keys if self.key(token) == Some(Class::Key) => Rule::key,
            _ => return None,
        };
        let end = match rule {
            Rule::address => self.end_of_address(token),
            _ => self.end_of_pair(token),
        };
        let text = self.text.get(token.start as usize..end as usize)?;
        let pair = part(rule, text)?;
        let length = offset(pair.as_str().len());
        tree::classify(pair, token.start, self.found);
        Some(token.start.saturating_add(length))
    }

    /// Whether `token` stands within what may be an address, where none starts.
    fn goes_on(&self, token: Token) -> bool {
        self.before.is_some_and(|before| {
            before.touches(token) && matches!(before.kind, Kind::Word | Kind::Colon | Kind::Slash)
        })
    }

    /// No address that starts with `token` reaches further. What a parser is given it looks at to its
    /// end, so it is given no more.
    fn end_of_address(&self, token: Token) -> u32 {
        let bracketed = token.kind == Kind::Open(Bracket::Square);
        let rest = self.text.get(token.end as usize..).unwrap_or("");
        let marks = if bracketed { ":./%-_" } else { ":./-_" };
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && !marks.contains(c));
        let length = length.unwrap_or(rest.len());
        let closes = bracketed && rest.get(length..).is_some_and(|rest| rest.starts_with(']'));
        token
            .end
            .saturating_add(offset(length + usize::from(closes)))
    }

    /// Where `token`, or the `token/WORD` that starts with it, ends.
    fn end_of_pair(&self, token: Token) -> u32 {
        let mut behind = Lexer::new(self.text, token.end as usize);
        match (behind.next(), behind.next()) {
            (Some(slash), Some(word))
                if slash.kind == Kind::Slash && token.touches(slash) && slash.touches(word) =>
            {
                word.end
            }
            _ => token.end,
        }
    }

    fn single(&mut self, token: Token) {
        let class = match token.kind {
            Kind::Text | Kind::OpenText => Class::String,
            Kind::Arrow => Class::Operator,
            Kind::Comma | Kind::Colon | Kind::Slash => Class::Punctuation,
            Kind::Open(bracket) => {
                self.open(bracket);
                Class::Punctuation
            }
            Kind::Close(_) => {
                if self.places.len() > 1 {
                    self.places.pop();
                }
                Class::Punctuation
            }
            Kind::Star => Class::Wildcard,
            Kind::Bang | Kind::Equals => {
                self.operator(token);
                return;
            }
            Kind::Word => match self.word(token) {
                Some(class) => class,
                None => return,
            },
            Kind::WrongArrow | Kind::Comment | Kind::Newline | Kind::Other => return,
        };
        self.push(token, class);
    }

    fn push(&mut self, token: Token, class: Class) {
        self.found.push(Classified {
            start: token.start,
            end: token.end,
            class,
        });
    }

    fn open(&mut self, bracket: Bracket) {
        let place = match (bracket, self.place()) {
            (Bracket::Square, _) => Place::Keys,
            (Bracket::Round, Place::Keys) => Place::Values,
            (Bracket::Round, _) if self.follows(Kind::Colon) => Place::Ports,
            (Bracket::Round, place) => place,
        };
        self.places.push(place);
    }

    fn operator(&mut self, token: Token) {
        match (self.place(), token.kind) {
            (Place::Keys, Kind::Equals) => {
                if let (Some(before), Some(last)) = (self.before, self.found.last_mut())
                    && before.kind == Kind::Bang
                    && before.touches(token)
                {
                    last.end = token.end;
                    return;
                }
            }
            (Place::Keys, _) => {}
            (Place::Declared, Kind::Equals) => {
                if let Some(place) = self.places.last_mut() {
                    *place = Place::Peers;
                }
            }
            _ => return,
        }
        self.push(token, Class::Operator);
    }

    fn word(&self, token: Token) -> Option<Class> {
        let word = token.text(self.text);
        let Some(before) = self.before else {
            return Some(Class::Keyword);
        };
        let second = before.text(self.text) == self.first && self.places.len() == 1;
        match self.place() {
            Place::Peers if second && self.is_action(word) => Some(Class::Keyword),
            Place::Peers if self.follows(Kind::Colon) => {
                self.is_direction(token).then_some(Class::Modifier)
            }
            Place::Peers => self.peer(token),
            Place::Declared => is_name(word).then_some(Class::Declaration),
            Place::Namespaces => is_name(word).then_some(Class::Namespace),
            Place::Keys => self.key(token),
            Place::Values => Some(Class::Value),
            Place::Ports => None,
        }
    }

    /// Whether the word is the second one of `default deny` or `expect allow`.
    fn is_action(&self, word: &str) -> bool {
        match self.first {
            "default" => word == "deny",
            "expect" => matches!(word, "allow" | "deny"),
            _ => false,
        }
    }

    fn peer(&self, token: Token) -> Option<Class> {
        let word = token.text(self.text);
        let behind = self.text.get(token.end as usize..).unwrap_or("");
        let is_place = behind.starts_with('/');
        let is_pod = self.follows(Kind::Slash);
        match word {
            "any" if !is_place && !is_pod => Some(Class::Wildcard),
            "except" | "because" if !is_place && !is_pod => Some(Class::Keyword),
            "ingress" | "egress" if !is_place && !is_pod && self.takes_direction() => {
                Some(Class::Modifier)
            }
            _ if !is_name(word) => None,
            _ if is_place => Some(Class::Namespace),
            _ => Some(Class::Name),
        }
    }

    fn takes_direction(&self) -> bool {
        matches!(self.first, "isolate" | "default")
    }

    fn key(&self, token: Token) -> Option<Class> {
        let word = token.text(self.text);
        let before = self.before.map(|before| before.kind);
        let is_set = matches!(before, Some(Kind::Word | Kind::Text)) && self.places.len() > 1;
        match word {
            _ if token.kind != Kind::Word => None,
            _ if before == Some(Kind::Equals) => Some(Class::Value),
            "in" | "notin" if is_set => Some(Class::Operator),
            _ => is_name(word).then_some(Class::Key),
        }
    }

    /// `ingress` or `egress` behind a colon, as a word of the language.
    fn is_direction(&self, token: Token) -> bool {
        let behind = self.text.get(token.end as usize..).unwrap_or("");
        self.follows(Kind::Colon)
            && matches!(token.text(self.text), "ingress" | "egress")
            && !behind.starts_with('/')
    }

    fn follows(&self, kind: Kind) -> bool {
        self.before.is_some_and(|before| before.kind == kind)
    }
}

/// Whether a word is a name without quotes.
fn is_name(word: &str) -> bool {
    word.is_ascii() && word.starts_with(|first: char| first.is_ascii_alphabetic())
}
