//! The objects of a value: itself, or the items of a list (V6).

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::manifest::node::{Entry, Kind, Node, field};
use crate::k8s::manifest::reader::Reader;
use crate::source::Span;

/// An object of a text.
#[derive(Clone, Copy)]
pub(in crate::k8s) struct Object<'n> {
    /// Its `apiVersion`, or the one of its list.
    pub(in crate::k8s) version: &'n str,
    /// Its `kind`, or the one of its list.
    pub(in crate::k8s) kind: &'n str,
    /// All of it: a map.
    pub(in crate::k8s) node: &'n Node,
    /// The document that it stands in, from 0; empty ones do not count.
    pub(in crate::k8s) document: usize,
}

impl Object<'_> {
    /// The API group: empty for the core one.
    pub(in crate::k8s) fn group(&self) -> &str {
        group(self.version)
    }

    /// Where its version is written, else where the whole object stands.
    pub(super) fn version_span(&self) -> Span {
        let written = self.node.field("apiVersion");
        written.map_or(self.node.span, |node| node.span)
    }
}

/// The group of an `apiVersion`.
pub(in crate::k8s) fn group(version: &str) -> &str {
    version.split_once('/').map_or("", |(group, _)| group)
}

/// The version and kind of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    version: Written,
    kind: Written,
}

/// A word of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Written {
    Text(SmolStr),
    Absent,
    /// Something that is no string.
    Wrong,
}

impl Head {
    /// What the fields of an object say.
    pub(super) fn of(entries: &[Entry]) -> Self {
        let word = |name| match field(entries, name).map(|node| &node.kind) {
            Some(Kind::String(text)) if !text.is_empty() => Written::Text(text.clone()),
            None | Some(Kind::String(_) | Kind::Null) => Written::Absent,
            Some(_) => Written::Wrong,
        };
        Self {
            version: word("apiVersion"),
            kind: word("kind"),
        }
    }

    /// Whether the object leaves it to its list to say what it is.
    pub(super) fn is_absent(&self) -> bool {
        self.version == Written::Absent && self.kind == Written::Absent
    }

    /// Whether it says what an object is.
    pub(super) fn is_whole(&self) -> bool {
        matches!(
            (&self.version, &self.kind),
            (Written::Text(_), Written::Text(_))
        )
    }

    /// What the items are of a list with this head, where it says so.
    pub(super) fn of_items(&self) -> Option<Self> {
        let (Written::Text(_), Written::Text(kind)) = (&self.version, &self.kind) else {
            return None;
        };
        let of = kind.strip_suffix("List").filter(|of| !of.is_empty())?;
        Some(Self {
            version: self.version.clone(),
            kind: Written::Text(of.into()),
        })
    }

    /// The `items` of an object with this head, if that is a list.
    pub(super) fn items<'n>(&self, node: &'n Node) -> Option<&'n Node> {
        match (&self.version, &self.kind) {
            (Written::Text(_), Written::Text(kind)) if kind.ends_with("List") => {
                node.field("items")
            }
            _ => None,
        }
    }

    /// Says what is wrong with it. The object may be a Secret.
    fn report(&self, reader: &mut Reader, node: &Node) {
        for (name, word) in [("apiVersion", &self.version), ("kind", &self.kind)] {
            match word {
                Written::Text(_) => {}
                Written::Absent => {
                    let message = format!("an object needs its `{name}`");
                    let wrong = Diagnostic::new(&codes::MISSING_FIELD, node.first_key(), message);
                    reader.report(wrong.private());
                }
                Written::Wrong => {
                    if let Some(node) = node.field(name) {
                        reader.report(not(node, &format!("`{name}` has to be a string")));
                    }
                }
            }
        }
    }
}

/// Says that something has to be of another type, and nothing of what it is: it may be a Secret, or a
/// part of one.
fn not(node: &Node, wanted: &str) -> Diagnostic {
    let message = format!("{wanted}, and is {}", node.kind.words());
    Diagnostic::new(&codes::WRONG_TYPE, node.span, message).private()
}

/// Takes each object of a value. An item of a list may leave its version and kind to the list: those
/// are `inherited`.
pub(super) fn each(
    reader: &mut Reader,
    root: &Node,
    inherited: Option<Head>,
    document: usize,
    mut take: impl FnMut(&mut Reader, &Object<'_>),
) {
    let mut ahead = vec![(root, inherited)];
    while let Some((node, inherited)) = ahead.pop() {
        if !matches!(node.kind, Kind::Map(_)) {
            reader.report(not(node, "an object has to be a map"));
            continue;
        }
        let own = Head::of(node.entries());
        let head = match inherited {
            Some(inherited) if own.is_absent() => inherited,
            _ => own,
        };
        let (Written::Text(version), Written::Text(kind)) = (&head.version, &head.kind) else {
            head.report(reader, node);
            continue;
        };
        if let Some(items) = head.items(node) {
            let items = match &items.kind {
                Kind::Null => &[],
                Kind::List(items) => items.as_slice(),
                _ => {
                    reader.report(not(items, "`items` has to be a list"));
                    &[]
                }
            };
            ahead.extend(items.iter().rev().map(|item| (item, head.of_items())));
            continue;
        }
        take(
            reader,
            &Object {
                version,
                kind,
                node,
                document,
            },
        );
    }
}
