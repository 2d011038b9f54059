//! `FlowSet` against all connections of a small universe.

use std::net::IpAddr;

use ipnet::IpNet;
use proptest::collection::vec;
use proptest::prelude::Just;
use proptest::sample::{select, subsequence};
use proptest::strategy::Strategy;
use proptest::{prop_assert, prop_assert_eq, prop_oneof, proptest};

use netpolc::sets::{
    Addresses, Budget, End, Endpoint, Flow, FlowPoint, FlowSet, NAMESPACE_NAME, Pod, Ports,
    Protocol,
};

use crate::sets::universe::{
    Chosen, Conjunction, Port, Requirement, all_ports, config, endpoints, in_prefix,
};

/// One end of a flow, as a description.
#[derive(Clone, Debug)]
enum Side {
    Pods(Chosen),
    Prefixes(Vec<IpNet>),
}

/// Ports as numbers (low, high) and names of TCP.
#[derive(Clone, Debug)]
struct Open {
    spans: Vec<(u16, u16)>,
    named: bool,
    all: bool,
}

#[derive(Clone, Debug)]
struct Rule {
    source: Side,
    target: Side,
    open: Open,
}

const NUMBERS: [u16; 4] = [79, 80, 81, 82];

impl Side {
    fn holds(&self, endpoint: &Endpoint) -> bool {
        match (self, endpoint) {
            (Side::Pods(chosen), Endpoint::Pod(pod)) => chosen.holds(pod),
            (Side::Prefixes(prefixes), Endpoint::Address(address)) => {
                prefixes.iter().any(|prefix| in_prefix(*prefix, *address))
            }
            _ => false,
        }
    }

    fn build(&self) -> End {
        match self {
            Side::Pods(chosen) => End::Pods(chosen.build()),
            Side::Prefixes(prefixes) => {
                End::Addresses(Addresses::from_prefixes(prefixes.iter().copied()))
            }
        }
    }
}

impl Open {
    fn holds(&self, port: &Port, target: &Endpoint) -> bool {
        let tcp = port.protocol == Protocol::Tcp;
        let number = self
            .spans
            .iter()
            .any(|(low, high)| (*low..=*high).contains(&port.number));
        let name = matches!(target, Endpoint::Pod(_)) && port.names.contains("http");
        self.all || (tcp && (number || (self.named && name)))
    }

    fn build(&self) -> Ports {
        let mut ports: Vec<Ports> = self
            .spans
            .iter()
            .map(|(low, high)| Ports::numbers(Protocol::Tcp, *low, *high))
            .collect();
        ports.extend(self.named.then(|| Ports::named(Protocol::Tcp, "http")));
        ports.extend(self.all.then(Ports::all));
        Ports::union_all(&ports)
    }
}

impl Rule {
    fn build(&self) -> Flow {
        Flow::new(self.source.build(), self.target.build(), self.open.build())
    }
}

fn requirement(values: &'static [&'static str]) -> impl Strategy<Value = Requirement> {
    let listed = subsequence(values.to_vec(), 0..=values.len());
    (
        select(vec![true, true, false]),
        select(vec![true, false]),
        listed,
    )
        .prop_map(|(wanted, absent, listed)| Requirement {
            wanted,
            absent,
            listed,
        })
}

fn side() -> impl Strategy<Value = Side> {
    let namespace = vec((Just(NAMESPACE_NAME), requirement(&["a", "b"])), 0..=1);
    let app = vec((Just("app"), requirement(&["a", "b"])), 0..=1);
    let tier = vec((Just("tier"), requirement(&["a"])), 0..=1);
    let pods = (namespace, app, tier).prop_map(|(namespace, mut labels, tier)| {
        labels.extend(tier);
        Side::Pods(Chosen {
            namespace: Conjunction(namespace),
            labels: Conjunction(labels),
        })
    });
    let texts = vec![
        "0.0.0.0/0",
        "10.0.0.0/8",
        "10.0.0.0/31",
        "10.0.0.1/32",
        "::/0",
    ];
    let prefixes = subsequence(texts, 0..=3).prop_map(|texts| {
        Side::Prefixes(texts.iter().filter_map(|text| text.parse().ok()).collect())
    });
    prop_oneof![3 => pods, 1 => prefixes]
}

