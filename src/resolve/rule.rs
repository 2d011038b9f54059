//! Rules: `allow`, `deny` and `expect`, once for each namespace of their section.

use crate::diagnostics::{Diagnostic, codes};
use crate::format;
use crate::model::{self, Direction, PortList, PortListId, PortMatch};
use crate::resolve::members::{Kind, Member};
use crate::resolve::ownership;
use crate::resolve::program::FileIndex;
use crate::resolve::resolver::Resolver;
use crate::resolve::scope::Scope;
use crate::resolve::{isolate, ports};
use crate::syntax::ast::{
    self, Action, Group, Network, PeerExpr, PeerKind, Rule, Service, Statement, StatementKind,
    Target,
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
        for namespace in resolver.section_namespaces(&section.namespaces) {
            let scope = Scope {
                file: resolver.root,
                namespace,
            };
            for index in section.statements.clone() {
                let Some(statement) = statements.get(index) else {
                    continue;
                };
                if !stray || !is_of_namespace(&statement.kind) {
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
    let sources = resolver.all_members(&rule.sources, scope);
    let targets = resolve_targets(resolver, &rule.targets, scope);
    let (Some(sources), Some(targets)) = (sources, targets) else {
        return;
    };
    let allow = rule.action == Action::Allow && !rule.expect;
    if allow && !ownership::check(resolver, &sources, &targets) {
        return;
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

/// A target of the model, with the place where it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct ResolvedTarget {
    /// The target.
    pub(super) target: model::Target,
    /// Its peer, as a member.
    pub(super) member: Member,
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
        StatementKind::Service(service) => {
            resolve_service(resolver, file, service, scope);
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

fn resolve_targets(
    resolver: &mut Resolver<'_>,
    targets: &[Target],
    scope: &Scope,
) -> Option<Vec<ResolvedTarget>> {
    let strays = stray_ports(resolver, targets, scope);
    if !strays.is_empty() {
        resolver.diagnostics.extend(strays);
        return None;
    }
    let resolved: Vec<_> = targets
        .iter()
        .map(|target| resolve_target(resolver, target, scope))
        .collect();
    let mut all = Vec::new();
    for target in resolved {
        all.extend(target?);
    }
    Some(all)
}

fn resolve_target(
    resolver: &mut Resolver<'_>,
    target: &Target,
    scope: &Scope,
) -> Option<Vec<ResolvedTarget>> {
    if let (PeerKind::Name(name), []) = (&target.peer.peer.kind, target.peer.except.as_slice())
        && let Some((file, statement, section)) = resolver.service(name, scope)
    {
        return service_target(resolver, target, name, (file, statement, section), scope);
    }
    let ports = target.ports.as_ref().map(ports::resolve);
    let members = resolver.members(&target.peer, scope);
    let list = match ports {
        None => Some(PortList::all()),
        Some(Ok(list)) => Some(list),
        Some(Err(diagnostics)) => {
            resolver.diagnostics.extend(diagnostics);
            None
        }
    };
    let (members, list) = (members?, list?);
    if let (Some(ports), true) = (&target.ports, has_named_address(resolver, &members, &list)) {
        resolver.diagnostics.push(named_port(target, ports, &list));
        return None;
    }
    let ports = PortListId(resolver.model.ports.intern(list));
    Some(with_ports(&members, ports, target.direction))
}

/// The members behind a service, with its ports, in the direction of the target.
fn service_target(
    resolver: &mut Resolver<'_>,
    target: &Target,
    name: &ast::Name,
    (file, statement, section): (FileIndex, usize, usize),
    scope: &Scope,
) -> Option<Vec<ResolvedTarget>> {
    let declared = resolver.statements_of(file).get(statement)?;
    let StatementKind::Service(service) = &declared.kind else {
        return None;
    };
    if let Some(ports) = &target.ports {
        let message = format!("`{}` is a service, which has its own ports", name.text);
        resolver.diagnostics.push(
            Diagnostic::new(&codes::PORTS_ON_SERVICE, ports.span, message)
                .also(service.name.span, "declared here")
                .help("take the ports out, or name the peer behind the service instead"),
        );
        return None;
    }
    let mut all = Vec::new();
    for scope in resolver.scopes_of(file, section, scope) {
        let (members, ports) = resolve_service(resolver, file, service, &scope)?;
        all.extend(with_ports(&members, ports, target.direction));
    }
    Some(all)
}

fn resolve_service(
    resolver: &mut Resolver<'_>,
    file: FileIndex,
    service: &Service,
    scope: &Scope,
) -> Option<(Vec<Member>, PortListId)> {
    let scope = Scope {
        file,
        namespace: scope.namespace.clone(),
    };
    let target = Target {
        span: service.peer.span,
        peer: service.peer.clone(),
        ports: Some(service.ports.clone()),
        direction: None,
    };
    if let PeerKind::Name(name) = &service.peer.peer.kind {
        // A service behind a service is no peer, whatever its ports: `members` says so.
        if resolver.service(name, &scope).is_some() {
            resolver.members(&service.peer, &scope);
            return None;
        }
    }
    let resolved = resolve_target(resolver, &target, &scope)?;
    let ports = resolved.first()?.target.ports;
    Some((resolved.iter().map(|target| target.member).collect(), ports))
}

fn with_ports(
    members: &[Member],
    ports: PortListId,
    direction: Option<ast::Direction>,
) -> Vec<ResolvedTarget> {
    let direction = direction.map(self::direction);
    let targets = members.iter().map(|member| ResolvedTarget {
        target: model::Target {
            peer: member.peer,
            ports,
            direction,
        },
        member: *member,
    });
    targets.collect()
}

/// The direction in the model's words.
pub(super) fn direction(direction: ast::Direction) -> Direction {
    match direction {
        ast::Direction::Ingress => Direction::Ingress,
        ast::Direction::Egress => Direction::Egress,
    }
}

/// Bare names behind ports that nothing declares: `b:http, https` would open all of a pod `https`.
fn stray_ports(resolver: &Resolver<'_>, targets: &[Target], scope: &Scope) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(target) = targets.get(at) {
        at += 1;
        let Some(ports) = target.ports.as_ref().filter(|_| target.direction.is_none()) else {
            continue;
        };
        let strays: Vec<&ast::Name> = targets
            .get(at..)
            .unwrap_or_default()
            .iter()
            .map_while(|next| stray(resolver, next, scope))
            .collect();
        let Some(last) = strays.last() else {
            continue;
        };
        at += strays.len();
        let first = strays.first().map_or(last.span, |first| first.span);
        let names: Vec<String> = strays.iter().map(|name| name.text.to_string()).collect();
        let written = format::ports(ports);
        let inner = written.trim_start_matches('(').trim_end_matches(')');
        let list = format!("({inner}, {})", names.join(", "));
        found.push(
            Diagnostic::new(
                &codes::PORTS_NEED_PARENTHESES,
                first,
                format!(
                    "`{}` is a target of its own here, not a port",
                    names.join(", ")
                ),
            )
            .also(ports.span, "these are the ports")
            .help(format!("several ports stand in parentheses: `:{list}`"))
            .fix(format!("write `:{list}`"), ports.span.to(last.span), list),
        );
    }
    found
}

fn stray<'a>(resolver: &Resolver<'_>, target: &'a Target, scope: &Scope) -> Option<&'a ast::Name> {
    match (
        &target.peer.peer.kind,
        target.peer.except.as_slice(),
        &target.ports,
        target.direction,
    ) {
        (PeerKind::Name(name), [], None, None)
            if !name.quoted && resolver.is_undeclared(name, scope) =>
        {
            Some(name)
        }
        _ => None,
    }
}

fn has_named_address(resolver: &Resolver<'_>, members: &[Member], list: &PortList) -> bool {
    list.entries()
        .iter()
        .any(|entry| matches!(entry.ports, PortMatch::Name(_)))
        && members.iter().any(|member| {
            let parts = &resolver.model.peer(member.peer).parts;
            parts
                .iter()
                .any(|part| Kind::of(resolver.model.part(*part)) != Kind::Pods)
        })
}

fn named_port(target: &Target, ports: &ast::Ports, list: &PortList) -> Diagnostic {
    let name = list.first_name().map_or("", |name| name.as_str());
    let message = format!("only pods have a port called `{name}`, and this target has addresses");
    let diagnostic = Diagnostic::new(&codes::NAMED_PORT_OF_ADDRESS, ports.span, message)
        .also(target.peer.span, "these are not only pods");
    match target.peer.peer.kind {
        PeerKind::Any => {
            diagnostic.help(format!("for the pods of all namespaces write `*/*:{name}`"))
        }
        _ => diagnostic.help("write the port's number"),
    }
}
