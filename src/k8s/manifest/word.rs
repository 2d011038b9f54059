//! Words that the API server has rules for, wherever they stand.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::diagnostics::{Code, Diagnostic, codes};
use crate::k8s;
use crate::k8s::manifest::node::{Entry, Kind, Node};
use crate::k8s::manifest::reader::Reader;
use crate::k8s::manifest::tree::quoted;
use crate::source::Span;

impl Reader {
    /// A key of labels (V30).
    pub(in crate::k8s) fn label_key(&mut self, key: &str, span: Span) {
        if let Err(error) = k8s::label_key(key) {
            self.ill(
                &codes::INVALID_LABEL_KEY,
                span,
                key,
                "is no label key",
                &error,
            );
        }
    }

    /// A value of labels (V31).
    pub(in crate::k8s) fn label_value(&mut self, value: &str, span: Span) {
        if let Err(error) = k8s::label_value(value) {
            let what = "is no label value";
            self.ill(&codes::INVALID_LABEL_VALUE, span, value, what, &error);
        }
    }

    /// Says which rule a word breaks.
    pub(in crate::k8s) fn ill(
        &mut self,
        code: &'static Code,
        span: Span,
        word: &str,
        what: &str,
        reason: &dyn Display,
    ) {
        let message = format!("`{}` {what}: {reason}", shown(word));
        self.report(Diagnostic::new(code, span, message));
    }

    /// A map of strings to strings.
    pub(super) fn strings<'n>(
        &mut self,
        node: &'n Node,
        what: &str,
    ) -> Option<BTreeMap<String, (String, &'n Entry)>> {
        let Kind::Map(entries) = &node.kind else {
            return self.wrong_type(node, what, "a map");
        };
        let mut strings = BTreeMap::new();
        for entry in entries {
            self.warn_of_key(entry);
            let what = format!("the value of `{}`", shown(&entry.key.text));
            if let Some(text) = self.text(&entry.value, entry.key.span, &what) {
                strings.insert(entry.key.text.to_string(), (text, entry));
            }
        }
        Some(strings)
    }

    /// Labels: those of an object, or those that a selector asks for.
    pub(super) fn labels(&mut self, node: &Node, what: &str) -> Option<BTreeMap<String, String>> {
        let strings = self.strings(node, what)?;
        for (key, (value, entry)) in &strings {
            self.label_key(key, entry.key.span);
            self.label_value(value, entry.value.place(entry.key.span));
        }
        Some(texts(strings))
    }

    /// Warns of a key that is not what it says.
    fn warn_of_key(&mut self, entry: &Entry) {
        let Some(bare) = &entry.key.misread else {
            return;
        };
        let span = entry.key.span;
        let message = format!("the key `{bare}` is `{}` in YAML", entry.key.text);
        let diagnostic = Diagnostic::new(&codes::MISREAD_WORD, span, message);
        self.report(quoted(diagnostic, span, bare));
    }
}

/// The map without the places.
pub(super) fn texts(strings: BTreeMap<String, (String, &Entry)>) -> BTreeMap<String, String> {
    let texts = strings.into_iter();
    texts.map(|(key, (value, _))| (key, value)).collect()
}

/// The word as a message can quote it: of a long one the beginning.
pub(in crate::k8s) fn shown(text: &str) -> String {
    const LONGEST: usize = 40;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}
