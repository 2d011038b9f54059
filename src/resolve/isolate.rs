//! `isolate` and `default deny`.

use crate::diagnostics::{Diagnostic, codes};
use crate::model::Part;
use crate::model::{Isolation, NamespaceId, Ownership, StatementId};
use crate::resolve::direction::direction;
use crate::resolve::members::Member;
use crate::resolve::ownership;
use crate::resolve::resolver::Resolver;
use crate::resolve::scope::Scope;
use crate::sets::{Direction, Selector};
use crate::syntax::ast::Isolate;

/// Resolves an isolation of the root, and stores it.
pub(super) fn resolve(resolver: &mut Resolver<'_>, index: usize, isolate: &Isolate, scope: &Scope) {
    let Some(members) = resolver.all_members(&isolate.subjects, scope) else {
        return;
    };
    let mut subjects = Vec::new();
    for member in members {
        match owned_parts(resolver, member) {
            Ok(parts) => subjects.extend(parts),
            Err(diagnostic) => {
                resolver.diagnostics.push(diagnostic);
                return;
            }
        }
    }
    let statement = resolver.origin(resolver.root, index);
    let isolations = isolations(statement, isolate, &subjects);
    resolver.model.isolations.extend(isolations);
}

/// One isolation for each subject and direction.
pub(super) fn isolations(
    statement: StatementId,
    isolate: &Isolate,
    subjects: &[(NamespaceId, Selector)],
) -> Vec<Isolation> {
    let only = isolate.direction.map(direction);
    let directions = Direction::BOTH
        .into_iter()
        .filter(|one| only.is_none_or(|only| only == *one));
    directions
        .flat_map(|direction| {
            subjects.iter().map(move |(namespace, pods)| Isolation {
                statement,
                namespace: *namespace,
                pods: pods.clone(),
                direction,
            })
        })
        .collect()
}

/// The pods of a member by their owned namespace, all of which it lies in.
fn owned_parts(
    resolver: &Resolver<'_>,
    member: Member,
) -> Result<Vec<(NamespaceId, Selector)>, Diagnostic> {
    let mut owned = Vec::new();
    for part in &resolver.model.peer(member.peer).parts {
        match (resolver.model.ownership(*part), resolver.model.part(*part)) {
            (Ownership::Owned(namespace), Part::Pods(pods)) => {
                owned.push((namespace, pods.labels.clone()));
            }
            (Ownership::Restricted, _) => return Err(ownership::inexpressible(member)),
            (_, Part::Block(_)) => {
                let message = "addresses cannot be isolated";
                return Err(member
                    .wrong(&codes::NOT_YOURS, message)
                    .help("`isolate` takes pods of this file's namespaces"));
            }
            _ if resolver.lost_namespace(resolver.root) => {}
            _ => {
                let message = "only pods of this file's own namespaces can be isolated here";
                return Err(member.wrong(&codes::NOT_YOURS, message).help(
                    "say it in the file that declares their namespace; `isolate *` isolates all \
                     pods of this one",
                ));
            }
        }
    }
    Ok(owned)
}
