//! The names of objects (V7).

use std::hash::Hasher;

use fnv::FnvHasher;

use crate::k8s;
use crate::model::{Model, NamespaceId};
use crate::sets::Selector;

/// The name of the object that `default deny` writes.
pub(super) const DEFAULT_DENY: &str = "default-deny";

/// The subject of the object with the rules for `*`.
pub(super) const ALL_PODS: &str = "all-pods";

/// How long a subject may be, so that a name without a prefix is at most 63 bytes: some network
/// plugins take no longer ones.
const LONGEST: usize = 63 - "-policy".len();

/// How many digits of a hash are shown.
const HASH: usize = 10;

/// Names subjects.
pub(super) struct Namer<'a> {
    model: &'a Model,
}

impl<'a> Namer<'a> {
    /// A namer for the subjects of `model`.
    pub(super) fn new(model: &'a Model) -> Self {
        Self { model }
    }

    /// The name of the object with the rules of a subject.
    pub(super) fn policy(&self, namespace: NamespaceId, pods: &Selector) -> String {
        let subject = if pods.is_everything() {
            ALL_PODS.to_owned()
        } else {
            self.subject(namespace, pods)
        };
        self.prefixed(&format!("{subject}-policy"))
    }

    /// A name with the file's prefix.
    pub(super) fn prefixed(&self, name: &str) -> String {
        match &self.model.prefix {
            Some(prefix) => format!("{prefix}-{name}"),
            None => name.to_owned(),
        }
    }

    /// The first declared name; else the value of the label by which a bare name would select the same
    /// pods; else a slug of the selector.
    fn subject(&self, namespace: NamespaceId, pods: &Selector) -> String {
        let names = &self.model.names;
        if let Some(name) = names.get(namespace, pods) {
            return slug(name, pods);
        }
        match self.model.conventional(pods) {
            Some(name) if !names.gives(namespace, name) => slug(name, pods),
            _ => slug(&spelling(pods), pods),
        }
    }
}

/// `text` where it can stand in a name as it is; else what can, and a hash of the selector, so that
/// two selectors never share a name.
fn slug(text: &str, pods: &Selector) -> String {
    let reserved = text == DEFAULT_DENY || text == ALL_PODS;
    if !reserved && text.len() <= LONGEST && k8s::dns_subdomain(text).is_ok() {
        return text.to_owned();
    }
    let mut kept = String::new();
    for char in text.chars() {
        match char.to_ascii_lowercase() {
            plain @ ('a'..='z' | '0'..='9') => kept.push(plain),
            _ if kept.is_empty() || kept.ends_with('-') => {}
            _ => kept.push('-'),
        }
        if kept.len() >= LONGEST - HASH - 1 {
            break;
        }
    }
    let kept = kept.trim_end_matches('-');
    let hash = hash(pods);
    if kept.is_empty() {
        format!("pods-{hash}")
    } else {
        format!("{kept}-{hash}")
    }
}

/// A selector in words that a name can hold.
fn spelling(pods: &Selector) -> String {
    let words = pods.requirements().iter().map(|(key, values)| {
        let values_of = |word: &str| format!("{key} {word} {}", values.listed().join(" "));
        match (
            values.only(),
            values.is_finite(),
            values.listed().is_empty(),
        ) {
            (Some(value), ..) => format!("{key} {value}"),
            (None, true, true) => format!("no {key}"),
            (None, true, false) => values_of("in"),
            (None, false, true) => format!("has {key}"),
            (None, false, false) => values_of("not"),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A hash that stays the same from one version to the next: FNV-1a of the selector's canonical form.
fn hash(pods: &Selector) -> String {
    let mut hasher = FnvHasher::default();
    for (key, values) in pods.requirements() {
        hasher.write(key.as_bytes());
        hasher.write(&[
            0,
            u8::from(values.is_finite()),
            u8::from(values.has_absent()),
        ]);
        for value in values.listed() {
            hasher.write(value.as_bytes());
            hasher.write(&[0]);
        }
        hasher.write(&[1]);
    }
    let digits = format!("{:016x}", hasher.finish());
    digits.chars().take(HASH).collect()
}
