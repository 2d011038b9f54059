//! `Selector` against all label maps of a small universe.

use std::collections::BTreeMap;

use proptest::strategy::Strategy;
use proptest::{prop_assert, prop_assert_eq, proptest};
use smol_str::SmolStr;

use netpolc::sets::{Selector, TooMany};

use crate::sets::universe::{Conjunction, config, conjunction, label_maps};

const KEYS: &[&str] = &["app", "env", "tier"];

type Labels = BTreeMap<SmolStr, SmolStr>;

fn selects(selector: &Selector, labels: &Labels) -> bool {
    selector.matches(|key| labels.get(key).map(SmolStr::as_str))
}

/// How many of the pieces select these labels.
fn count(pieces: &[Selector], labels: &Labels) -> usize {
    pieces.iter().filter(|piece| selects(piece, labels)).count()
}

fn conjunctions() -> impl Strategy<Value = (Conjunction, Conjunction)> {
    (conjunction(KEYS, 4), conjunction(KEYS, 3))
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn operations_agree_with_label_maps((left, right) in conjunctions()) {
        let (a, b) = (left.build(), right.build());
        let (and, minus) = (a.and(&b), a.minus(&b));
        let (mut any, mut both, mut sticks_out, mut differ) = (false, false, false, false);
        for labels in &label_maps(KEYS) {
            let (in_a, in_b) = (left.holds(labels), right.holds(labels));
            prop_assert_eq!(selects(&a, labels), in_a);
            prop_assert_eq!(selects(&and, labels), in_a && in_b);
            prop_assert_eq!(count(&minus, labels), usize::from(in_a && !in_b));
            any |= in_a;
            both |= in_a && in_b;
            sticks_out |= in_a && !in_b;
            differ |= in_a != in_b;
        }
        prop_assert_eq!(a.is_empty(), !any);
        prop_assert_eq!(a.meets(&b), both);
        prop_assert_eq!(and.is_empty(), !both);
        prop_assert_eq!(a.is_subset(&b), !sticks_out);
        prop_assert_eq!(minus.is_empty(), !sticks_out);
        prop_assert!(minus.len() <= b.requirements().len().max(1));
        prop_assert!(!minus.iter().any(Selector::is_empty));
        prop_assert_eq!(a == b, !differ);
    }

    #[test]
    fn a_split_selects_the_same_with_what_kubernetes_can_say((left, _) in conjunctions()) {
        let selector = left.build();
        let parts = selector.split(8).expect("three keys give eight parts at most");
        for labels in &label_maps(KEYS) {
            prop_assert_eq!(count(&parts, labels), usize::from(left.holds(labels)));
        }
        prop_assert!(parts.iter().all(Selector::expressible));
        prop_assert_eq!(selector.expressible(), parts == [selector.clone()]);
        prop_assert_eq!(selector.split(parts.len()), Ok(parts.clone()));
        if let Some(fewer) = parts.len().checked_sub(1) {
            prop_assert_eq!(selector.split(fewer), Err(TooMany));
        }
    }
}
