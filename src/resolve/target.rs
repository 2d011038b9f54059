//! Targets: peers with their ports and direction, and services, which bring their own ports.

use smallvec::SmallVec;

use crate::diagnostics::{Diagnostic, codes};
use crate::format;
use crate::model::{self, PortList, PortListId, PortMatch, WrittenTarget};
use crate::resolve::direction::direction;
use crate::resolve::members::{Kind, Member, Served};
use crate::resolve::ports;
use crate::resolve::program::FileIndex;
use crate::resolve::resolver::{Resolver, ServiceAt};
use crate::resolve::scope::Scope;
use crate::resolve::suggestion::Expected;
use crate::syntax::ast::{self, PeerKind, StatementKind, Target};

/// A target of the model, with the place where it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct ResolvedTarget {
    /// The target.
    pub(super) target: model::Target,
    /// Its peer, as a member.
    pub(super) member: Member,
}

/// What a target of the text stands for; nearly always one.
type Targets = SmallVec<[ResolvedTarget; 1]>;

/// The targets of a rule, each with its ports and direction. Only what an `allow` opens has to be there: a
/// promise about pods that have no such port is kept.
pub(super) fn resolve_all(
    resolver: &mut Resolver<'_>,
    targets: &[Target],
    scope: &Scope,
    is_allow: bool,
) -> Option<Targets> {
    let strays = stray_ports(resolver, targets, scope);
    if !strays.is_empty() {
        resolver.diagnostics.extend(strays);
        return None;
    }
    let mut all = Some(Targets::new());
    for target in targets {
        let resolved = resolve_target(resolver, target, scope, is_allow);
        all = all.zip(resolved).map(|(mut all, resolved)| {
            all.extend(resolved);
            all
        });
    }
    all
}

fn resolve_target(
    resolver: &mut Resolver<'_>,
    target: &Target,
    scope: &Scope,
    is_allow: bool,
) -> Option<Targets> {
    if let (PeerKind::Name(name), []) = (&target.peer.peer.kind, target.peer.except.as_slice())
        && let Some((file, statement, section)) = resolver.service(name, scope)
    {
        return service_target(resolver, target, name, (file, statement, section), scope);
    }
    let behind = target.ports.as_ref().and_then(behind_service);
    let ports = target.ports.as_ref().map(|ports| match behind {
        Some(port) => resolver.ports_behind(target, port, scope),
        None => ports::resolve(ports),
    });
    if let (Some(Err(wrong)), Some(_), true) = (&ports, behind, is_name(&target.peer)) {
        // Of a Service that is not there, more would be said of its name.
        resolver.diagnostics.extend(wrong.iter().cloned());
        return None;
    }
    let members = match (&target.peer.peer.kind, target.peer.except.as_slice()) {
        (PeerKind::Name(name), []) if target.ports.is_none() => {
            resolver.named(name, scope, Expected::Target)
        }
        _ => resolver.members(&target.peer, scope),
    };
    let list = match ports {
        None => Some(PortList::all()),
        Some(Ok(list)) => {
            if behind.is_none() {
                resolver.covered_ports(target, &list, scope);
            }
            Some(list)
        }
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
    if behind.is_some() && !resolver.check_service(target, &members, scope) {
        return None;
    }
    if is_allow && !resolver.check_port_names(target, &members, &list) {
        return None;
    }
    let ports = PortListId(resolver.model.ports.intern(list));
    Some(with_ports(&members, ports, target.direction))
}

/// Whether a peer is one name, of this namespace or another.
fn is_name(peer: &ast::PeerExpr) -> bool {
    let is_name = matches!(
        peer.peer.kind,
        PeerKind::Name(_) | PeerKind::In(ast::NamespacePart::Name(_), ast::PodPart::Name(_))
    );
    is_name && peer.except.is_empty()
}

/// The `service` of a target that has it for its ports.
fn behind_service(ports: &ast::Ports) -> Option<&ast::Port> {
    let mut entries = ports.entries.iter();
    entries.find(|port| matches!(port.kind, ast::PortKind::Service))
}

/// Notes the ports of a rule's targets, as they are written there or in a service of this file, with what
/// each target stands for.
pub(super) fn note(
    resolver: &mut Resolver<'_>,
    rule: &ast::Rule,
    resolved: &[ResolvedTarget],
    scope: &Scope,
) {
    if resolver.workloads.is_none() {
        return;
    }
    let is_opened = rule.action == ast::Action::Allow && !rule.expect;
    for target in &rule.targets {
        let written = target.ports.as_ref();
        let written = written.or_else(|| ports_of_service(resolver, target, scope));
        let written = written.into_iter().flat_map(|ports| &ports.entries);
        let ports = written.filter_map(|port| Some((port.span, ports::entry(port).ok()?)));
        let ports: SmallVec<[_; 1]> = ports.collect();
        if ports.is_empty() {
            continue;
        }
        let here = resolved
            .iter()
            .filter(|one| [target.peer.span, target.peer.peer.span].contains(&one.member.span));
        let here = here.map(|one| WrittenTarget {
            peer: one.member.peer,
            is_opened,
            ports: ports.clone(),
        });
        resolver.targets.extend(here);
    }
}

/// The ports of the service of this file that a target names.
fn ports_of_service<'a>(
    resolver: &mut Resolver<'a>,
    target: &Target,
    scope: &Scope,
) -> Option<&'a ast::Ports> {
    let (PeerKind::Name(name), []) = (&target.peer.peer.kind, target.peer.except.as_slice()) else {
        return None;
    };
    let (file, statement, _) = resolver.service(name, scope)?;
    let own = file == resolver.root;
    let declared = resolver.statements_of(file).get(statement)?;
    match &declared.kind {
        StatementKind::Service(service) if own => Some(&service.ports),
        _ => None,
    }
}