fn rule() -> impl Strategy<Value = Rule> {
    let spans = vec((select(vec![80, 81]), select(vec![80, 81])), 0..=2);
    let open = (
        spans,
        select(vec![false, false, true]),
        select(vec![false, false, true]),
    )
        .prop_map(|(spans, named, all)| Open { spans, named, all });
    (side(), side(), open).prop_map(|(source, target, open)| Rule {
        source,
        target,
        open,
    })
}

fn rules() -> impl Strategy<Value = Vec<Rule>> {
    vec(rule(), 0..5)
}

/// All connections that there are, with what the test wants to know of each end once.
struct World {
    endpoints: Vec<Endpoint>,
    ports: Vec<Port>,
}

impl World {
    fn new() -> World {
        let ports = all_ports(&NUMBERS, &["http"]).into_iter();
        let ports = ports.filter(|port| port.protocol != Protocol::Sctp);
        World {
            endpoints: endpoints(),
            ports: ports.collect(),
        }
    }

    /// Of every connection, how many of the products hold it.
    fn counts(&self, products: &[Product]) -> Vec<usize> {
        let none = self.product(|_| false, |_| false, |_, _| false);
        let mut counts = vec![0; self.connections(&none).len()];
        for product in products {
            for (count, held) in counts.iter_mut().zip(self.connections(product)) {
                *count += usize::from(held);
            }
        }
        counts
    }

    /// Of every connection, whether the product holds it.
    fn connections(&self, product: &Product) -> Vec<bool> {
        let mut connections = Vec::new();
        for source in &product.source {
            for (target, endpoint) in product.target.iter().zip(&self.endpoints) {
                let ends = *source && *target;
                let ports = match endpoint {
                    Endpoint::Pod(_) => &product.to_pods,
                    Endpoint::Address(_) => &product.to_addresses,
                };
                connections.extend(ports.iter().map(|open| ends && *open));
            }
        }
        connections
    }

    fn product(
        &self,
        source: impl Fn(&Endpoint) -> bool,
        target: impl Fn(&Endpoint) -> bool,
        port: impl Fn(&Port, &Endpoint) -> bool,
    ) -> Product {
        let address = Endpoint::Address(IpAddr::from([10, 0, 0, 0]));
        let pod = Endpoint::Pod(Pod::default());
        let nameless = self.ports.iter().filter(|port| port.names.is_empty());
        Product {
            source: self.endpoints.iter().map(source).collect(),
            target: self.endpoints.iter().map(target).collect(),
            to_pods: self.ports.iter().map(|at| port(at, &pod)).collect(),
            to_addresses: nameless.map(|at| port(at, &address)).collect(),
        }
    }

    fn of_rules(&self, rules: &[Rule]) -> Vec<bool> {
        let product = |rule: &Rule| {
            self.product(
                |at| rule.source.holds(at),
                |at| rule.target.holds(at),
                |port, at| rule.open.holds(port, at),
            )
        };
        let products: Vec<Product> = rules.iter().map(product).collect();
        self.counts(&products)
            .into_iter()
            .map(|count| count > 0)
            .collect()
    }

    fn of_flows(&self, flows: &[Flow]) -> Vec<usize> {
        let product = |flow: &Flow| {
            self.product(
                |at| flow.source().contains(at),
                |at| flow.target().contains(at),
                |port, _| {
                    flow.ports()
                        .contains(port.protocol, port.number, &port.names)
                },
            )
        };
        self.counts(&flows.iter().map(product).collect::<Vec<_>>())
    }

    fn of_set(&self, set: &FlowSet) -> Vec<bool> {
        self.of_flows(set.flows())
            .into_iter()
            .map(|count| count > 0)
            .collect()
    }
}

struct Product {
    source: Vec<bool>,
    target: Vec<bool>,
    to_pods: Vec<bool>,
    /// Of the ports without a name, since an address gives none.
    to_addresses: Vec<bool>,
}

