//! The objects of a document: policies, lists, and all else (V6).

use std::collections::HashMap;

use k8s_openapi::api::networking::v1::NetworkPolicy;

use crate::diagnostics::{Diagnostic, Severity, codes};
use crate::k8s::manifest::fields::Shape;
use crate::k8s::manifest::found::{Found, Spans};
use crate::k8s::manifest::node::{Entry, Kind, Node};
use crate::k8s::manifest::reader::Reader;
use crate::k8s::manifest::word::shown;
use crate::source::Span;

const VERSION: &str = "networking.k8s.io/v1";
const KIND: &str = "NetworkPolicy";

/// With the `status` that older servers show.
const POLICY: Shape = Shape {
    name: "a NetworkPolicy",
    fields: &["apiVersion", "kind", "metadata", "spec", "status"],
};

/// The policies of a document, and how many objects are something else.
pub(super) fn objects(
    reader: &mut Reader,
    root: &Node,
    document: usize,
    policies: &mut Vec<Found>,
    skipped: &mut usize,
) {
    // An item of a list may leave its kind and version to the list.
    let mut ahead: Vec<(&Node, Option<Inherited<'_>>)> = vec![(root, None)];
    while let Some((node, inherited)) = ahead.pop() {
        let Kind::Map(entries) = &node.kind else {
            reader.wrong_type::<()>(node, "an object", "a map");
            continue;
        };
        let own = Inherited {
            version: word(reader, entries, "apiVersion"),
            kind: word(reader, entries, "kind"),
        };
        let own = match (own.version, own.kind, inherited) {
            (Written::Absent, Written::Absent, Some(inherited)) => inherited,
            _ => own,
        };
        let (version, kind) = match (own.version, own.kind) {
            (Written::Text(version), Written::Text(kind)) => (version, kind),
            (version, kind) => {
                for (name, word) in [("apiVersion", version), ("kind", kind)] {
                    if matches!(word, Written::Absent) {
                        reader.missing(first_key(node), format!("an object needs its `{name}`"));
                    }
                }
                continue;
            }
        };
        if let (Some(of), Some(items)) = (kind.strip_suffix("List"), field(entries, "items")) {
            let items = match &items.kind {
                Kind::Null => &[],
                _ => reader.list(items, "`items`").unwrap_or_default(),
            };
            let inherited = (!of.is_empty()).then_some(Inherited {
                version: Written::Text(version),
                kind: Written::Text(of),
            });
            ahead.extend(items.iter().rev().map(|item| (item, inherited)));
            continue;
        }
        match (version, kind) {
            (VERSION, KIND) => {
                let before = errors(reader);
                repeated_keys(reader, node);
                let found = policy(reader, node, document);
                if errors(reader) == before {
                    policies.extend(found);
                }
            }
            (_, KIND) if is_old(version) => {
                let span = field(entries, "apiVersion").map_or(node.span, |node| node.span);
                let message = format!("no server has `{}` of a NetworkPolicy", shown(version));
                reader.report(
                    Diagnostic::new(&codes::UNSERVED_VERSION, span, message).fix(
                        format!("write `{VERSION}`"),
                        span,
                        VERSION,
                    ),
                );
            }
            _ => *skipped += 1,
        }
    }
}

/// The version and kind that an object has.
#[derive(Clone, Copy)]
struct Inherited<'n> {
    version: Written<'n>,
    kind: Written<'n>,
}

/// A word of an object.
#[derive(Clone, Copy)]
enum Written<'n> {
    Text(&'n str),
    Absent,
    /// Something else, which has been reported.
    Wrong,
}

fn word<'n>(reader: &mut Reader, entries: &'n [Entry], name: &str) -> Written<'n> {
    let Some(node) = field(entries, name) else {
        return Written::Absent;
    };
    match &node.kind {
        Kind::String(text) if text.is_empty() => Written::Absent,
        Kind::String(text) => Written::Text(text),
        Kind::Null => Written::Absent,
        _ => {
            reader.wrong_type::<()>(node, &format!("`{name}`"), "a string");
            Written::Wrong
        }
    }
}

fn field<'n>(entries: &'n [Entry], name: &str) -> Option<&'n Node> {
    let entry = entries.iter().rfind(|entry| entry.key.text == name);
    entry.map(|entry| &entry.value)
}

/// Versions that had NetworkPolicies of this shape, and misspelt ones of theirs. Other groups have
/// kinds of the same name, which are not ours.
fn is_old(version: &str) -> bool {
    let group = version.split_once('/').map_or("", |(group, _)| group);
    matches!(group, "" | "extensions" | "networking.k8s.io")
}

fn policy(reader: &mut Reader, node: &Node, document: usize) -> Option<Found> {
    let fields = reader.fields(node, &POLICY)?;
    let metadata = reader.metadata(fields.get("metadata"), first_key(node));
    let absent = Node {
        span: first_key(node),
        kind: Kind::Null,
        bare: None,
        plain: false,
    };
    let spec = fields.get("spec").unwrap_or_else(|| {
        let place = fields.empty("spec").unwrap_or(absent.span);
        let message =
            "without a `spec` it selects every pod of its namespace and denies all ingress";
        reader.report(
            Diagnostic::new(&codes::EMPTY_VALUE, place, message)
                .help("write `spec: {podSelector: {}, policyTypes: [Ingress]}` if that is meant"),
        );
        &absent
    });
    let spec = reader.spec(spec)?;
    let (metadata, name) = metadata?;
    Some(Found {
        object: NetworkPolicy {
            metadata,
            spec: Some(spec.object),
        },
        document,
        spans: Spans {
            object: node.span,
            name,
            ingress: spec.ingress,
            egress: spec.egress,
        },
    })
}

/// The first key of an object: what to point at for what it lacks.
fn first_key(node: &Node) -> Span {
    match &node.kind {
        Kind::Map(entries) => entries.first().map_or(node.span, |entry| entry.key.span),
        _ => node.span,
    }
}

/// Reports each key that a map of the object has twice: kubectl takes the last one silently (V2).
fn repeated_keys(reader: &mut Reader, node: &Node) {
    let mut ahead = vec![node];
    while let Some(node) = ahead.pop() {
        match &node.kind {
            Kind::List(items) => ahead.extend(items),
            Kind::Map(entries) => {
                let mut seen = HashMap::new();
                for entry in entries {
                    ahead.push(&entry.value);
                    let key = &entry.key;
                    let first = *seen.entry(key.text.as_str()).or_insert(key.span);
                    if first == key.span {
                        continue;
                    }
                    let message = format!("a second `{}` in one map", shown(&key.text));
                    let diagnostic = Diagnostic::new(&codes::DUPLICATE_KEY, key.span, message)
                        .note("kubectl takes the last one, without a word");
                    reader.report(diagnostic.also(first, "the first one"));
                }
            }
            _ => {}
        }
    }
}

/// How many errors there are so far.
pub(super) fn errors(reader: &Reader) -> usize {
    let errors = reader.diagnostics.iter();
    errors
        .filter(|one| one.code.severity == Severity::Error)
        .count()
}
