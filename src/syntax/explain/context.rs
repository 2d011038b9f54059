//! Where in a statement its first wrong token stands.

use crate::syntax::lexer::{Bracket, Kind, Token};

/// What surrounds a token.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::syntax) struct Context {
    /// The first `->` before it.
    pub(in crate::syntax) arrow: Option<Token>,
    /// The innermost bracket that is open there: its kind and index.
    pub(in crate::syntax) open: Option<(Bracket, usize)>,
    /// Whether it stands in a selector, or in a set of one.
    pub(in crate::syntax) in_selector: bool,
    /// The `except` of the same item of a list, or of the list that it stands in.
    pub(in crate::syntax) except: Option<Token>,
    /// The colon of the same item.
    pub(in crate::syntax) colon: Option<Token>,
}

impl Context {
    /// The context of the token behind `before`.
    pub(in crate::syntax) fn new(text: &str, before: &[Token]) -> Self {
        let mut context = Self::default();
        let mut open: Vec<(Bracket, usize)> = Vec::new();
        let mut squares = 0;
        for (index, token) in before.iter().enumerate() {
            match token.kind {
                Kind::Open(bracket) => {
                    squares += usize::from(bracket == Bracket::Square);
                    open.push((bracket, index));
                }
                Kind::Close(_) => {
                    let closed = open.pop();
                    squares -= usize::from(matches!(closed, Some((Bracket::Square, _))));
                }
                Kind::Comma | Kind::Arrow if open.is_empty() => {
                    context.except = None;
                    context.colon = None;
                    if token.kind == Kind::Arrow {
                        context.arrow.get_or_insert(*token);
                    }
                }
                Kind::Colon if open.is_empty() => {
                    context.colon.get_or_insert(*token);
                }
                Kind::Word if squares == 0 && token.text(text) == "except" => {
                    context.except.get_or_insert(*token);
                }
                _ => {}
            }
        }
        context.open = open.last().copied();
        context.in_selector = squares > 0;
        context
    }
}
