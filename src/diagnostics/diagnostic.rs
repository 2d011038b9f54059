//! One diagnostic.

use crate::diagnostics::Code;
use crate::source::Span;

/// A place that a diagnostic points at, with a few words on it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is to be seen there; may be empty.
    pub message: String,
}

/// One replacement of a range of the source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// A mend that is certain: applying it removes the diagnostic and does what the author meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fix {
    /// What it does, in the imperative: ``write `->` ``.
    pub title: String,
    /// The replacements, which do not overlap.
    pub edits: Vec<Edit>,
}

/// Something that is wrong with a text, or likely to be.
///
/// Messages are lower case, without a full stop, with the author's words in backticks; the message
/// alone says what is wrong, the help what to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Diagnostic {
    /// Where the mistake is.
    pub primary: Label,
    /// Which kind of mistake it is.
    pub code: &'static Code,
    /// What is wrong, in one sentence that stands alone.
    pub message: String,
    /// Other places that belong to it.
    pub secondary: Vec<Label>,
    /// Facts that explain it.
    pub notes: Vec<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// Edits that mend it.
    pub fixes: Vec<Fix>,
    /// Whether the text at its places may be a secret, so that nothing of it is to be shown.
    pub is_private: bool,
}

impl Diagnostic {
    /// A diagnostic at `span`, without a label's text.
    pub fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            primary: Label {
                span,
                message: String::new(),
            },
            code,
            message: message.into(),
            secondary: Vec::new(),
            notes: Vec::new(),
            help: None,
            fixes: Vec::new(),
            is_private: false,
        }
    }

    /// Puts words on the primary place.
    #[must_use]
    pub fn label(mut self, message: impl Into<String>) -> Self {
        self.primary.message = message.into();
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn also(mut self, span: Span, message: impl Into<String>) -> Self {
        self.secondary.push(Label {
            span,
            message: message.into(),
        });
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a mend that replaces `span` by `text`.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        self.fixes.push(Fix {
            title: title.into(),
            edits: vec![Edit {
                span,
                text: text.into(),
            }],
        });
        self
    }

    /// Keeps the text at its places from being shown.
    #[must_use]
    pub fn private(mut self) -> Self {
        self.is_private = true;
        self
    }

    /// The one fix, where there is one that changes anything: several are alternatives.
    pub fn mend(&self) -> Option<&Fix> {
        match self.fixes.as_slice() {
            [fix] if !fix.edits.is_empty() => Some(fix),
            _ => None,
        }
    }
}