/// The members behind a service, with its ports, in the direction of the target.
fn service_target(
    resolver: &mut Resolver<'_>,
    target: &Target,
    name: &ast::Name,
    (file, statement, section): ServiceAt,
    scope: &Scope,
) -> Option<Targets> {
    let declared = resolver.statements_of(file).get(statement)?;
    let StatementKind::Service(service) = &declared.kind else {
        return None;
    };
    resolver.mention(service.name.span, name.span);
    resolver.doubt_prelude(file, name, scope);
    if let Some(ports) = &target.ports {
        let message = format!("`{}` is a service, which has its own ports", name.text);
        resolver.diagnostics.push(
            Diagnostic::new(&codes::PORTS_ON_SERVICE, ports.span, message)
                .also(service.name.span, "declared here")
                .help("take the ports out, or name the peer behind the service instead"),
        );
        return None;
    }
    let mut all = Targets::new();
    for scope in resolver.scopes_of(file, section, scope) {
        let (members, ports) = resolve_service(resolver, file, statement, &scope)?;
        let members: Vec<Member> = members
            .iter()
            .map(|member| member.named_at(target.peer.span))
            .collect();
        all.extend(with_ports(&members, ports, target.direction));
    }
    Some(all)
}

/// The peers behind a service, and its ports: resolved once a scope.
pub(super) fn resolve_service(
    resolver: &mut Resolver<'_>,
    file: FileIndex,
    statement: usize,
    scope: &Scope,
) -> Served {
    let key = (file, statement, scope.namespace.clone());
    if let Some(served) = resolver.services.get(&key) {
        return served.clone();
    }
    let scope = Scope {
        file,
        namespace: scope.namespace.clone(),
    };
    let served = serve(resolver, statement, &scope);
    resolver.services.insert(key, served.clone());
    served
}

fn serve(resolver: &mut Resolver<'_>, statement: usize, scope: &Scope) -> Served {
    let declared = resolver.statements_of(scope.file).get(statement)?;
    let StatementKind::Service(service) = &declared.kind else {
        return None;
    };
    let target = Target {
        span: service.peer.span,
        peer: service.peer.clone(),
        ports: Some(service.ports.clone()),
        direction: None,
    };
    if let PeerKind::Name(name) = &service.peer.peer.kind {
        // A service behind a service is no peer, whatever its ports: `members` says so.
        if resolver.service(name, scope).is_some() {
            resolver.members(&service.peer, scope);
            return None;
        }
    }
    let is_own = scope.file == resolver.root;
    let resolved = resolve_target(resolver, &target, scope, is_own)?;
    let ports = resolved.first()?.target.ports;
    Some((resolved.iter().map(|target| target.member).collect(), ports))
}

fn with_ports(members: &[Member], ports: PortListId, direction: Option<ast::Direction>) -> Targets {
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

/// Bare names behind ports that nothing declares: `b:http, https` would open all of a pod `https`. One
/// whose declaration may be there, but could not be read, is none.
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
            if !name.quoted
                && resolver.is_undeclared(name, scope)
                && !resolver.is_poisoned(name, scope) =>
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
