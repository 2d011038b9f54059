//! Words that the API server has rules for: namespaces, prefixes, keys, values.

use crate::diagnostics::{Code, Diagnostic, codes};
use crate::format;
use crate::k8s;
use crate::syntax::ast::Name;

/// Words that are no names everywhere.
const RESERVED: [&str; 6] = ["any", "except", "because", "ingress", "egress", "service"];

/// A namespace is a DNS label (V9).
pub(super) fn namespace(name: &Name) -> Result<(), Diagnostic> {
    k8s::dns_label(&name.text).map_err(|error| {
        let reason = error.to_string();
        let diagnostic = wrong(
            &codes::INVALID_NAMESPACE,
            name,
            "can be no namespace",
            &reason,
        );
        let right = |text: &str| k8s::dns_label(text).is_ok();
        respell(diagnostic, name, right)
            .unwrap_or_else(|it| it.help("write the name that `kubectl get namespaces` shows"))
    })
}

/// A prefix begins the names of objects (V7) and is the value of a label (V31).
pub(super) fn prefix(name: &Name) -> Result<(), Diagnostic> {
    let subdomain = k8s::dns_subdomain(&name.text).map_err(|error| error.to_string());
    let value = || k8s::label_value(&name.text).map_err(|error| error.to_string());
    subdomain.and_then(|()| value()).map_err(|reason| {
        let what = "cannot begin the name of an object";
        let diagnostic = wrong(&codes::INVALID_OBJECT_NAME, name, what, &reason);
        let right = |text: &str| k8s::dns_subdomain(text).is_ok() && k8s::label_value(text).is_ok();
        respell(diagnostic, name, right)
            .unwrap_or_else(|it| it.help("write a short prefix such as `shop`"))
    })
}

/// A label key is a qualified name (V30).
pub(super) fn label_key(key: &Name) -> Result<(), Diagnostic> {
    k8s::label_key(&key.text).map_err(|error| {
        let reason = error.to_string();
        wrong(&codes::INVALID_LABEL_KEY, key, "is no label key", &reason)
            .help("write the key as the labels of the pods have it")
    })
}

/// A label value (V31).
pub(super) fn label_value(value: &Name) -> Result<(), Diagnostic> {
    k8s::label_value(&value.text).map_err(|error| {
        let reason = error.to_string();
        wrong(
            &codes::INVALID_LABEL_VALUE,
            value,
            "is no label value",
            &reason,
        )
        .help("write the value as the labels of the pods have it")
    })
}

/// Adds the spelling of `name` that is `right`, where there is one near: a fix where only the case
/// differs. Without one the diagnostic comes back as the error.
pub(super) fn respell(
    diagnostic: Diagnostic,
    name: &Name,
    right: impl Fn(&str) -> bool,
) -> Result<Diagnostic, Diagnostic> {
    let lower = name.text.to_ascii_lowercase();
    if right(&lower) {
        let written = if RESERVED.contains(&lower.as_str()) {
            format!("\"{lower}\"")
        } else {
            format::name(&Name {
                text: lower.into(),
                ..name.clone()
            })
        };
        return Ok(diagnostic.fix(format!("write `{written}`"), name.span, written));
    }
    let dashed = lower.replace(['_', '.', ' '], "-");
    if right(&dashed) {
        return Ok(diagnostic.help(format!("did you mean `{dashed}`?")));
    }
    Err(diagnostic)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    fn name(text: &str) -> Name {
        Name {
            text: text.into(),
            span: Span::new(FileId(0), 0, 9),
            quoted: false,
        }
    }

    /// The text of the fix, else the help.
    fn advice(result: Result<(), Diagnostic>) -> String {
        let diagnostic = result.unwrap_err();
        let fix = diagnostic.fixes.first().and_then(|fix| fix.edits.first());
        fix.map_or(diagnostic.help, |edit| Some(edit.text.clone()))
            .unwrap()
    }

    #[test]
    fn a_name_is_mended_where_that_is_certain() {
        let cases = [
            ("Foo", "foo"),
            ("0Day", "\"0day\""),
            ("Any", "\"any\""),
            ("foo_bar", "did you mean `foo-bar`?"),
            ("Foo.Bar", "did you mean `foo-bar`?"),
            ("foo-", "write the name that `kubectl get namespaces` shows"),
        ];
        for (text, expected) in cases {
            assert_eq!(advice(namespace(&name(text))), expected, "{text}");
        }
        assert_eq!(advice(prefix(&name("Shop"))), "shop");
        let long = "a".repeat(64);
        assert_eq!(
            advice(prefix(&name(&long))),
            "write a short prefix such as `shop`"
        );
    }

    #[test]
    fn labels_are_those_of_the_pods() {
        assert!(advice(label_key(&name("a b"))).contains("of the pods"));
        assert!(advice(label_value(&name("web_"))).contains("of the pods"));
    }
}
