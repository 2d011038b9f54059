//! Words that the API server has rules for: namespaces, prefixes, keys, values.

use crate::diagnostics::{Code, Diagnostic, codes};
use crate::k8s;
use crate::syntax::ast::Name;

/// A namespace is a DNS label (V9).
pub(super) fn namespace(name: &Name) -> Result<(), Diagnostic> {
    k8s::dns_label(&name.text).map_err(|error| {
        let message = format!("`{}` can be no namespace: {}", shown(&name.text), error);
        Diagnostic::new(&codes::INVALID_NAMESPACE, name.span, message)
    })
}

/// A prefix begins the names of objects (V7) and is the value of a label (V31).
pub(super) fn prefix(name: &Name) -> Result<(), Diagnostic> {
    let subdomain = k8s::dns_subdomain(&name.text).map_err(|error| error.to_string());
    let value = || k8s::label_value(&name.text).map_err(|error| error.to_string());
    subdomain.and_then(|()| value()).map_err(|reason| {
        let message = format!(
            "`{}` cannot begin the name of an object: {reason}",
            shown(&name.text)
        );
        Diagnostic::new(&codes::INVALID_OBJECT_NAME, name.span, message)
    })
}

/// A label key is a qualified name (V30).
pub(super) fn label_key(key: &Name) -> Result<(), Diagnostic> {
    k8s::label_key(&key.text).map_err(|error| {
        let message = format!("`{}` is no label key: {}", shown(&key.text), error);
        Diagnostic::new(&codes::INVALID_LABEL_KEY, key.span, message)
    })
}

/// A label value (V31).
pub(super) fn label_value(value: &Name) -> Result<(), Diagnostic> {
    k8s::label_value(&value.text).map_err(|error| {
        let message = format!("`{}` is no label value: {}", shown(&value.text), error);
        Diagnostic::new(&codes::INVALID_LABEL_VALUE, value.span, message)
    })
}

/// A diagnostic about a word, with what is wrong with it.
pub(super) fn wrong(code: &'static Code, name: &Name, what: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(
        code,
        name.span,
        format!("`{}` {what}: {reason}", shown(&name.text)),
    )
}

/// The word as a message can quote it: of a long one the beginning.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 40;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}
