//! Concrete pods, addresses and ports: enough of them to tell any two programs apart that speak of
//! these values.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use crate::properties::program::Protocol;

/// The namespace of a file that declares none: like no name that is mentioned.
pub(crate) const HOME: &str = "fresh-home";
pub(crate) const NAMESPACE_NAME: &str = "kubernetes.io/metadata.name";

const FRESH_NAMESPACE: &str = "fresh-elsewhere";
const FRESH_VALUE: &str = "fresh-value";

pub(crate) type Labels = BTreeMap<String, String>;

#[derive(Clone, Debug)]
pub(crate) struct Pod {
    pub(crate) namespace: String,
    pub(crate) labels: Labels,
    /// The labels of its namespace, the automatic one among them (S18).
    pub(crate) namespace_labels: Labels,
}

#[derive(Clone, Debug)]
pub(crate) enum Endpoint {
    Pod(Pod),
    /// An address outside the cluster.
    Address(IpAddr),
}

/// A port of the destination, and the names that the destination gives it.
#[derive(Clone, Debug)]
pub(crate) struct Point {
    pub(crate) protocol: Protocol,
    pub(crate) number: u16,
    pub(crate) names: Vec<String>,
}

/// Everything that a program or its objects speak of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mentioned {
    pub(crate) labels: BTreeMap<String, BTreeSet<String>>,
    pub(crate) namespace_labels: BTreeMap<String, BTreeSet<String>>,
    pub(crate) namespaces: BTreeSet<String>,
    pub(crate) blocks: Vec<IpNet>,
    pub(crate) numbers: BTreeSet<u16>,
    pub(crate) port_names: BTreeSet<String>,
}

impl Mentioned {
    pub(crate) fn requirement<'value>(
        &mut self,
        of_namespace: bool,
        key: &str,
        values: impl IntoIterator<Item = &'value str>,
    ) {
        let values = values.into_iter().map(str::to_owned);
        if of_namespace && key == NAMESPACE_NAME {
            self.namespaces.extend(values);
        } else if of_namespace {
            let known = self.namespace_labels.entry(key.to_owned()).or_default();
            known.extend(values);
        } else {
            self.labels
                .entry(key.to_owned())
                .or_default()
                .extend(values);
        }
    }
}

#[derive(Debug)]
pub(crate) struct Universe {
    /// Pods, then addresses.
    pub(crate) endpoints: Vec<Endpoint>,
    pub(crate) points: Vec<Point>,
}

impl Universe {
    pub(crate) fn new(mentioned: &Mentioned) -> Self {
        let mut namespaces = mentioned.namespaces.clone();
        namespaces.insert(FRESH_NAMESPACE.to_owned());
        let labels = combinations(&mentioned.labels);
        let namespace_labels = combinations(&mentioned.namespace_labels);
        let mut endpoints = Vec::new();
        for namespace in &namespaces {
            for of_namespace in &namespace_labels {
                let mut of_namespace = of_namespace.clone();
                of_namespace.insert(NAMESPACE_NAME.to_owned(), namespace.clone());
                endpoints.extend(labels.iter().map(|labels| {
                    Endpoint::Pod(Pod {
                        namespace: namespace.clone(),
                        labels: labels.clone(),
                        namespace_labels: of_namespace.clone(),
                    })
                }));
            }
        }
        let addresses = borders(&mentioned.blocks);
        endpoints.extend(addresses.into_iter().map(Endpoint::Address));
        Self {
            endpoints,
            points: points(mentioned),
        }
    }
}

/// Each key with each of its values, a fresh one, and absent.
pub(crate) fn combinations(keys: &BTreeMap<String, BTreeSet<String>>) -> Vec<Labels> {
    let mut all = vec![Labels::new()];
    for (key, values) in keys {
        let fresh = FRESH_VALUE.to_owned();
        let mut grown = all.clone();
        for value in values.iter().chain([&fresh]) {
            for labels in &all {
                let mut labels = labels.clone();
                labels.insert(key.clone(), value.clone());
                grown.push(labels);
            }
        }
        all = grown;
    }
    all
}

/// The first and last address of each block, and those next to them.
pub(crate) fn borders(blocks: &[IpNet]) -> BTreeSet<IpAddr> {
    let mut all = BTreeSet::from([
        IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)),
        IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0xffff, 0, 0, 0, 0, 1)),
    ]);
    for block in blocks {
        match block {
            IpNet::V4(block) => {
                let (first, last) = (u32::from(block.network()), u32::from(block.broadcast()));
                let near = [first.saturating_sub(1), first, last, last.saturating_add(1)];
                all.extend(near.map(|bits| IpAddr::V4(Ipv4Addr::from(bits))));
            }
            IpNet::V6(block) => {
                let (first, last) = (u128::from(block.network()), u128::from(block.broadcast()));
                let near = [first.saturating_sub(1), first, last, last.saturating_add(1)];
                all.extend(near.map(|bits| IpAddr::V6(Ipv6Addr::from(bits))));
            }
        }
    }
    all
}

fn points(mentioned: &Mentioned) -> Vec<Point> {
    let mut numbers = BTreeSet::from([1, 65535]);
    for number in &mentioned.numbers {
        numbers.insert(number.saturating_sub(1).max(1));
        numbers.insert(*number);
        numbers.insert(number.saturating_add(1));
    }
    let mut names = vec![Vec::new()];
    for name in &mentioned.port_names {
        let with: Vec<Vec<String>> = names
            .iter()
            .map(|known: &Vec<String>| known.iter().chain([name]).cloned().collect())
            .collect();
        names.extend(with);
    }
    let mut all = Vec::new();
    for protocol in [Protocol::Tcp, Protocol::Udp, Protocol::Sctp] {
        for number in &numbers {
            for names in &names {
                all.push(Point {
                    protocol,
                    number: *number,
                    names: names.clone(),
                });
            }
        }
    }
    all
}

/// A set of points by their index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Points([u128; 4]);

impl Points {
    pub(crate) fn of(all: &[Point], chosen: impl Fn(&Point) -> bool) -> Self {
        assert!(all.len() <= 512, "{} ports are too many", all.len());
        let mut set = Self::default();
        for (at, point) in all.iter().enumerate() {
            if chosen(point) {
                set.0[at / 128] |= 1 << (at % 128);
            }
        }
        set
    }

    pub(crate) fn add(&mut self, other: Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine |= theirs;
        }
    }

    pub(crate) fn within(mut self, other: Self) -> Self {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine &= theirs;
        }
        self
    }

    /// A point that the other lacks.
    pub(crate) fn beyond(self, other: Self) -> Option<usize> {
        let all = self.0.iter().zip(other.0).enumerate();
        all.map(|(at, (mine, theirs))| (at, mine & !theirs))
            .find(|(_, bits)| *bits != 0)
            .map(|(at, bits)| at * 128 + usize::try_from(bits.trailing_zeros()).unwrap())
    }
}
