//! The indexes against a scan of everything.

use proptest::collection::vec;
use proptest::{prop_assert_eq, proptest};

use netpolc::sets::{Pods, PodsIndex, Selector, SelectorIndex, maximal};

use crate::universe::{Chosen, Conjunction, chosen, config, conjunction};

const KEYS: &[&str] = &["app", "env", "tier"];

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn selectors_are_found_as_by_a_scan(
        all in vec(conjunction(KEYS, 3), 0..12),
        asked in conjunction(KEYS, 3),
    ) {
        let all: Vec<Selector> = all.iter().map(Conjunction::build).collect();
        let asked = asked.build();
        let index: SelectorIndex<usize> =
            all.iter().cloned().enumerate().map(|(at, selector)| (selector, at)).collect();
        let scan = |keep: &dyn Fn(&Selector) -> bool| -> Vec<usize> {
            (0..all.len()).filter(|at| keep(&all[*at])).collect()
        };
        let covering: Vec<usize> = index.covering(&asked).map(|(_, at)| *at).collect();
        prop_assert_eq!(covering, scan(&|selector| asked.is_subset(selector)));
        let meeting: Vec<usize> = index.meeting(&asked).map(|(_, at)| *at).collect();
        prop_assert_eq!(meeting, scan(&|selector| asked.meets(selector)));
        let found: Vec<Selector> = index.meeting(&asked).map(|(found, _)| found.clone()).collect();
        prop_assert_eq!(found, all.iter().filter(|one| asked.meets(one)).cloned().collect::<Vec<_>>());
    }

    #[test]
    fn pods_are_found_as_by_a_scan(all in vec(chosen(), 0..10), asked in chosen()) {
        let all: Vec<Pods> = all.iter().map(Chosen::build).collect();
        let asked = asked.build();
        let index: PodsIndex<usize> =
            all.iter().cloned().enumerate().map(|(at, pods)| (pods, at)).collect();
        let scan = |keep: &dyn Fn(&Pods) -> bool| -> Vec<usize> {
            (0..all.len()).filter(|at| keep(&all[*at])).collect()
        };
        let covering: Vec<usize> = index.covering(&asked).map(|(_, at)| *at).collect();
        prop_assert_eq!(covering, scan(&|pods| asked.is_subset(pods)));
        let meeting: Vec<usize> = index.meeting(&asked).map(|(_, at)| *at).collect();
        prop_assert_eq!(meeting, scan(&|pods| asked.meets(pods)));
    }

    #[test]
    fn the_maximal_are_those_in_no_other(all in vec(conjunction(KEYS, 2), 0..12)) {
        let all: Vec<Selector> = all.iter().map(Conjunction::build).collect();
        let mut expected: Vec<Selector> = all
            .iter()
            .filter(|one| !one.is_empty())
            .filter(|one| !all.iter().any(|other| one.is_subset(other) && !other.is_subset(one)))
            .cloned()
            .collect();
        expected.sort();
        expected.dedup();
        prop_assert_eq!(maximal(all), expected);
    }
}
