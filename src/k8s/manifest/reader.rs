//! Reading values of a wanted type, and saying where they are something else.

use crate::diagnostics::{Diagnostic, codes, has_errors};
use crate::k8s::manifest::node::{Kind, Node};
use crate::k8s::manifest::tree::quoted;
use crate::source::Span;

/// What is said while an object is read.
#[derive(Default)]
pub(in crate::k8s) struct Reader {
    pub(in crate::k8s) diagnostics: Vec<Diagnostic>,
}

impl Reader {
    pub(in crate::k8s) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Whether there is an error behind the first `before` diagnostics.
    pub(in crate::k8s) fn has_errors_since(&self, before: usize) -> bool {
        has_errors(self.diagnostics.get(before..).unwrap_or_default())
    }

    /// A string, or what is wrong with it (V3).
    pub(in crate::k8s) fn string(&mut self, node: &Node, what: &str) -> Option<String> {
        match &node.kind {
            Kind::String(text) => Some(text.to_string()),
            _ => self.wrong_type(node, what, "a string"),
        }
    }

    /// A string that is an element or the value of a map: nothing is the empty one there (V5).
    pub(super) fn text(&mut self, node: &Node, key: Span, what: &str) -> Option<String> {
        if node.kind != Kind::Null {
            return self.string(node, what);
        }
        let message = format!("{what} is not written, and so the empty string");
        self.report(
            Diagnostic::new(&codes::EMPTY_VALUE, node.place(key), message)
                .help("write `\"\"` if that is meant"),
        );
        Some(String::new())
    }

    /// The elements of a list.
    pub(in crate::k8s) fn list<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n [Node]> {
        match &node.kind {
            Kind::List(items) => Some(items),
            _ => self.wrong_type(node, what, "a list"),
        }
    }

    /// A whole number (V4).
    pub(in crate::k8s) fn integer(&mut self, node: &Node, what: &str) -> Option<i64> {
        let number = match node.kind {
            Kind::Number(number) => number.integer(),
            _ => None,
        };
        number.or_else(|| self.wrong_type(node, what, "a whole number"))
    }

    /// Says that `what` is of another type than it has to be.
    pub(in crate::k8s) fn wrong_type<T>(
        &mut self,
        node: &Node,
        what: &str,
        wanted: &str,
    ) -> Option<T> {
        let found = node.kind.words();
        let message = match &node.bare {
            Some(bare) if matches!(node.kind, Kind::Number(_)) && wanted.contains("number") => {
                format!("{what} has to be {wanted}, not `{bare}`")
            }
            Some(bare) if node.plain && !matches!(node.kind, Kind::Null) => {
                format!("{what} has to be {wanted}, and `{bare}` is {found} in YAML")
            }
            _ => format!("{what} has to be {wanted}, and is {found}"),
        };
        let diagnostic = Diagnostic::new(&codes::WRONG_TYPE, node.span, message);
        self.report(match (&node.kind, &node.bare) {
            (Kind::Bool(_) | Kind::Number(_), Some(bare)) if wanted == "a string" => {
                quoted(diagnostic, node.span, bare)
            }
            (Kind::String(text), _)
                if wanted.ends_with("number") && text.parse::<u16>().is_ok() =>
            {
                diagnostic.fix(format!("write `{text}`"), node.span, text.as_str())
            }
            _ => diagnostic,
        });
        None
    }

    /// Says that something has to be there and is not.
    pub(in crate::k8s) fn missing(&mut self, span: Span, message: impl Into<String>) {
        self.report(Diagnostic::new(&codes::MISSING_FIELD, span, message));
    }
}
