//! What could be written at a place.

use std::ops::Range;

use smol_str::SmolStr;

/// One sort of thing that could be written at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Want {
    /// This word of the language, or `->`.
    Word(&'static str),
    /// A peer, maybe with a namespace and a `/` before it.
    Peer(Role),
    /// What stands behind the `/` of a peer: pods of these namespaces.
    Pods(Home),
    /// A namespace.
    Namespace,
    /// A namespace and the `/` behind it.
    NamespaceAndSlash,
    /// An address, or the name of a network.
    Network,
    /// A name that is being made up.
    NewName,
    /// A label key of a selector.
    LabelKey(Labelled),
    /// The key of the file's `label`.
    OwnLabelKey,
    /// A value of the label key.
    LabelValue(SmolStr, Labelled),
    /// A port.
    Port(PortWant),
    /// The path of a file or folder.
    Path,
}

/// What a peer is in its statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Before the arrow of a rule.
    Source,
    /// Behind the arrow of a rule, where services may stand.
    Target,
    /// What `except` takes away.
    Except,
    /// What `isolate` isolates.
    Subject,
    /// A member of a group.
    Member,
    /// What is behind a service.
    Service,
}

/// The namespaces that pods are of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// That of the section.
    Own,
    /// The one of this name.
    Named(SmolStr),
    /// All, or those that a selector chooses.
    Several,
}

/// What has the labels of a selector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Labelled {
    /// Pods of these namespaces.
    Pods(Home),
    /// Namespaces.
    Namespaces,
}

/// A port that could be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortWant {
    /// Where the peer stands whose port it is, `except` included.
    pub peer: Range<u32>,
    /// Whether `service` may stand here, which it may not in parentheses.
    pub takes_service: bool,
}
