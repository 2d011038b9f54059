//! The configuration of the function: a `ConfigMap` of texts.

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::dns_label;
use crate::k8s::manifest::{Kind, Node, Reader};

const EXTENSION: &str = ".netpol";
const NAMESPACE: &str = "namespace";

/// What the function is to do.
#[derive(Clone, Debug)]
pub struct Config {
    /// The texts, sorted by name; at least one.
    pub programs: Vec<Program>,
    /// The namespace of texts that declare none. A DNS label (V9).
    pub namespace: Option<String>,
}

/// A text of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Program {
    /// Its key, which ends in `.netpol`.
    pub name: String,
    /// What it says.
    pub text: String,
}

pub(super) fn read(reader: &mut Reader, list: &Node) -> Option<Config> {
    let wanted = "a function of netpolc needs a `functionConfig`: a `ConfigMap` with a `.netpol` text in its `data`";
    let Some(config) = list.get("functionConfig") else {
        reader.missing(list.first_key(), wanted);
        return None;
    };
    if config.get("kind").map(|kind| &kind.kind) != Some(&Kind::String("ConfigMap".into())) {
        let place = config
            .get("kind")
            .map_or(config.first_key(), |kind| kind.span);
        reader.report(Diagnostic::new(&codes::UNKNOWN_WORD, place, wanted));
        return None;
    }
    let Some(data) = config.get("data") else {
        reader.missing(config.first_key(), wanted);
        return None;
    };
    if !matches!(data.kind, Kind::Map(_)) {
        return reader.wrong_type(data, "`data`", "a map");
    }
    let mut programs = Vec::new();
    let mut namespace = None;
    for entry in data.entries() {
        let key = &entry.key;
        let Some(text) = reader.string(&entry.value, &format!("`{}`", key.text)) else {
            continue;
        };
        let mut known = data.entries().iter();
        if known.any(|one| one.key.text == key.text && one.key.span < key.span) {
            let message = format!("`{}` stands here twice", key.text);
            reader.report(Diagnostic::new(&codes::DUPLICATE_KEY, key.span, message));
        } else if key.text.ends_with(EXTENSION) {
            programs.push(Program {
                name: key.text.to_string(),
                text,
            });
        } else if key.text == NAMESPACE {
            if let Err(error) = dns_label(&text) {
                let message = format!("`{text}` is no namespace: {error}");
                let wrong = Diagnostic::new(&codes::INVALID_NAMESPACE, entry.value.span, message);
                reader.report(wrong);
            }
            namespace = Some(text);
        } else {
            let message = format!(
                "netpolc has no setting `{}`: it takes `{NAMESPACE}`, and keys that end in `{EXTENSION}`",
                key.text
            );
            reader.report(Diagnostic::new(&codes::UNKNOWN_FIELD, key.span, message));
        }
    }
    if programs.is_empty() {
        reader.missing(data.first_key(), wanted);
        return None;
    }
    programs.sort();
    Some(Config {
        programs,
        namespace,
    })
}
