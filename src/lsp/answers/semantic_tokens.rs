//! `textDocument/semanticTokens/full`

use lsp_types::{
    Position, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens,
    SemanticTokensLegend, SemanticTokensParams, SemanticTokensResult,
};

use crate::lsp::workspace::Workspace;
use crate::syntax::classes::{Class, classes};

/// The types of tokens, in the order of their numbers.
const TYPES: [SemanticTokenType; 12] = [
    SemanticTokenType::COMMENT,
    SemanticTokenType::STRING,
    SemanticTokenType::KEYWORD,
    SemanticTokenType::OPERATOR,
    SemanticTokenType::MODIFIER,
    SemanticTokenType::MACRO,
    SemanticTokenType::VARIABLE,
    SemanticTokenType::NAMESPACE,
    SemanticTokenType::PROPERTY,
    SemanticTokenType::ENUM_MEMBER,
    SemanticTokenType::NUMBER,
    SemanticTokenType::TYPE,
];

/// The one modifier, by its bit.
const DECLARATION: u32 = 1;

pub(in crate::lsp) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: TYPES.into(),
        token_modifiers: vec![SemanticTokenModifier::DECLARATION],
    }
}

/// The classes of the text as it is: they need nothing else.
pub(in crate::lsp) fn answer(
    workspace: &mut Workspace<'_>,
    params: &SemanticTokensParams,
) -> Option<SemanticTokensResult> {
    let document = workspace.document(&params.text_document.uri)?;
    let mut before = Position::default();
    let mut data = Vec::new();
    for one in classes(&document.text) {
        let Some((kind, modifiers)) = token(one.class) else {
            continue;
        };
        let bytes = one.start as usize..one.end as usize;
        // No token is longer than a line: comments go on behind a CR, which ends a line for clients.
        for part in document.lines.parts(&document.text, bytes) {
            let start = document.lines.position(&document.text, part.start);
            let end = document.lines.position(&document.text, part.end);
            let delta_line = start.line - before.line;
            data.push(SemanticToken {
                delta_line,
                delta_start: if delta_line == 0 {
                    start.character - before.character
                } else {
                    start.character
                },
                length: end.character - start.character,
                token_type: kind,
                token_modifiers_bitset: modifiers,
            });
            before = start;
        }
    }
    Some(SemanticTokensResult::Tokens(SemanticTokens {
        result_id: None,
        data,
    }))
}

/// The type of a class, and its modifiers; none for what has no colour of its own.
fn token(class: Class) -> Option<(u32, u32)> {
    let (kind, modifiers) = match class {
        Class::Punctuation => return None,
        Class::Comment => (SemanticTokenType::COMMENT, 0),
        Class::String => (SemanticTokenType::STRING, 0),
        Class::Keyword => (SemanticTokenType::KEYWORD, 0),
        Class::Operator => (SemanticTokenType::OPERATOR, 0),
        Class::Modifier => (SemanticTokenType::MODIFIER, 0),
        Class::Wildcard => (SemanticTokenType::MACRO, 0),
        Class::Name => (SemanticTokenType::VARIABLE, 0),
        Class::Declaration => (SemanticTokenType::VARIABLE, DECLARATION),
        Class::Namespace => (SemanticTokenType::NAMESPACE, 0),
        Class::Key => (SemanticTokenType::PROPERTY, 0),
        Class::Value | Class::Port => (SemanticTokenType::ENUM_MEMBER, 0),
        Class::Number | Class::Address => (SemanticTokenType::NUMBER, 0),
        Class::Protocol => (SemanticTokenType::TYPE, 0),
    };
    let at = TYPES.iter().position(|one| *one == kind)?;
    Some((u32::try_from(at).ok()?, modifiers))
}
