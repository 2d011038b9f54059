//! Statements.

use crate::format::word::{label_key, name, peer_name, string};
use crate::format::{commas, peer, selector};
use crate::syntax::ast::{Action, Isolate, Rule, Statement, StatementKind, Workload};

/// A statement on one line.
pub(super) fn write(statement: &Statement, out: &mut String) {
    match &statement.kind {
        StatementKind::Use(file) => {
            out.push_str("use ");
            string(file, out);
        }
        StatementKind::Manifests(path) => {
            out.push_str("manifests ");
            string(path, out);
        }
        StatementKind::Namespace(names) => {
            out.push_str("namespace ");
            commas(names, name, out);
        }
        StatementKind::Label(key) => {
            out.push_str("label ");
            label_key(key, out);
        }
        StatementKind::Prefix(prefix) => {
            out.push_str("prefix ");
            name(prefix, out);
        }
        StatementKind::Workloads(names) => {
            out.push_str("workload ");
            commas(names, peer_name, out);
        }
        StatementKind::Workload(declared) => workload(declared, out),
        StatementKind::Network(network) => {
            out.push_str("network ");
            peer_name(&network.name, out);
            out.push_str(" = ");
            commas(&network.members, peer::write, out);
        }
        StatementKind::Service(service) => {
            out.push_str("service ");
            peer_name(&service.name, out);
            out.push_str(" = ");
            peer::with_ports(&service.peer, Some(&service.ports), None, out);
        }
        StatementKind::Group(group) => {
            out.push_str("group ");
            peer_name(&group.name, out);
            out.push_str(" = ");
            commas(&group.members, peer::write, out);
        }
        StatementKind::Rule(flows) => rule(flows, out),
        StatementKind::Isolate(subjects) => isolate(subjects, out),
    }
}

fn workload(workload: &Workload, out: &mut String) {
    out.push_str("workload ");
    peer_name(&workload.name, out);
    out.push_str(" = ");
    if let Some(home) = &workload.namespace {
        name(home, out);
        out.push('/');
    }
    selector::write(&workload.selector, out);
}

fn rule(rule: &Rule, out: &mut String) {
    if rule.expect {
        out.push_str("expect ");
    }
    out.push_str(match rule.action {
        Action::Allow => "allow ",
        Action::Deny => "deny ",
    });
    commas(&rule.sources, peer::write, out);
    out.push_str(" -> ");
    commas(&rule.targets, peer::target, out);
    if let Some(reason) = &rule.because {
        out.push_str(" because ");
        string(reason, out);
    }
}

fn isolate(isolate: &Isolate, out: &mut String) {
    if isolate.default_deny {
        out.push_str("default deny");
    } else {
        out.push_str("isolate ");
        commas(&isolate.subjects, peer::write, out);
    }
    if let Some(direction) = isolate.direction {
        out.push(' ');
        out.push_str(peer::direction(direction));
    }
}
