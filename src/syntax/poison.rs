//! Names that broken statements may have declared.

use crate::diagnostics::{Diagnostic, codes};
use crate::syntax::ast::Ast;
use crate::syntax::chunk::{Chunk, Start};
use crate::syntax::explain::likely_keyword;
use crate::syntax::keyword::declares;
use crate::syntax::lexer::{Kind, Lexer, Token};

/// Notes what the broken statement `chunk` may have declared, so that no later stage complains about
/// names that only this mistake made unknown.
pub(super) fn poison(ast: &mut Ast, text: &str, chunk: Chunk, why: &Diagnostic) {
    if chunk.start_with == Start::Yaml {
        return;
    }
    let all = || Lexer::new(text, chunk.start as usize).take_while(|token| token.start < chunk.end);
    // Of two statements on a line neither was read.
    ast.poisoned_namespace |= all()
        .next()
        .is_some_and(|token| token.text(text) == "namespace");
    let mut tokens = all()
        // A second statement on the line counts from its own first word.
        .skip_while(|token| {
            why.code.id == codes::TWO_STATEMENTS.id && token.start < why.primary.span.start
        })
        // Invisible characters may stand before it.
        .skip_while(|token| token.kind == Kind::Other)
        .peekable();
    let Some(first) = tokens.next() else { return };
    let word = first.text(text);
    let keyword = match chunk.start_with {
        Start::Keyword => word,
        _ => likely_keyword(word).unwrap_or(word),
    };
    ast.poisoned_use |= keyword == "use";
    ast.poisoned_namespace |= keyword == "namespace";
    let assigns = tokens.peek().is_some_and(|next| next.kind == Kind::Equals);
    if declares(keyword) || assigns {
        let declared = assigns.then_some(first);
        let names = declared.into_iter().chain(tokens);
        ast.poisoned
            .extend(names.filter_map(|name| held(text, name)).map(Into::into));
    }
}

/// The name that a token may stand for.
fn held(text: &str, token: Token) -> Option<&str> {
    match token.kind {
        Kind::Word => Some(token.text(text)),
        Kind::Text | Kind::OpenText => Some(token.text(text).trim_matches('"')),
        _ => None,
    }
}
