//! Statements at another place: the same text, so many bytes further on.

use crate::source::Span;
use crate::syntax::ast::{
    Group, Isolate, Name, NamespacePart, Network, Peer, PeerExpr, PeerKind, PodPart, Port,
    PortKind, Ports, Requirement, Rule, Selector, Service, Statement, StatementKind, Target,
    Workload,
};

/// Something with places.
pub(super) trait Shift {
    /// Moves all its places by so many bytes, wrapping around: what is taken away is added as well.
    fn shift(&mut self, by: u32);
}

impl Shift for Span {
    fn shift(&mut self, by: u32) {
        self.start = self.start.wrapping_add(by);
        self.end = self.end.wrapping_add(by);
    }
}

impl<T: Shift> Shift for Vec<T> {
    fn shift(&mut self, by: u32) {
        for one in self {
            one.shift(by);
        }
    }
}

impl<T: Shift> Shift for Option<T> {
    fn shift(&mut self, by: u32) {
        if let Some(one) = self {
            one.shift(by);
        }
    }
}

impl<T: Shift> Shift for Box<T> {
    fn shift(&mut self, by: u32) {
        T::shift(self, by);
    }
}

/// What has parts moves by moving each of them. All have to be named, so that none is forgotten.
macro_rules! shift {
    ($($kind:ident { $($part:ident),* } $(but $($other:ident),+)?;)*) => {
        $(impl Shift for $kind {
            fn shift(&mut self, by: u32) {
                let Self { $($part,)* $($($other: _,)+)? } = self;
                $($part.shift(by);)*
            }
        })*
    };
}

shift! {
    Statement { span, kind };
    Name { span } but text, quoted;
    Workload { name, namespace, selector };
    Network { name, members };
    Service { name, peer, ports };
    Group { name, members };
    Rule { sources, targets, because } but action, expect;
    Isolate { subjects } but default_deny, direction;
    PeerExpr { span, peer, except };
    Peer { span, kind };
    Selector { span, requirements };
    Requirement { span, key, values, list } but operator;
    Target { span, peer, ports } but direction;
    Ports { span, entries } but parentheses;
    Port { span, kind, protocol };
}

impl Shift for StatementKind {
    fn shift(&mut self, by: u32) {
        match self {
            Self::Use(name) | Self::Manifests(name) | Self::Label(name) | Self::Prefix(name) => {
                name.shift(by);
            }
            Self::Namespace(names) | Self::Workloads(names) => names.shift(by),
            Self::Workload(workload) => workload.shift(by),
            Self::Network(network) => network.shift(by),
            Self::Service(service) => service.shift(by),
            Self::Group(group) => group.shift(by),
            Self::Rule(rule) => rule.shift(by),
            Self::Isolate(isolate) => isolate.shift(by),
        }
    }
}

impl Shift for PeerKind {
    fn shift(&mut self, by: u32) {
        match self {
            Self::Any | Self::All => {}
            Self::Name(name) | Self::Address(name) => name.shift(by),
            Self::Selector(selector) => selector.shift(by),
            Self::In(namespace, pods) => {
                namespace.shift(by);
                pods.shift(by);
            }
        }
    }
}

impl Shift for NamespacePart {
    fn shift(&mut self, by: u32) {
        match self {
            Self::Name(name) => name.shift(by),
            Self::Selector(selector) => selector.shift(by),
            Self::All => {}
        }
    }
}

impl Shift for PodPart {
    fn shift(&mut self, by: u32) {
        match self {
            Self::Name(name) => name.shift(by),
            Self::Selector(selector) => selector.shift(by),
            Self::All => {}
        }
    }
}

impl Shift for PortKind {
    fn shift(&mut self, by: u32) {
        match self {
            Self::All | Self::Service => {}
            Self::Number(name) | Self::Name(name) => name.shift(by),
            Self::Range(first, last) => {
                first.shift(by);
                last.shift(by);
            }
        }
    }
}
