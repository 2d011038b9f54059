//! Two files that would write one object: the second would replace the first in the cluster.

use std::collections::{BTreeSet, HashMap};

use crate::diagnostics::{Diagnostic, codes};
use crate::driver::opening::Opening;
use crate::driver::prefixes::Prefixes;
use crate::driver::unit::Unit;
use crate::k8s::Policy;
use crate::source::{FileId, Sources, Span};

/// An object's namespace and name.
type Key<'a> = (Option<&'a str>, Option<&'a str>);

/// Reports every object whose namespace and name an earlier file has written already, once a file.
///
/// Each unit comes with the opening of its file. The fix is a prefix for the file, unless it is among
/// those that are `wrong` already, which may have one that cannot be read.
pub(super) fn check<'w>(
    units: &[Unit],
    openings: &[&Opening],
    wrong: impl Iterator<Item = &'w Diagnostic>,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let mut seen: HashMap<Key<'_>, (&Unit, &Policy)> = HashMap::new();
    let mut found = Vec::new();
    for (unit, opening) in units.iter().zip(openings) {
        let mut said = false;
        for policy in &unit.policies {
            let key = key(policy);
            let Some((earlier, first)) = seen.get(&key).copied() else {
                seen.insert(key, (unit, policy));
                continue;
            };
            if std::mem::replace(&mut said, true) {
                continue;
            }
            let name = key.1.unwrap_or_default();
            let file = sources.name(earlier.file);
            let message = format!(
                "`{file}` writes an object called `{name}` too, and one would replace the other"
            );
            let diagnostic = Diagnostic::new(&codes::SAME_OBJECT, span(unit, policy), message)
                .also(span(earlier, first), "written for this")
                .help("give one of the files a `prefix NAME`, or say both in one file");
            found.push((unit, opening, diagnostic));
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    let mut prefixes = Prefixes::of(units, openings);
    let errors = wrong.filter(|one| one.is_error());
    let broken: BTreeSet<FileId> = errors.map(|one| one.primary.span.file).collect();
    let mended = found.into_iter().map(|(unit, opening, diagnostic)| {
        if broken.contains(&unit.file) {
            return diagnostic;
        }
        mend(diagnostic, unit, opening, &mut prefixes, sources)
    });
    mended.collect()
}

/// Adds the fix that writes a prefix on a line of its own, before the first statement, where the file
/// has none and one is free.
fn mend(
    diagnostic: Diagnostic,
    unit: &Unit,
    opening: &Opening,
    prefixes: &mut Prefixes,
    sources: &Sources,
) -> Diagnostic {
    let (Some(first), None) = (opening.first, &opening.prefix) else {
        return diagnostic;
    };
    let before = Span::new(first.file, 0, first.start);
    let indent = sources.slice(before);
    let indent = indent.len() - indent.trim_end_matches([' ', '\t']).len();
    let start = first.start - u32::try_from(indent).unwrap_or(0);
    let Some(prefix) = prefixes.free(unit) else {
        return diagnostic;
    };
    let statement = if prefix.starts_with(|first: char| first.is_ascii_alphabetic()) {
        format!("prefix {prefix}")
    } else {
        format!("prefix \"{prefix}\"")
    };
    let title = format!("write `{statement}` before its first statement");
    diagnostic.fix(title, Span::new(first.file, start, start), statement + "\n")
}

fn key(policy: &Policy) -> Key<'_> {
    let metadata = &policy.object.metadata;
    (metadata.namespace.as_deref(), metadata.name.as_deref())
}

/// The first statement that an object comes from.
fn span(unit: &Unit, policy: &Policy) -> Span {
    let rules = policy.ingress.iter().chain(&policy.egress).flatten();
    let spans = policy
        .isolated_by
        .iter()
        .chain(rules)
        .map(|origin| origin.span);
    spans.min().unwrap_or(Span::new(unit.file, 0, 0))
}
