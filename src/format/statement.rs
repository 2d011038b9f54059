//! Statements.

use crate::format::peer::{commas, direction, peer_expr, selector, suffixed, target};
use crate::format::port::ports;
use crate::format::word::{label_key, name, string};
use crate::syntax::ast::{Action, Isolate, Rule, Statement, StatementKind, Workload};

/// A statement on one line.
pub fn statement(statement: &Statement) -> String {
    match &statement.kind {
        StatementKind::Use(file) => format!("use {}", string(file)),
        StatementKind::Manifests(path) => format!("manifests {}", string(path)),
        StatementKind::Namespace(names) => format!("namespace {}", commas(names, name)),
        StatementKind::Label(key) => format!("label {}", label_key(key)),
        StatementKind::Prefix(prefix) => format!("prefix {}", name(prefix)),
        StatementKind::Workloads(names) => format!("workload {}", commas(names, name)),
        StatementKind::Workload(workload) => self::workload(workload),
        StatementKind::Network(network) => {
            let members = commas(&network.members, peer_expr);
            format!("network {} = {members}", name(&network.name))
        }
        StatementKind::Service(service) => {
            let ports = format!(":{}", ports(&service.ports));
            format!(
                "service {} = {}",
                name(&service.name),
                suffixed(&service.peer, &ports)
            )
        }
        StatementKind::Group(group) => {
            format!(
                "group {} = {}",
                name(&group.name),
                commas(&group.members, peer_expr)
            )
        }
        StatementKind::Rule(rule) => self::rule(rule),
        StatementKind::Isolate(isolate) => self::isolate(isolate),
    }
}

fn workload(workload: &Workload) -> String {
    let home = workload
        .namespace
        .as_ref()
        .map_or(String::new(), |home| format!("{}/", name(home)));
    format!(
        "workload {} = {home}{}",
        name(&workload.name),
        selector(&workload.selector)
    )
}

fn rule(rule: &Rule) -> String {
    let expect = if rule.expect { "expect " } else { "" };
    let action = match rule.action {
        Action::Allow => "allow",
        Action::Deny => "deny",
    };
    let sources = commas(&rule.sources, peer_expr);
    let targets = commas(&rule.targets, target);
    let because = rule.because.as_ref().map_or(String::new(), |reason| {
        format!(" because {}", string(reason))
    });
    format!("{expect}{action} {sources} -> {targets}{because}")
}

fn isolate(isolate: &Isolate) -> String {
    let direction = isolate
        .direction
        .map_or(String::new(), |one| format!(" {}", direction(one)));
    if isolate.default_deny {
        return format!("default deny{direction}");
    }
    format!(
        "isolate {}{direction}",
        commas(&isolate.subjects, peer_expr)
    )
}
