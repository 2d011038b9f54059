//! What a name stands for, what a line lets through, and the objects that it becomes.

mod peer;

use std::fmt::Write;
use std::sync::Arc;

use crate::driver::Snapshot;
use crate::emit::document;
use crate::ide::statement;
use crate::k8s::Policy;
use crate::source::{FileId, Origin, Span};
use crate::syntax::ast::{Rule, Statement, StatementKind};
use crate::why::transcript;

/// How many objects are shown before the rest is counted.
const MOST: usize = 3;

/// What is shown of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub span: Span,
    /// The words, in Markdown.
    pub markdown: String,
}

/// What there is to say of a byte of a file.
pub fn hover(snapshot: &Snapshot, file: FileId, offset: u32) -> Option<Hover> {
    let statement = statement::at(snapshot, file, offset)?;
    let peer = peer::peer(snapshot, file, offset, statement);
    let mut parts = Vec::new();
    if let Some((_, lines)) = &peer {
        parts.push(fenced("text", &lines.join("\n")));
    }
    parts.extend(why(snapshot, file, statement));
    parts.extend(objects(snapshot, file, statement.span));
    if parts.is_empty() {
        return None;
    }
    Some(Hover {
        span: peer.map_or(statement.span, |(span, _)| span),
        markdown: parts.join("\n---\n\n"),
    })
}

/// Why the connections of a rule pass, or do not.
fn why(snapshot: &Snapshot, file: FileId, statement: &Statement) -> Option<String> {
    let StatementKind::Rule(rule) = &statement.kind else {
        return None;
    };
    let words = connections(snapshot, rule);
    let answer = snapshot.why(file, statement.span, &words)?;
    Some(match answer {
        Ok(finding) => fenced("text", transcript(&finding).trim_end()),
        Err(_) => "what becomes of these connections takes too long to find out\n".to_owned(),
    })
}

/// The connections that a rule speaks of, as a question.
fn connections(snapshot: &Snapshot, rule: &Rule) -> String {
    let text = |span: Span| {
        let words = snapshot.sources.slice(span).split_whitespace();
        words.collect::<Vec<_>>().join(" ")
    };
    let sources = rule.sources.iter().map(|source| text(source.span));
    let targets = rule.targets.iter().map(|target| {
        let end = target
            .ports
            .as_ref()
            .map_or(target.peer.span, |ports| ports.span);
        text(target.peer.span.to(end))
    });
    let [sources, targets] = [sources.collect::<Vec<_>>(), targets.collect()];
    format!("{} -> {}", sources.join(", "), targets.join(", "))
}

/// The parts of objects that a statement became.
fn objects(snapshot: &Snapshot, file: FileId, statement: Span) -> Option<String> {
    let unit = snapshot.unit(file)?;
    let mut parts = unit.policies.iter();
    let mut parts = parts
        .by_ref()
        .filter_map(|policy| part(policy, statement))
        .collect::<Vec<_>>()
        .into_iter();
    let shown: Vec<String> = parts
        .by_ref()
        .take(MOST)
        .map(|policy| document(&policy))
        .collect();
    if shown.is_empty() {
        return None;
    }
    let mut markdown = fenced("yaml", shown.join("---\n").trim_end());
    let more = parts.len();
    if more > 0 {
        let objects = if more == 1 { "object" } else { "objects" };
        let _ = writeln!(markdown, "and in {more} more {objects}");
    }
    Some(markdown)
}

/// What of an object comes from a statement.
fn part(policy: &Policy, statement: Span) -> Option<Policy> {
    let is_from = |origins: &Vec<Origin>| origins.iter().any(|origin| origin.span == statement);
    let isolates = is_from(&policy.isolated_by);
    let kept = |all: &[Vec<Origin>]| all.iter().map(is_from).collect::<Vec<bool>>();
    let (ingress, egress) = (kept(&policy.ingress), kept(&policy.egress));
    if !isolates && !ingress.iter().chain(&egress).any(|kept| *kept) {
        return None;
    }
    let mut part = policy.clone();
    if let Some(spec) = &mut Arc::make_mut(&mut part.object).spec {
        spec.ingress = rules(spec.ingress.take(), &ingress);
        spec.egress = rules(spec.egress.take(), &egress);
    }
    part.ingress.retain(is_from);
    part.egress.retain(is_from);
    Some(part)
}

/// The rules that are kept; no list where none is.
fn rules<R>(all: Option<Vec<R>>, kept: &[bool]) -> Option<Vec<R>> {
    let all = all?.into_iter().zip(kept);
    let kept: Vec<R> = all
        .filter_map(|(rule, kept)| kept.then_some(rule))
        .collect();
    (!kept.is_empty()).then_some(kept)
}

/// A block of code, whatever it holds.
fn fenced(language: &str, text: &str) -> String {
    let longest = text.split(|char| char != '`').map(str::len).max();
    let fence = "`".repeat(longest.map_or(3, |longest| longest.max(2) + 1));
    format!("{fence}{language}\n{text}\n{fence}\n")
}
