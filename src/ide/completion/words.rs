//! Words of the language, and what they are for.

use crate::ide::completion::place::Place;
use crate::ide::completion::{Completion, CompletionKind};
use crate::syntax::slot::Want;

/// The rank of words.
const RANK: u8 = 5;

/// A word that could be written.
pub(super) fn word(place: &Place<'_>, word: &'static str) -> Completion {
    // `deny` is another word behind `default`, so it says what it is for where any statement may start.
    let starts = place.slot.wants.contains(&Want::Word("namespace"));
    Completion {
        label: word.into(),
        kind: CompletionKind::Keyword,
        detail: if starts { statement(word) } else { part(word) }.to_owned(),
        span: place.span(),
        text: word.to_owned(),
        rank: RANK,
    }
}

/// What a statement is for, by its keyword.
fn statement(keyword: &str) -> &'static str {
    match keyword {
        "use" => "what another file declares",
        "manifests" => "where the real workloads are",
        "namespace" => "what follows is said of it",
        "label" => "the key by which a bare name means pods",
        "prefix" => "what the names of this file's objects begin with",
        "workload" => "a name for pods",
        "network" => "a name for addresses",
        "service" => "a name for a peer with its ports",
        "group" => "a name for several peers",
        "allow" => "connections that may pass",
        "deny" => "a promise: connections that never pass",
        "expect" => "a test of what the policies do",
        "isolate" => "pods that have no connections but those allowed",
        "default" => "every pod of the namespace is isolated",
        _ => "",
    }
}

/// What a word within a statement is for.
fn part(word: &str) -> &'static str {
    match word {
        "because" => "the reason",
        "except" => "takes something from the peer before it",
        "ingress" => "at the end that accepts the connection",
        "egress" => "at the end that opens the connection",
        _ => "",
    }
}
