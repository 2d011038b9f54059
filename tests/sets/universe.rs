//! The oracle: sets as plain descriptions, decided point by point, without the algebra.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;
use proptest::collection::vec;
use proptest::prelude::{Just, ProptestConfig, any};
use proptest::prop_oneof;
use proptest::sample::{select, subsequence};
use proptest::strategy::Strategy;
use proptest::test_runner::RngSeed;
use smol_str::SmolStr;

use netpolc::sets::{
    Addresses, Block, Endpoint, NAMESPACE_NAME, Pod, Pods, Protocol, Selector, Values,
};

/// The same cases every time, and no files beside the tests.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(0x006e_6574_706f_6c63),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A requirement: a list of values, whether it is what is wanted or what is not, and absence.
#[derive(Clone, Debug)]
pub(crate) struct Requirement {
    pub(crate) wanted: bool,
    pub(crate) absent: bool,
    pub(crate) listed: Vec<&'static str>,
}

/// What a label may be in the universe: absent, the values that are mentioned, a fresh one.
pub(crate) const STATES: [Option<&str>; 5] = [None, Some(""), Some("a"), Some("b"), Some("zz")];

impl Requirement {
    pub(crate) fn holds(&self, state: Option<&str>) -> bool {
        match state {
            None => self.absent,
            Some(value) => self.listed.contains(&value) == self.wanted,
        }
    }

    pub(crate) fn build(&self) -> Values {
        let listed = self.listed.iter().rev().copied();
        match (self.wanted, self.absent) {
            (true, false) => Values::one_of(listed),
            (true, true) => Values::one_of(listed).or(&Values::absent()),
            (false, true) => Values::none_of(listed),
            (false, false) => Values::none_of(listed).and(&Values::present()),
        }
    }
}

pub(crate) fn requirement() -> impl Strategy<Value = Requirement> {
    let listed = subsequence(vec!["", "a", "b"], 0..=3);
    (any::<bool>(), any::<bool>(), listed).prop_map(|(wanted, absent, listed)| Requirement {
        wanted,
        absent,
        listed,
    })
}

/// A conjunction of requirements, in any order and with keys that come several times.
#[derive(Clone, Debug)]
pub(crate) struct Conjunction(pub(crate) Vec<(&'static str, Requirement)>);

impl Conjunction {
    pub(crate) fn holds(&self, labels: &BTreeMap<SmolStr, SmolStr>) -> bool {
        self.0
            .iter()
            .all(|(key, one)| one.holds(labels.get(*key).map(SmolStr::as_str)))
    }

    pub(crate) fn build(&self) -> Selector {
        self.0
            .iter()
            .fold(Selector::everything(), |all, (key, one)| {
                all.with(*key, one.build())
            })
    }
}

pub(crate) fn conjunction(
    keys: &'static [&'static str],
    most: usize,
) -> impl Strategy<Value = Conjunction> {
    vec((select(keys), requirement()), 0..=most).prop_map(Conjunction)
}

/// All label maps over these keys.
pub(crate) fn label_maps(keys: &[&str]) -> Vec<BTreeMap<SmolStr, SmolStr>> {
    let mut maps = vec![BTreeMap::new()];
    for key in keys {
        maps = maps
            .iter()
            .flat_map(|map| {
                STATES.iter().map(|state| {
                    let mut map = map.clone();
                    map.extend(state.map(|value| (SmolStr::new(*key), SmolStr::new(value))));
                    map
                })
            })
            .collect();
    }
    maps
}

pub(crate) const NAMESPACE_KEYS: &[&str] = &[NAMESPACE_NAME, "team"];
pub(crate) const POD_KEYS: &[&str] = &["app", "tier"];

/// Pods by what is asked of their namespace and of themselves.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    pub(crate) namespace: Conjunction,
    pub(crate) labels: Conjunction,
}

impl Chosen {
    pub(crate) fn holds(&self, pod: &Pod) -> bool {
        self.namespace.holds(&pod.namespace) && self.labels.holds(&pod.labels)
    }

    pub(crate) fn build(&self) -> Pods {
        Pods::new(self.namespace.build(), self.labels.build())
    }
}

pub(crate) fn chosen() -> impl Strategy<Value = Chosen> {
    (conjunction(NAMESPACE_KEYS, 2), conjunction(POD_KEYS, 2))
        .prop_map(|(namespace, labels)| Chosen { namespace, labels })
}

/// All pods whose labels are in the universe. Their namespaces all have a name.
pub(crate) fn all_pods() -> Vec<Pod> {
    let named = |map: &BTreeMap<SmolStr, SmolStr>| map.contains_key(NAMESPACE_NAME);
    let namespaces = label_maps(NAMESPACE_KEYS).into_iter().filter(named);
    let labels = label_maps(POD_KEYS);
    namespaces
        .flat_map(|namespace| {
            labels.iter().map(move |labels| Pod {
                namespace: namespace.clone(),
                labels: labels.clone(),
            })
        })
        .collect()
}

/// An ipBlock as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) cidr: IpNet,
    pub(crate) except: Vec<IpNet>,
}

impl Written {
    pub(crate) fn holds(&self, address: IpAddr) -> bool {
        in_prefix(self.cidr, address) && !self.except.iter().any(|hole| in_prefix(*hole, address))
    }

    pub(crate) fn build(&self) -> Option<Block> {
        Block::new(self.cidr, self.except.iter().rev().copied())
    }

    pub(crate) fn addresses(&self) -> Addresses {
        let prefixes = |prefixes: &[IpNet]| Addresses::from_prefixes(prefixes.iter().copied());
        prefixes(&[self.cidr]).minus(&prefixes(&self.except))
    }
}