fn holds(rules: &[Rule], point: &FlowPoint) -> bool {
    let port = Port {
        protocol: point.port.protocol,
        number: point.port.number,
        names: point.port.names.clone(),
    };
    rules.iter().any(|rule| {
        rule.source.holds(&point.source)
            && rule.target.holds(&point.target)
            && rule.open.holds(&port, &point.target)
    })
}

fn set(rules: &[Rule]) -> FlowSet {
    FlowSet::from_flows(rules.iter().map(Rule::build))
}

fn zip(left: &[bool], right: &[bool], keep: fn(bool, bool) -> bool) -> Vec<bool> {
    left.iter()
        .zip(right)
        .map(|(left, right)| keep(*left, *right))
        .collect()
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn operations_agree_with_connections(left in rules(), right in rules()) {
        let world = World::new();
        let budget = &mut Budget::new(1_000_000);
        let (a, b) = (set(&left), set(&right));
        let (in_a, in_b) = (world.of_rules(&left), world.of_rules(&right));
        prop_assert_eq!(&world.of_set(&a), &in_a);
        prop_assert_eq!(a.is_empty(), !in_a.contains(&true));

        let union = zip(&in_a, &in_b, |a, b| a || b);
        prop_assert_eq!(world.of_set(&a.union(&b)), union);

        let both = zip(&in_a, &in_b, |a, b| a && b);
        let and = a.and(&b, budget).expect("small");
        prop_assert_eq!(&world.of_set(&and), &both);
        prop_assert_eq!(and.is_empty(), !both.contains(&true));
        prop_assert_eq!(a.meets(&b), both.contains(&true));

        let rest = zip(&in_a, &in_b, |a, b| a && !b);
        let minus = a.minus(&b, budget).expect("small");
        prop_assert_eq!(&world.of_set(&minus), &rest);
        prop_assert_eq!(minus.is_empty(), !rest.contains(&true));
        prop_assert_eq!(a.is_subset(&b, budget), Ok(!rest.contains(&true)));

        prop_assert_eq!(minus.witness().is_none(), minus.is_empty());
        for flow in minus.flows() {
            let point = flow.witness().expect("no product is empty");
            prop_assert!(holds(&left, &point) && !holds(&right, &point));
            prop_assert!(a.contains(&point) && !b.contains(&point));
        }
    }

    #[test]
    fn a_difference_of_products_is_disjoint(left in rule(), right in rule()) {
        let world = World::new();
        let budget = &mut Budget::new(1_000_000);
        let (a, b) = (left.build(), right.build());
        let pieces = a.minus(&b, budget).expect("small");
        let (in_a, in_b) = (world.of_rules(&[left]), world.of_rules(&[right]));
        let rest = zip(&in_a, &in_b, |a, b| a && !b);
        let counts: Vec<usize> = rest.iter().map(|held| usize::from(*held)).collect();
        prop_assert_eq!(world.of_flows(&pieces), counts);
        let and = a.and(&b, budget).expect("small");
        prop_assert_eq!(and.is_some(), a.meets(&b));
        prop_assert_eq!(
            world.of_flows(and.as_slice()).into_iter().map(|count| count > 0).collect::<Vec<_>>(),
            zip(&in_a, &in_b, |a, b| a && b)
        );
    }

    #[test]
    fn the_normal_form_does_not_depend_on_the_order(
        (all, shuffled) in rules().prop_flat_map(|all| {
            (Just(all.clone()), Just(all).prop_shuffle())
        }),
    ) {
        prop_assert_eq!(set(&all), set(&shuffled));
        let twice = set(&all).flows().iter().chain(set(&all).flows()).cloned().collect::<FlowSet>();
        prop_assert_eq!(twice, set(&all));
    }
}

#[test]
fn a_flow_to_addresses_has_no_named_ports() {
    let everywhere = Side::Prefixes(vec![IpNet::from(IpAddr::from([10, 0, 0, 1]))]).build();
    let named = Ports::named(Protocol::Tcp, "http");
    assert!(Flow::new(everywhere.clone(), everywhere, named).is_empty());
}
