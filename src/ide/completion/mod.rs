//! What could be written at a place: words of the language, and names that mean something there.

mod labels;
mod peers;
mod place;
mod ports;
mod words;

use std::collections::HashSet;

use smol_str::SmolStr;

use crate::driver::Snapshot;
use crate::ide::completion::place::Place;
use crate::source::{FileId, Span};
use crate::syntax::slot::Want;

/// Something that could be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What lists show.
    pub label: SmolStr,
    /// What it is.
    pub kind: CompletionKind,
    /// What it stands for; empty where there is nothing to say.
    pub detail: String,
    /// What it replaces: the word at the place, without quotes that are closed.
    pub span: Span,
    /// What is written there.
    pub text: String,
    /// How near it is: lists have the lower ones first.
    pub rank: u8,
}

/// The sorts of things that could be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CompletionKind {
    /// A word of the language, or a mark of it.
    Keyword,
    /// A workload, declared or real.
    Workload,
    /// A group.
    Group,
    /// A network.
    Network,
    /// A service of the text, or a Service of manifests.
    Service,
    /// A namespace.
    Namespace,
    /// A label key.
    LabelKey,
    /// A label value.
    LabelValue,
    /// The number or name of a port.
    Port,
}

/// What could be written at the byte `offset` of a file, nearest first, then in the order of the alphabet. What was
/// typed there so far chooses nothing.
pub fn completions(snapshot: &Snapshot, file: FileId, offset: u32) -> Vec<Completion> {
    let Some(place) = Place::at(snapshot, file, offset) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for want in &place.slot.wants {
        match want {
            Want::Word(word) => found.push(words::word(&place, word)),
            Want::Peer(role) => peers::peers(&place, *role, &mut found),
            Want::Pods(home) => peers::pods(&place, home, &mut found),
            Want::Namespace => peers::namespaces(&place, "", &mut found),
            Want::NamespaceAndSlash => peers::namespaces(&place, "/", &mut found),
            Want::Network => peers::networks(&place, &mut found),
            Want::LabelKey(labelled) => labels::keys(&place, labelled, &mut found),
            Want::OwnLabelKey => labels::own_key(&place, &mut found),
            Want::LabelValue(key, labelled) => labels::values(&place, key, labelled, &mut found),
            Want::Port(port) => ports::ports(&place, port, &mut found),
            Want::NewName | Want::Path => {}
        }
    }
    // What cannot be said in quotes cannot be written.
    found.retain(|one| !one.label.contains(char::is_control));
    found.sort_by(|one, other| (one.rank, &one.label).cmp(&(other.rank, &other.label)));
    let mut seen = HashSet::new();
    found.retain(|one| seen.insert(one.text.clone()));
    found
}
