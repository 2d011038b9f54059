//! Selectors that nothing can satisfy.

use crate::properties::program::{Expr, File, Peer, Place, Pods, Requirement, Selector, Statement};
use crate::properties::side::{holds, mention};
use crate::properties::universe::{Labels, Mentioned, NAMESPACE_NAME};

/// Whether some selector of the file has no pod, or no namespace, that satisfies it.
pub(crate) fn is_impossible(file: &File) -> bool {
    file.statements().any(|statement| {
        let peers: Vec<&Peer> = match statement {
            Statement::Workload(_, _, selector) => return is_unsatisfied(selector),
            Statement::Network(_, exprs)
            | Statement::Group(_, exprs)
            | Statement::Isolate(exprs, _) => exprs.iter().flat_map(peers).collect(),
            Statement::Service(_, expr, _) => peers(expr).collect(),
            Statement::Allow {
                sources, targets, ..
            }
            | Statement::Deny { sources, targets } => {
                let targets = targets.iter().map(|target| &target.expr);
                sources.iter().chain(targets).flat_map(peers).collect()
            }
            _ => Vec::new(),
        };
        peers.into_iter().any(|peer| match peer {
            Peer::Chosen(selector) => is_unsatisfied(selector),
            Peer::There(place, pods) => {
                let place = matches!(place, Place::Chosen(selector) if is_unsatisfied(selector));
                place || matches!(pods, Pods::Chosen(selector) if is_unsatisfied(selector))
            }
            _ => false,
        })
    })
}

fn peers(expr: &Expr) -> impl Iterator<Item = &Peer> {
    [&expr.peer].into_iter().chain(&expr.except)
}

/// Tries each key with each value, a fresh one, and none, but that no namespace lacks its name.
fn is_unsatisfied(selector: &Selector) -> bool {
    let mut mentioned = Mentioned::default();
    mention(false, selector, &mut mentioned);
    let satisfied = mentioned.labels.iter().all(|(key, values)| {
        let mut states: Vec<Labels> = Vec::new();
        if key != NAMESPACE_NAME {
            states.push(Labels::new());
        }
        let fresh = "fresh-value".to_owned();
        for value in values.iter().chain([&fresh]) {
            states.push(Labels::from([(key.clone(), value.clone())]));
        }
        let about = selector.iter().filter(|one| one.key == key);
        let about: Vec<&Requirement> = about.collect();
        states
            .iter()
            .any(|labels| about.iter().all(|one| holds(one, labels)))
    });
    !satisfied
}
