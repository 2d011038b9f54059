//! An inventory as lines.

use std::fmt::{Display, Write};

use netpolc::k8s::inventory::{ContainerKind, Labels, Protocol, TargetPort};
use netpolc::source::Span;

use crate::inventory::Read;

/// All of an inventory, a line each thing; with the places where things stand, as `FILE:LINE:COLUMN`, if
/// `with_places`.
pub(super) fn lines(read: &Read, with_places: bool) -> String {
    let place = |span: Option<Span>| match span.filter(|_| with_places) {
        None => String::new(),
        Some(span) => {
            let source = read.sources.get(span.file).unwrap();
            let position = source.position(span.start);
            format!(" at {}:{}:{}", source.name, position.line, position.column)
        }
    };
    let mut text = String::new();
    let inventory = &read.inventory;
    for one in &inventory.namespaces {
        let declared = match one.place {
            None => " (undeclared)".to_owned(),
            some => place(some),
        };
        let labels = words(&one.labels);
        let _ = writeln!(text, "namespace {}{declared}: {labels}", one.name);
    }
    for one in &inventory.workloads {
        let (kind, namespace, name) = (&one.kind, &one.namespace, &one.name);
        let place = place(Some(one.place));
        let labels = words(&one.labels);
        let _ = writeln!(text, "{kind} {namespace}/{name}{place}: {labels}");
        match &one.selector {
            None => text.push_str("  addressed by no label\n"),
            Some(selector) if *selector == one.labels => {}
            Some(selector) => {
                let _ = writeln!(text, "  addressed by {}", words(selector));
            }
        }
        if !one.object_labels.is_empty() && one.object_labels != one.labels {
            let _ = writeln!(text, "  itself labelled {}", words(&one.object_labels));
        }
        for container in &one.containers {
            let kind = match container.kind {
                ContainerKind::App => "app",
                ContainerKind::Init => "init",
                ContainerKind::Sidecar => "sidecar",
            };
            let ports = container.ports.iter();
            let ports =
                ports.map(|port| port_words(port.name.as_ref(), port.number, port.protocol));
            let _ = writeln!(text, "  {kind}: {}", list(ports));
        }
        if one.host_network {
            text.push_str("  on its node's network\n");
        }
    }
    for one in &inventory.services {
        let (namespace, name, kind) = (&one.namespace, &one.name, one.kind.word());
        let headless = if one.is_headless { ", headless" } else { "" };
        let selector = one.selector.as_ref().map(words);
        let selector = selector.unwrap_or_else(|| "nobody knows what".to_owned());
        let place = place(Some(one.place));
        let _ = writeln!(
            text,
            "Service {namespace}/{name}{place}: {kind}{headless} in front of {selector}"
        );
        for port in &one.ports {
            let target: &dyn Display = match &port.target {
                TargetPort::Number(number) => number,
                TargetPort::Name(name) => name,
            };
            let words = port_words(port.name.as_ref(), port.number, port.protocol);
            let _ = writeln!(text, "  {words} -> {target}");
        }
    }
    for one in &inventory.policies {
        let metadata = &one.object.metadata;
        let _ = writeln!(
            text,
            "policy {}/{}{}",
            metadata.namespace.as_deref().unwrap(),
            metadata.name.as_deref().unwrap_or_default(),
            place(Some(one.spans.name))
        );
    }
    for (kind, count) in &inventory.skipped {
        let _ = writeln!(text, "skipped: {count} {kind}");
    }
    text
}

fn words(labels: &Labels) -> String {
    list(labels.iter().map(|(key, value)| format!("{key}={value}")))
}

fn port_words(name: Option<&impl Display>, number: u16, protocol: Protocol) -> String {
    let name = name.map(|name| format!("{name} ")).unwrap_or_default();
    format!("{name}{number}/{}", protocol.word())
}

fn list(words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.collect();
    if words.is_empty() {
        "none".to_owned()
    } else {
        words.join(", ")
    }
}
