//! `Ports` against port points: borders of numbers, every combination of names.

use proptest::collection::vec;
use proptest::prelude::{BoxedStrategy, Just, any};
use proptest::sample::select;
use proptest::strategy::Strategy;
use proptest::{prop_assert, prop_assert_eq, prop_oneof, proptest};

use netpolc::sets::{Budget, Ports, Protocol, TooComplex};

use crate::sets::universe::{BOUNDS, NUMBERS, Port, all_ports, config};

const NAMES: &[&str] = &["http", "metrics", "web"];
const PROTOCOLS: &[Protocol] = &[Protocol::Tcp, Protocol::Udp];

/// A set of ports, by how it is put together.
#[derive(Clone, Debug)]
enum Formula {
    All,
    Numbers(Protocol, u16, u16),
    Named(Protocol, &'static str),
    Or(Box<Formula>, Box<Formula>),
    And(Box<Formula>, Box<Formula>),
    Minus(Box<Formula>, Box<Formula>),
}

impl Formula {
    fn holds(&self, port: &Port) -> bool {
        match self {
            Formula::All => true,
            Formula::Numbers(protocol, low, high) => {
                port.protocol == *protocol && *low <= port.number && port.number <= *high
            }
            Formula::Named(protocol, name) => {
                port.protocol == *protocol && port.names.contains(*name)
            }
            Formula::Or(left, right) => left.holds(port) || right.holds(port),
            Formula::And(left, right) => left.holds(port) && right.holds(port),
            Formula::Minus(left, right) => left.holds(port) && !right.holds(port),
        }
    }

    fn build(&self, budget: &mut Budget) -> Result<Ports, TooComplex> {
        Ok(match self {
            Formula::All => Ports::all(),
            Formula::Numbers(protocol, low, high) => Ports::numbers(*protocol, *low, *high),
            Formula::Named(protocol, name) => Ports::named(*protocol, *name),
            Formula::Or(left, right) => left.build(budget)?.union(&right.build(budget)?),
            Formula::And(left, right) => {
                let right = right.build(budget)?;
                left.build(budget)?.and(&right, budget)?
            }
            Formula::Minus(left, right) => {
                let right = right.build(budget)?;
                left.build(budget)?.minus(&right, budget)?
            }
        })
    }
}

fn leaf() -> impl Strategy<Value = Formula> {
    prop_oneof![
        1 => any::<bool>().prop_map(|_| Formula::All),
        4 => (select(PROTOCOLS), select(BOUNDS), select(BOUNDS))
            .prop_map(|(protocol, low, high)| Formula::Numbers(protocol, low, high)),
        4 => (select(PROTOCOLS), select(NAMES))
            .prop_map(|(protocol, name)| Formula::Named(protocol, name)),
    ]
}

fn formula() -> BoxedStrategy<Formula> {
    let grow = |inner: BoxedStrategy<Formula>| {
        let pair = (inner.clone(), inner).prop_map(|(l, r)| (Box::new(l), Box::new(r)));
        prop_oneof![
            pair.clone()
                .prop_map(|(left, right)| Formula::Or(left, right)),
            pair.clone()
                .prop_map(|(left, right)| Formula::And(left, right)),
            pair.prop_map(|(left, right)| Formula::Minus(left, right)),
        ]
    };
    leaf().prop_recursive(3, 8, 2, grow).boxed()
}

fn has(ports: &Ports, port: &Port) -> bool {
    ports.contains(port.protocol, port.number, &port.names)
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn operations_agree_with_ports(left in formula(), right in formula()) {
        let budget = &mut Budget::new(1_000_000);
        let (a, b) = (left.build(budget).expect("small"), right.build(budget).expect("small"));
        let (or, and) = (a.union(&b), a.and(&b, budget).expect("small"));
        let minus = a.minus(&b, budget).expect("small");
        let (mut any, mut both, mut sticks_out) = (false, false, false);
        for port in &all_ports(&NUMBERS, NAMES) {
            let (in_a, in_b) = (left.holds(port), right.holds(port));
            prop_assert_eq!(has(&a, port), in_a);
            prop_assert_eq!(has(&or, port), in_a || in_b);
            prop_assert_eq!(has(&and, port), in_a && in_b);
            prop_assert_eq!(has(&minus, port), in_a && !in_b);
            if port.names.is_empty() {
                prop_assert_eq!(has(&a.without_names(), port), in_a);
            }
            any |= in_a;
            both |= in_a && in_b;
            sticks_out |= in_a && !in_b;
        }
        prop_assert_eq!(a.is_empty(), !any);
        prop_assert_eq!(a.meets(&b), both);
        prop_assert_eq!(and.is_empty(), !both);
        prop_assert_eq!(minus.is_empty(), !sticks_out);
        prop_assert_eq!(a.is_subset(&b, budget), Ok(!sticks_out));
        prop_assert!(a.without_names().cubes().iter().all(|cube| cube.names().is_empty()));
        prop_assert_eq!(minus.witness().is_none(), !sticks_out);
        if let Some(point) = minus.witness() {
            prop_assert!(a.contains(point.protocol, point.number, &point.names));
            prop_assert!(!b.contains(point.protocol, point.number, &point.names));
        }
    }

    #[test]
    fn unions_have_one_form_whatever_the_order(
        (all, shuffled) in vec(leaf(), 0..8).prop_flat_map(|all| {
            let shuffled = Just(all.clone()).prop_shuffle();
            (Just(all), shuffled)
        }),
    ) {
        let budget = &mut Budget::new(1_000_000);
        let union = |formulas: &[Formula], budget: &mut Budget| {
            formulas.iter().fold(Ports::none(), |union, formula| {
                union.union(&formula.build(budget).expect("small"))
            })
        };
        let (one, other) = (union(&all, budget), union(&shuffled, budget));
        prop_assert_eq!(&one, &other);
        let sets: Vec<Ports> = all.iter().map(|formula| formula.build(budget).expect("small")).collect();
        prop_assert_eq!(Ports::union_all(&sets), one);
    }

    #[test]
    fn equal_unions_have_equal_forms(left in vec(leaf(), 0..4), right in vec(leaf(), 0..4)) {
        let budget = &mut Budget::new(1_000_000);
        let union = |formulas: &[Formula], budget: &mut Budget| {
            let sets: Vec<Ports> =
                formulas.iter().map(|formula| formula.build(budget).expect("small")).collect();
            Ports::union_all(&sets)
        };
        let (a, b) = (union(&left, budget), union(&right, budget));
        let same = all_ports(&NUMBERS, NAMES).iter().all(|port| has(&a, port) == has(&b, port));
        prop_assert_eq!(a == b, same);
    }
}
