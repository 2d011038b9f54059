//! An AST as text: one line a statement, `LINE:COLUMN-LINE:COLUMN` and what it says.

use netpolc::source::{LineIndex, Span};
use netpolc::syntax::ast::{
    Action, Ast, Direction, Isolate, Name, NamespacePart, Operator, Peer, PeerExpr, PeerKind,
    PodPart, Port, PortKind, Ports, Requirement, Rule, Selector, StatementKind, Target,
};

/// Prints every statement of `ast`, and its comments behind them.
pub(crate) fn print(ast: &Ast, text: &str) -> String {
    let index = LineIndex::new(text);
    let place = |span: Span| {
        let start = index.position(text, span.start);
        let end = index.position(text, span.end);
        format!(
            "{}:{}-{}:{}",
            start.line, start.column, end.line, end.column
        )
    };
    let statements = ast
        .statements
        .iter()
        .map(|statement| format!("{} {}\n", place(statement.span), kind(&statement.kind)));
    let comments = ast
        .comments
        .iter()
        .map(|comment| format!("{} comment\n", place(comment.span)));
    statements.chain(comments).collect()
}

fn kind(kind: &StatementKind) -> String {
    match kind {
        StatementKind::Use(path) => format!("use {}", name(path)),
        StatementKind::Manifests(path) => format!("manifests {}", name(path)),
        StatementKind::Namespace(names) => format!("namespace {}", list(names, name)),
        StatementKind::Label(key) => format!("label {}", name(key)),
        StatementKind::Prefix(prefix) => format!("prefix {}", name(prefix)),
        StatementKind::Workloads(names) => format!("workloads {}", list(names, name)),
        StatementKind::Workload(workload) => format!(
            "workload {} = {}{}",
            name(&workload.name),
            workload
                .namespace
                .as_ref()
                .map_or(String::new(), |namespace| name(namespace) + " / "),
            selector(&workload.selector)
        ),
        StatementKind::Network(network) => format!(
            "network {} = {}",
            name(&network.name),
            list(&network.members, peer_expr)
        ),
        StatementKind::Service(service) => format!(
            "service {} = {} : {}",
            name(&service.name),
            peer_expr(&service.peer),
            ports(&service.ports)
        ),
        StatementKind::Group(group) => format!(
            "group {} = {}",
            name(&group.name),
            list(&group.members, peer_expr)
        ),
        StatementKind::Rule(rule) => self::rule(rule),
        StatementKind::Isolate(isolate) => self::isolate(isolate),
    }
}

fn rule(rule: &Rule) -> String {
    let expect = if rule.expect { "expect " } else { "" };
    let action = match rule.action {
        Action::Allow => "allow",
        Action::Deny => "deny",
    };
    let because = rule
        .because
        .as_ref()
        .map_or(String::new(), |reason| format!(" because {}", name(reason)));
    format!(
        "{expect}{action} {} -> {}{because}",
        list(&rule.sources, peer_expr),
        list(&rule.targets, target)
    )
}

fn isolate(isolate: &Isolate) -> String {
    let word = if isolate.default_deny {
        "default-deny"
    } else {
        "isolate"
    };
    format!(
        "{word} {}{}",
        list(&isolate.subjects, peer_expr),
        direction(isolate.direction)
    )
}

fn target(target: &Target) -> String {
    let ports = target
        .ports
        .as_ref()
        .map_or(String::new(), |held| format!(" : {}", ports(held)));
    peer_expr(&target.peer) + &ports + &direction(target.direction)
}

fn direction(direction: Option<Direction>) -> String {
    match direction {
        None => String::new(),
        Some(Direction::Ingress) => " @ingress".to_owned(),
        Some(Direction::Egress) => " @egress".to_owned(),
    }
}

fn ports(ports: &Ports) -> String {
    let entries = list(&ports.entries, port);
    if ports.parentheses {
        format!("({entries})")
    } else {
        entries
    }
}

fn port(port: &Port) -> String {
    let kind = match &port.kind {
        PortKind::All => "*".to_owned(),
        PortKind::Number(number) => format!("#{}", name(number)),
        PortKind::Range(low, high) => format!("#{}..{}", name(low), name(high)),
        PortKind::Name(port) => name(port),
        PortKind::Service => "<service>".to_owned(),
    };
    let protocol = port
        .protocol
        .as_ref()
        .map_or(String::new(), |protocol| format!("/{}", name(protocol)));
    kind + &protocol
}

fn peer_expr(expr: &PeerExpr) -> String {
    if expr.except.is_empty() {
        return peer(&expr.peer);
    }
    format!("{} except ({})", peer(&expr.peer), list(&expr.except, peer))
}

fn peer(peer: &Peer) -> String {
    match &peer.kind {
        PeerKind::Any => "<any>".to_owned(),
        PeerKind::Name(held) => name(held),
        PeerKind::Selector(held) => selector(held),
        PeerKind::All => "*".to_owned(),
        PeerKind::In(namespace, pods) => {
            let namespace = match namespace {
                NamespacePart::Name(held) => name(held),
                NamespacePart::Selector(held) => selector(held),
                NamespacePart::All => "*".to_owned(),
            };
            let pods = match pods {
                PodPart::Name(held) => name(held),
                PodPart::Selector(held) => selector(held),
                PodPart::All => "*".to_owned(),
            };
            format!("{namespace} / {pods}")
        }
        PeerKind::Address(address) => format!("<{}>", name(address)),
    }
}

fn selector(selector: &Selector) -> String {
    format!("[{}]", list(&selector.requirements, requirement))
}

fn requirement(requirement: &Requirement) -> String {
    let key = name(&requirement.key);
    let values = list(&requirement.values, name);
    match requirement.operator {
        Operator::Equals => format!("{key} = {values}"),
        Operator::NotEquals => format!("{key} != {values}"),
        Operator::In => format!("{key} in ({values})"),
        Operator::NotIn => format!("{key} notin ({values})"),
        Operator::Exists => key,
        Operator::DoesNotExist => format!("!{key}"),
    }
}

fn name(name: &Name) -> String {
    match (name.quoted, name.text.as_str()) {
        (true, text) => format!("{text:?}"),
        (false, "") => "<empty>".to_owned(),
        (false, text) => text.to_owned(),
    }
}

fn list<T>(items: &[T], print: impl Fn(&T) -> String) -> String {
    items.iter().map(print).collect::<Vec<_>>().join(", ")
}
