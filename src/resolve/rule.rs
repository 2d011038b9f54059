//! Rules: `allow`, `deny` and `expect`, once for each namespace of their section.

use crate::model;
use crate::resolve::program::FileIndex;
use crate::resolve::resolver::Resolver;
use crate::resolve::scope::Scope;
use crate::resolve::{isolate, ownership, target};
use crate::syntax::ast::{
    self, Action, Group, Network, PeerExpr, PeerKind, Rule, Statement, StatementKind,
};

/// Resolves every statement of the root, declarations too, so that whatever is wrong in them is said.
pub(super) fn resolve_file(resolver: &mut Resolver<'_>) {
    let Some(declarations) = resolver.declarations_of(resolver.root) else {
        return;
    };
    let statements = resolver.statements_of(resolver.root);
    let has_namespaces = declarations.has_namespaces();
    for section in &declarations.sections {
        let stray = has_namespaces && section.namespaces.is_empty();
        let namespaces = resolver.section_namespaces(&section.namespaces);
        for (place, namespace) in namespaces.into_iter().enumerate() {
            let scope = Scope {
                file: resolver.root,
                namespace,
            };
            for index in section.statements.clone() {
                let Some(statement) = statements.get(index) else {
                    continue;
                };
                let wanted = if is_of_namespace(&statement.kind) {
                    !stray
                } else {
                    // What uses a declaration resolves it where it needs it: once is enough to see
                    // what is wrong with one that nothing uses.
                    place == 0
                };
                if wanted {
                    resolve_statement(resolver, index, statement, &scope);
                }
            }
        }
    }
}

/// Resolves a rule of a file, and stores it where it belongs.
pub(super) fn resolve_rule(
    resolver: &mut Resolver<'_>,
    file: FileIndex,
    index: usize,
    rule: &Rule,
    scope: &Scope,
) {
    let allow = rule.action == Action::Allow && !rule.expect;
    let sources = resolver.all_members(&rule.sources, scope);
    let targets = target::resolve_all(resolver, &rule.targets, scope, allow);
    let (Some(sources), Some(targets)) = (sources, targets) else {
        return;
    };
    if allow && !ownership::check(resolver, &sources, &targets) {
        return;
    }
    if file == resolver.root {
        target::note(resolver, rule, &targets, scope);
    }
    let statement = resolver.origin(file, index);
    let resolved = model::Rule {
        statement,
        sources: sources.iter().map(|source| source.peer).collect(),
        targets: targets.iter().map(|target| target.target).collect(),
    };
    match (rule.expect, rule.action) {
        (true, action) => resolver.model.expectations.push(model::Expectation {
            allowed: action == Action::Allow,
            flows: resolved,
        }),
        (false, Action::Allow) => resolver.model.allows.push(resolved),
        (false, Action::Deny) => resolver.model.promises.push(resolved),
    }
}

/// Whether a statement is said of the namespaces of its section.
fn is_of_namespace(kind: &StatementKind) -> bool {
    matches!(kind, StatementKind::Rule(_) | StatementKind::Isolate(_))
}

fn resolve_statement(
    resolver: &mut Resolver<'_>,
    index: usize,
    statement: &Statement,
    scope: &Scope,
) {
    let file = resolver.root;
    match &statement.kind {
        StatementKind::Rule(rule) => resolve_rule(resolver, file, index, rule, scope),
        StatementKind::Isolate(isolate) => isolate::resolve(resolver, index, isolate, scope),
        StatementKind::Group(Group { name, .. }) | StatementKind::Network(Network { name, .. }) => {
            // Looked up by its name, so that a member of itself is found out.
            let expr = bare(name);
            let declared = resolver
                .declarations_of(file)
                .and_then(|one| one.named.get(&name.text));
            if declared.is_some_and(|thing| thing.statement == index) {
                resolver.members(&expr, scope);
            }
        }
        StatementKind::Service(_) => {
            target::resolve_service(resolver, file, index, scope);
        }
        _ => {}
    }
}

fn bare(name: &ast::Name) -> PeerExpr {
    PeerExpr {
        span: name.span,
        peer: ast::Peer {
            span: name.span,
            kind: PeerKind::Name(name.clone()),
        },
        except: Vec::new(),
    }
}
