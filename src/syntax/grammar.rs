//! The parser that pest makes from `grammar/netpol.pest`.

use pest::Parser;
use pest::error::{Error, ErrorVariant, InputLocation};
use pest::iterators::Pair;
use pest_derive::Parser as PestParser;

#[derive(PestParser)]
#[grammar = "../grammar/netpol.pest"]
struct Grammar;

/// Where the first token stands that fits no longer, and what would have fitted.
pub(super) struct Failure {
    /// Offset in the text that was parsed.
    pub(super) at: usize,
    /// What would have fitted.
    pub(super) expected: Vec<Rule>,
}

impl Failure {
    /// Nothing of the text fits.
    pub(super) fn at_start() -> Self {
        Self {
            at: 0,
            expected: Vec::new(),
        }
    }
}

/// Parses the text of one statement.
pub(super) fn parse(text: &str) -> Result<Pair<'_, Rule>, Failure> {
    let mut pairs = Grammar::parse(Rule::statement, text).map_err(|error| failure(&error))?;
    pairs.next().ok_or_else(Failure::at_start)
}

/// Parses one part of a statement, with which `text` starts.
pub(super) fn part(rule: Rule, text: &str) -> Option<Pair<'_, Rule>> {
    Grammar::parse(rule, text).ok()?.next()
}

fn failure(error: &Error<Rule>) -> Failure {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let expected = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives.clone(),
        ErrorVariant::CustomError { .. } => Vec::new(),
    };
    Failure { at, expected }
}
