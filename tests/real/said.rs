//! Random rules about the pods of a town.

use netpolc::eval::concrete::Protocol;

use crate::properties::random::Random;
use crate::real::town::{Town, Workload};

/// An end of a rule, in words, and which pods it means.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Peer {
    Workload(&'static str, String),
    Pods(Homes, Labels),
    Address,
}

/// Some namespaces.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Homes {
    Here,
    Pay,
    Team(&'static str),
    All,
}

/// Some labels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Labels {
    Any,
    Has(&'static str, &'static str),
    HasNot(&'static str, &'static str),
    Lacks(&'static str),
}

/// The ports of a rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Port {
    Any,
    Number(u16, Protocol),
    Named(&'static str, Protocol),
}

/// The addresses outside that are spoken of, and one of them.
pub(super) const BLOCK: &str = "203.0.113.0/24";
pub(super) const ADDRESS: &str = "203.0.113.9";

impl Peer {
    /// A peer; of a question nothing of which it is unknown whether it is there.
    pub(super) fn new(random: &mut Random, town: &Town, is_asked: bool) -> Self {
        let named = town.workloads.iter().filter(|one| one.namespace == "shop");
        let named: Vec<&Workload> = named.collect();
        let knows_all = town.is_cluster || !is_asked;
        match random.below(10) {
            0..=3 => Self::Workload("shop", random.pick(&named).name.clone()),
            4 => Self::Address,
            5 | 6 if knows_all => {
                let homes = [
                    Homes::Pay,
                    Homes::Team("red"),
                    Homes::Team("blue"),
                    Homes::All,
                ];
                Self::Pods(random.pick(&homes), labels(random))
            }
            _ => Self::Pods(Homes::Here, labels(random)),
        }
    }

    /// Whether its pods are those of the file's own namespace.
    pub(super) fn is_own(&self) -> bool {
        matches!(self, Self::Workload(..) | Self::Pods(Homes::Here, _))
    }

    pub(super) fn words(&self, is_asked: bool) -> String {
        let (homes, labels) = match self {
            Self::Workload(_, name) => return name.clone(),
            Self::Address if is_asked => return ADDRESS.to_owned(),
            Self::Address => return BLOCK.to_owned(),
            Self::Pods(homes, labels) => (homes, labels),
        };
        let homes = match homes {
            Homes::Here => String::new(),
            Homes::Pay => "pay/".to_owned(),
            Homes::Team(team) => format!("[team={team}]/"),
            Homes::All => "*/".to_owned(),
        };
        match labels {
            Labels::Any => format!("{homes}*"),
            Labels::Has(key, value) => format!("{homes}[{key}={value}]"),
            Labels::HasNot(key, value) => format!("{homes}[{key}!={value}]"),
            Labels::Lacks(key) => format!("{homes}[!{key}]"),
        }
    }

    pub(super) fn has(&self, town: &Town, one: &Workload) -> bool {
        let (homes, labels) = match self {
            Self::Workload(home, name) => return one.namespace == *home && one.name == *name,
            Self::Address => return false,
            Self::Pods(homes, labels) => (homes, labels),
        };
        let is_home = match homes {
            Homes::Here => one.namespace == "shop",
            Homes::Pay => one.namespace == "pay",
            Homes::Team(team) => town.team(one.namespace) == Some(team),
            Homes::All => true,
        };
        is_home
            && match labels {
                Labels::Any => true,
                Labels::Has(key, value) => one.labels.get(key) == Some(value),
                Labels::HasNot(key, value) => one.labels.get(key) != Some(value),
                Labels::Lacks(key) => !one.labels.contains_key(key),
            }
    }
}

fn labels(random: &mut Random) -> Labels {
    let app = random.pick(&["a", "b", "c"]);
    let tier = random.pick(&["x", "y"]);
    random.pick(&[
        Labels::Any,
        Labels::Has("app", app),
        Labels::Has("tier", tier),
        Labels::HasNot("app", app),
        Labels::HasNot("tier", tier),
        Labels::Lacks("tier"),
    ])
}

impl Port {
    /// A port; by a name only where some pod has it: else it would be an error.
    pub(super) fn new(random: &mut Random, town: &Town, to: &Peer) -> Self {
        let protocol = random.pick(&[Protocol::Tcp, Protocol::Tcp, Protocol::Udp]);
        let meant = town.workloads.iter().filter(|one| to.has(town, one));
        let meant: Vec<&Workload> = meant.collect();
        let names = ["http", "web"].into_iter().filter(|name| {
            let calls =
                |one: &&Workload| one.calls(name, 80, protocol) || one.calls(name, 81, protocol);
            !meant.is_empty() && meant.iter().any(calls)
        });
        let names: Vec<&'static str> = names.collect();
        match random.below(3) {
            0 => Self::Any,
            1 if !names.is_empty() => Self::Named(random.pick(&names), protocol),
            _ => Self::Number(random.pick(&[80, 81]), protocol),
        }
    }

    pub(super) fn words(self) -> String {
        let (port, protocol) = match self {
            Self::Any => return String::new(),
            Self::Number(number, protocol) => (number.to_string(), protocol),
            Self::Named(name, protocol) => (name.to_owned(), protocol),
        };
        match protocol {
            Protocol::Udp => format!(":{port}/udp"),
            _ => format!(":{port}"),
        }
    }

    /// Whether a port of a workload is meant, or one of an address.
    pub(super) fn has(self, of: Option<&Workload>, number: u16, protocol: Protocol) -> bool {
        match self {
            Self::Any => true,
            Self::Number(own, of) => (own, of) == (number, protocol),
            Self::Named(name, own) => {
                own == protocol && of.is_some_and(|one| one.calls(name, number, protocol))
            }
        }
    }
}