/// Whether an address is in a prefix, by comparing bits.
pub(crate) fn in_prefix(prefix: IpNet, address: IpAddr) -> bool {
    let (bits, own, width) = match (address, prefix.addr()) {
        (IpAddr::V4(address), IpAddr::V4(own)) => {
            (u128::from(address.to_bits()), u128::from(own.to_bits()), 32)
        }
        (IpAddr::V6(address), IpAddr::V6(own)) => (address.to_bits(), own.to_bits(), 128),
        _ => return false,
    };
    let free = width - u32::from(prefix.prefix_len());
    bits.checked_shr(free).unwrap_or(0) == own.checked_shr(free).unwrap_or(0)
}

/// Prefixes of both families that nest, touch, and reach both ends.
pub(crate) fn prefix() -> impl Strategy<Value = IpNet> {
    let v4 = (
        prop_oneof![Just(0_u32), Just(0x0a00_0000), Just(u32::MAX)],
        0_u32..16,
        0..7_usize,
    )
        .prop_map(|(base, low, length)| {
            let length = [0, 1, 2, 29, 30, 31, 32].get(length).copied().unwrap_or(32);
            let address = IpAddr::V4(Ipv4Addr::from_bits(base ^ low));
            IpNet::new(address, length).unwrap_or(IpNet::from(address))
        });
    let v6 = (
        prop_oneof![Just(0_u128), Just(u128::MAX)],
        0_u128..8,
        0..5_usize,
    )
        .prop_map(|(base, low, length)| {
            let length = [0, 1, 126, 127, 128].get(length).copied().unwrap_or(128);
            let address = IpAddr::V6(Ipv6Addr::from_bits(base ^ low));
            IpNet::new(address, length).unwrap_or(IpNet::from(address))
        });
    prop_oneof![2 => v4, 1 => v6]
}

pub(crate) fn written() -> impl Strategy<Value = Written> {
    (prefix(), vec(prefix(), 0..4)).prop_map(|(cidr, except)| Written { cidr, except })
}

/// The first and last address of each prefix, and those before and after it.
pub(crate) fn borders<'a>(prefixes: impl IntoIterator<Item = &'a IpNet>) -> Vec<IpAddr> {
    let mut borders = BTreeSet::new();
    for prefix in prefixes {
        match (prefix.network(), prefix.broadcast()) {
            (IpAddr::V4(first), IpAddr::V4(last)) => {
                let (first, last) = (first.to_bits(), last.to_bits());
                let all = [
                    Some(first),
                    Some(last),
                    first.checked_sub(1),
                    last.checked_add(1),
                ];
                let bits = all.into_iter().flatten();
                borders.extend(bits.map(|bits| IpAddr::V4(Ipv4Addr::from_bits(bits))));
            }
            (IpAddr::V6(first), IpAddr::V6(last)) => {
                let (first, last) = (first.to_bits(), last.to_bits());
                let all = [
                    Some(first),
                    Some(last),
                    first.checked_sub(1),
                    last.checked_add(1),
                ];
                let bits = all.into_iter().flatten();
                borders.extend(bits.map(|bits| IpAddr::V6(Ipv6Addr::from_bits(bits))));
            }
            _ => {}
        }
    }
    borders.into_iter().collect()
}

/// Port numbers beside every bound that the tests use.
pub(crate) const NUMBERS: [u16; 12] = [1, 2, 3, 79, 80, 81, 442, 443, 444, 65533, 65534, 65535];
/// The bounds themselves.
pub(crate) const BOUNDS: &[u16] = &[0, 1, 2, 80, 443, 65534, 65535];

/// One port point of the universe.
#[derive(Clone, Debug)]
pub(crate) struct Port {
    pub(crate) protocol: Protocol,
    pub(crate) number: u16,
    pub(crate) names: BTreeSet<SmolStr>,
}

pub(crate) fn all_ports(numbers: &[u16], names: &[&str]) -> Vec<Port> {
    let mut sets = vec![BTreeSet::new()];
    for name in names {
        let with = |set: &BTreeSet<SmolStr>| {
            let mut set = set.clone();
            set.insert(SmolStr::new(*name));
            set
        };
        sets.extend(sets.iter().map(with).collect::<Vec<_>>());
    }
    let mut all = Vec::new();
    for protocol in Protocol::ALL {
        for &number in numbers {
            let port = |names: &BTreeSet<SmolStr>| Port {
                protocol,
                number,
                names: names.clone(),
            };
            all.extend(sets.iter().map(port));
        }
    }
    all
}

/// A few endpoints of both kinds, for the universe of flows.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    let mut all = Vec::new();
    for namespace in ["a", "b", "zz"] {
        for app in [None, Some("a"), Some("b"), Some("zz")] {
            for tier in [None, Some("a"), Some("zz")] {
                let label = |key: &str, value: Option<&str>| {
                    value.map(|value| (SmolStr::new(key), SmolStr::new(value)))
                };
                all.push(Endpoint::Pod(Pod {
                    namespace: label(NAMESPACE_NAME, Some(namespace)).into_iter().collect(),
                    labels: label("app", app)
                        .into_iter()
                        .chain(label("tier", tier))
                        .collect(),
                }));
            }
        }
    }
    let addresses = [0x0a00_0000, 0x0a00_0001, 0x0a00_0002, 0x0b00_0000];
    all.extend(addresses.map(|bits| Endpoint::Address(IpAddr::V4(Ipv4Addr::from_bits(bits)))));
    all.push(Endpoint::Address(IpAddr::V6(Ipv6Addr::LOCALHOST)));
    all
}
