//! Gates, the numbers in them, and the two directions.

use netpolc::sets::{
    Addresses, Direction, End, EndId, Gates, Interner, Pods, Ports, PortsId, Product, Protocol,
    Selector, SelectorId, Values,
};

fn app(name: &str) -> Selector {
    Selector::everything().with("app", Values::one_of([name]))
}

fn tcp(number: u16) -> Ports {
    Ports::numbers(Protocol::Tcp, number, number)
}

fn anywhere() -> End {
    End::Addresses(Addresses::all())
}

#[test]
fn equal_values_have_one_number_in_the_order_of_arrival() {
    let mut words: Interner<String> = Interner::default();
    assert_eq!(words.values().len(), 0);
    let numbers = ["b", "a", "b", "", "a"].map(|word| words.intern(word.to_owned()));
    assert_eq!(numbers, [0, 1, 0, 2, 1]);
    assert_eq!(words.values().collect::<Vec<_>>(), ["b", "a", ""]);
    assert_eq!(words.find(&"a".to_owned()), Some(1));
    assert_eq!(words.find(&"c".to_owned()), None);
    assert_eq!(words.get(0), "b");
}

#[test]
fn a_number_that_was_never_given_is_what_is_missing() {
    let mut words = Interner::new("none".to_owned());
    words.intern("a".to_owned());
    assert_eq!(words.get(1), "none");
    assert_eq!(words.get(u32::MAX), "none");
    // What stands for it has no number by itself.
    assert_eq!(words.find(&"none".to_owned()), None);

    let gates: Gates<()> = Gates::new();
    assert!(gates.selector(SelectorId(0)).is_empty());
    assert!(gates.end(EndId(7)).is_empty());
    assert!(gates.port_set(PortsId(7)).is_empty());
}

#[test]
fn gates_keep_what_was_said_of_each_way() {
    let mut gates = Gates::default();
    let web = gates.add_selector(app("web"));
    assert_eq!(gates.add_selector(app("web")), web);
    assert_ne!(gates.add_selector(app("db")), web);
    let way = ("shop".into(), Direction::Egress);
    assert!(gates.gate(&way).is_none());
    let gate = gates.add_gate(way.clone());
    gates.isolate(gate, web, 1);
    gates.isolate(gate, web, 2);
    gates.add_gate(("ops".into(), Direction::Ingress));
    assert_eq!(gates.gate(&way).unwrap().isolated, [(web, 1), (web, 2)]);
    let ways: Vec<_> = gates.iter().map(|(way, _)| way.clone()).collect();
    assert_eq!(ways, [("ops".into(), Direction::Ingress), way]);
}

#[test]
fn a_product_is_the_flow_of_its_direction() {
    let mut gates: Gates<()> = Gates::new();
    let product = Product {
        pods: gates.add_selector(app("web")),
        other: gates.add_end(anywhere()),
        ports: gates.add_ports(tcp(443)),
    };
    let own = End::Pods(Pods::in_namespace("shop", app("web")));
    for direction in Direction::BOTH {
        let flow = gates.flow(&("shop".into(), direction), product);
        assert_eq!(direction.own_end(&flow), &own);
        assert_eq!(direction.other_end(&flow), &anywhere());
        assert_eq!(flow.ports(), &tcp(443));
        let source = match direction {
            Direction::Ingress => anywhere(),
            Direction::Egress => own.clone(),
        };
        assert_eq!(flow.source(), &source);
        assert_eq!(flow, direction.flow(own.clone(), anywhere(), tcp(443)));
    }
}

/// Equal products, and only those, get equal numbers.
#[test]
fn renumbered_products_are_equal_exactly_where_their_values_are() {
    let (mut one, mut other): (Gates<()>, Gates<()>) = (Gates::new(), Gates::new());
    let ends = [anywhere(), End::Pods(Pods::everywhere(app("web")))];
    let all = |gates: &mut Gates<()>, apps: &[&str], numbers: &[u16]| -> Vec<Product> {
        let mut all = Vec::new();
        for name in apps {
            for number in numbers {
                for end in &ends {
                    all.push(Product {
                        pods: gates.add_selector(app(name)),
                        other: gates.add_end(end.clone()),
                        ports: gates.add_ports(tcp(*number)),
                    });
                }
            }
        }
        all
    };
    let here = all(&mut one, &["new", "web", "db", "old"], &[5, 80, 443]);
    let there = all(&mut other, &["db", "cache", "web"], &[443, 80, 1]);
    let renumbered = one.renumbered(&other);
    let way = ("shop".into(), Direction::Ingress);
    let (mut equal, mut known) = (0, Vec::new());
    for mine in &here {
        let number = renumbered(*mine);
        for theirs in &there {
            let same = one.flow(&way, *mine) == other.flow(&way, *theirs);
            assert_eq!(number == *theirs, same, "{mine:?} {theirs:?}");
            equal += usize::from(same);
        }
        known.push(number);
    }
    assert_eq!(equal, 2 * 2 * 2);
    known.sort_unstable();
    known.dedup();
    assert_eq!(known.len(), here.len(), "two products became one");
}

/// What is said of one way, in words that a test can change.
#[derive(Clone)]
struct Said {
    way: Direction,
    isolated: Vec<&'static str>,
    opened: Vec<(&'static str, End, u16)>,
}

impl Said {
    fn add_to(&self, gates: &mut Gates<u32>) {
        let gate = gates.add_gate(("shop".into(), self.way));
        for (name, cause) in self.isolated.iter().zip(0..) {
            let pods = gates.add_selector(app(name));
            gates.isolate(gate, pods, cause);
        }
        for ((name, end, number), cause) in self.opened.iter().zip(0..) {
            let product = Product {
                pods: gates.add_selector(app(name)),
                other: gates.add_end(end.clone()),
                ports: gates.add_ports(tcp(*number)),
            };
            gates.open(gate, [(product, cause)]);
        }
    }
}

/// The same is said exactly where isolated pods and products are equal, whatever their numbers and causes.
#[test]
fn a_way_of_which_anything_else_is_said_is_not_the_same() {
    let pods = End::Pods(Pods::everywhere(app("web")));
    let said = Said {
        way: Direction::Ingress,
        isolated: vec!["web", "db"],
        opened: vec![("web", anywhere(), 80), ("db", pods.clone(), 443)],
    };
    let changed = |change: fn(&mut Said)| {
        let mut other = said.clone();
        change(&mut other);
        other
    };
    let others = [
        changed(|said| said.way = Direction::Egress),
        changed(|said| said.isolated[1] = "api"),
        changed(|said| said.isolated.push("api")),
        changed(|said| said.isolated.truncate(1)),
        changed(|said| said.opened[1].0 = "web"),
        changed(|said| said.opened[1].1 = anywhere()),
        changed(|said| said.opened[1].2 = 80),
        changed(|said| said.opened.push(("db", anywhere(), 80))),
        changed(|said| said.opened.truncate(1)),
    ];
    let way = ("shop".into(), said.way);
    let mut earlier = Gates::new();
    said.add_to(&mut earlier);
    // Other values come first, under the same numbers.
    let gates = |said: &Said| {
        let mut gates = Gates::new();
        gates.add_end(pods.clone());
        gates.add_ports(tcp(443));
        gates.add_selector(app("api"));
        said.add_to(&mut gates);
        gates
    };
    assert!(gates(&said).same_as(&earlier)(&way));
    for other in &others {
        let other = gates(other);
        assert!(!other.same_as(&earlier)(&way) && !earlier.same_as(&other)(&way));
    }
    let unknown = ("ops".into(), said.way);
    assert!(gates(&said).same_as(&earlier)(&unknown));
}
