//! One comment `# netpolc: allow(LINT, …)`, and what is wrong with it.

use crate::diagnostics::{Code, Diagnostic, Severity, codes, near_word, removals};
use crate::source::Span;
use crate::syntax::ast::Comment;

/// The longest word that a message repeats.
const LONGEST: usize = 60;

/// A comment that speaks to the compiler.
#[derive(Debug)]
pub(super) struct SilencingComment {
    /// From the `#` to the end of the line.
    pub(super) span: Span,
    /// What it lists; `None` where it cannot be read.
    listed: Option<Vec<Listed>>,
}

/// A word in the list of a comment.
#[derive(Debug)]
struct Listed {
    span: Span,
    text: String,
    /// The code of this number or slug.
    code: Option<&'static Code>,
    /// Whether it silenced anything.
    used: bool,
}

impl SilencingComment {
    /// Reads a comment, whose text begins with the `#`; `None` where it does not speak to the compiler.
    pub(super) fn read(comment: &Comment, text: &str) -> Option<Self> {
        let said = text.strip_prefix('#')?.trim_start();
        let said = said.strip_prefix("netpolc:")?.trim_start();
        let inner = said
            .strip_prefix("allow")
            .and_then(|rest| rest.trim_start().strip_prefix('('))
            .and_then(|rest| Some((rest, rest.split_once(')')?.0)));
        let listed = inner.and_then(|(rest, inner)| {
            let start = text.len() - rest.len();
            list(inner, start, comment.span)
        });
        Some(Self {
            span: comment.span,
            listed,
        })
    }

    /// The lints that it can silence, with their place in its list.
    pub(super) fn lints(&self) -> impl Iterator<Item = (usize, &'static Code)> {
        let listed = self.listed.iter().flatten().enumerate();
        listed.filter_map(|(at, listed)| Some((at, listed.code.filter(|code| is_lint(code))?)))
    }

    /// Notes that a lint of its list was silenced.
    pub(super) fn used(&mut self, at: usize) {
        let listed = self.listed.as_mut();
        if let Some(listed) = listed.and_then(|listed| listed.get_mut(at)) {
            listed.used = true;
        }
    }

    /// Everything that it says to no end. `whole` is the comment with the spaces before it, and
    /// `of_statement` whether it stands on a line of a statement.
    pub(super) fn complaints(&self, whole: Span, of_statement: bool) -> Vec<Diagnostic> {
        let Some(listed) = &self.listed else {
            return vec![malformed(self.span, whole)];
        };
        let proposed: Vec<Option<&str>> = listed.iter().map(|one| proposal(one, listed)).collect();
        let entries: Vec<(Span, bool)> = listed
            .iter()
            .zip(&proposed)
            .map(|(one, proposed)| (one.span, !one.used && proposed.is_none()))
            .collect();
        let all_go = entries.iter().all(|(_, goes)| *goes);
        let mut found = Vec::new();
        for ((one, proposed), removal) in listed.iter().zip(proposed).zip(removals(&entries)) {
            if one.used {
                continue;
            }
            let diagnostic = idle(one, of_statement);
            found.push(match (proposed, removal) {
                (Some(slug), _) => diagnostic.help(format!("did you mean `{slug}`?")).fix(
                    format!("write `{slug}`"),
                    one.span,
                    slug,
                ),
                (None, Some(removal)) if !all_go => {
                    diagnostic.fix("take it out of the list", removal, "")
                }
                _ => diagnostic.fix("take the comment out", whole, ""),
            });
        }
        found
    }
}

/// The words between the parentheses; `None` where one is missing. A comma may stand behind the last.
fn list(inner: &str, start: usize, comment: Span) -> Option<Vec<Listed>> {
    let inner = inner.trim_end();
    let inner = inner.strip_suffix(',').unwrap_or(inner);
    let mut at = start;
    let mut listed = Vec::new();
    for part in inner.split(',') {
        let text = part.trim();
        if text.is_empty() {
            return None;
        }
        let from = at + part.len() - part.trim_start().len();
        let offset = |at: usize| Some(comment.start + u32::try_from(at).ok()?);
        listed.push(Listed {
            span: Span::new(comment.file, offset(from)?, offset(from + text.len())?),
            text: text.to_owned(),
            code: codes::find(text),
            used: false,
        });
        at += part.len() + 1;
    }
    Some(listed)
}

/// Whether a comment can silence this.
fn is_lint(code: &Code) -> bool {
    code.severity == Severity::Warning && code.id != codes::SILENCES_NOTHING.id
}

/// The lint that is nearest to a word that is no code, unless the list has it already.
fn proposal(listed: &Listed, all: &[Listed]) -> Option<&'static str> {
    if listed.code.is_some() || listed.text.len() > LONGEST {
        return None;
    }
    let lints = codes::ALL.iter().filter(|code| is_lint(code));
    let slug = near_word(&listed.text, lints.map(|code| code.slug))?;
    let has = |one: &Listed| one.code.is_some_and(|code| code.slug == slug);
    (!all.iter().any(has)).then_some(slug)
}

fn idle(listed: &Listed, of_statement: bool) -> Diagnostic {
    let text = if listed.text.chars().count() > LONGEST {
        let start: String = listed.text.chars().take(LONGEST).collect();
        format!("{start}…")
    } else {
        listed.text.clone()
    };
    let message = match listed.code {
        None => format!("no lint is called `{text}`"),
        Some(code) if code.severity == Severity::Error => {
            format!("`{text}` is an error, and errors cannot be silenced")
        }
        Some(code) if code.severity == Severity::Note => {
            format!("`{text}` is a note, and notes cannot be silenced")
        }
        Some(code) if !is_lint(code) => format!("`{text}` cannot be silenced"),
        Some(_) => format!("`{text}` silences nothing here"),
    };
    let diagnostic = Diagnostic::new(&codes::SILENCES_NOTHING, listed.span, message);
    if listed.code.is_some_and(is_lint) && !of_statement {
        diagnostic.help("such a comment stands on a line of the statement that it is about")
    } else {
        diagnostic
    }
}

fn malformed(comment: Span, whole: Span) -> Diagnostic {
    let message = "this comment speaks to netpolc, and silences nothing";
    Diagnostic::new(&codes::SILENCES_NOTHING, comment, message)
        .help("to silence a lint write `# netpolc: allow(LINT)`, with its name or number")
        .fix("take the comment out", whole, "")
}
