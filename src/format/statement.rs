//! Statements.

use crate::format::out::{Out, items};
use crate::format::word::{label_key, name, peer_name, string};
use crate::format::{peer, selector};
use crate::source::Span;
use crate::syntax::ast::{Action, Isolate, Rule, Statement, StatementKind, Workload};

/// A statement on one line.
pub(super) fn write(statement: &Statement, out: &mut impl Out) {
    match &statement.kind {
        StatementKind::Use(file) => {
            out.text("use ");
            string(file, out);
        }
        StatementKind::Manifests(path) => {
            out.text("manifests ");
            string(path, out);
        }
        StatementKind::Namespace(names) => {
            out.text("namespace ");
            items(names, name, out);
        }
        StatementKind::Label(key) => {
            out.text("label ");
            label_key(key, out);
        }
        StatementKind::Prefix(prefix) => {
            out.text("prefix ");
            name(prefix, out);
        }
        StatementKind::Workloads(names) => {
            out.text("workload ");
            items(names, peer_name, out);
        }
        StatementKind::Workload(declared) => workload(declared, statement.span, out),
        StatementKind::Network(network) => {
            out.text("network ");
            peer_name(&network.name, out);
            out.text(" = ");
            items(&network.members, peer::write, out);
        }
        StatementKind::Service(service) => {
            out.text("service ");
            peer_name(&service.name, out);
            out.text(" = ");
            out.item(0, statement.span);
            peer::with_ports(&service.peer, Some(&service.ports), None, out);
            out.end();
        }
        StatementKind::Group(group) => {
            out.text("group ");
            peer_name(&group.name, out);
            out.text(" = ");
            items(&group.members, peer::write, out);
        }
        StatementKind::Rule(flows) => rule(flows, out),
        StatementKind::Isolate(subjects) => isolate(subjects, out),
    }
}

fn workload(workload: &Workload, span: Span, out: &mut impl Out) {
    out.text("workload ");
    peer_name(&workload.name, out);
    out.text(" = ");
    out.item(0, span);
    if let Some(home) = &workload.namespace {
        name(home, out);
        out.text("/");
    }
    selector::write(&workload.selector, out);
    out.end();
}

fn rule(rule: &Rule, out: &mut impl Out) {
    if rule.expect {
        out.text("expect ");
    }
    out.text(match rule.action {
        Action::Allow => "allow ",
        Action::Deny => "deny ",
    });
    items(&rule.sources, peer::write, out);
    out.arrow();
    items(&rule.targets, peer::target, out);
    if let Some(reason) = &rule.because {
        out.text(" because ");
        string(reason, out);
    }
}

fn isolate(isolate: &Isolate, out: &mut impl Out) {
    if isolate.default_deny {
        out.text("default deny");
    } else {
        out.text("isolate ");
        items(&isolate.subjects, peer::write, out);
    }
    if let Some(direction) = isolate.direction {
        out.text(" ");
        out.text(peer::direction(direction));
    }
}
