//! Two files that would write one object: the second would replace the first in the cluster.

use std::collections::HashMap;

use crate::diagnostics::{Diagnostic, codes};
use crate::driver::unit::Unit;
use crate::k8s::Policy;
use crate::source::{Sources, Span};

/// An object's namespace and name.
type Key<'a> = (Option<&'a str>, Option<&'a str>);

/// Reports every object whose namespace and name an earlier file has written already, once a file.
pub(super) fn check(units: &[Unit], sources: &Sources) -> Vec<Diagnostic> {
    let mut seen: HashMap<Key<'_>, (&Unit, &Policy)> = HashMap::new();
    let mut found = Vec::new();
    for unit in units {
        let mut said = false;
        for policy in &unit.policies {
            let metadata = &policy.object.metadata;
            let key = (metadata.namespace.as_deref(), metadata.name.as_deref());
            let Some((earlier, first)) = seen.get(&key).copied() else {
                seen.insert(key, (unit, policy));
                continue;
            };
            if std::mem::replace(&mut said, true) {
                continue;
            }
            let name = metadata.name.as_deref().unwrap_or_default();
            let file = sources.name(earlier.file);
            let message = format!(
                "`{file}` writes an object called `{name}` too, and one would replace the other"
            );
            found.push(
                Diagnostic::new(&codes::SAME_OBJECT, span(unit, policy), message)
                    .also(span(earlier, first), "written for this")
                    .help("give one of the files a `prefix NAME`, or say both in one file"),
            );
        }
    }
    found
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
