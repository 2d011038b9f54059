//! `Pods` against all pods of a small universe.

use proptest::{prop_assert, prop_assert_eq, proptest};

use netpolc::sets::Pods;

use crate::universe::{all_pods, chosen, config};

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn operations_agree_with_pods(left in chosen(), right in chosen()) {
        let (a, b) = (left.build(), right.build());
        let (and, minus) = (a.and(&b), a.minus(&b));
        let (mut any, mut both, mut sticks_out, mut differ) = (false, false, false, false);
        for pod in &all_pods() {
            let (in_a, in_b) = (left.holds(pod), right.holds(pod));
            prop_assert_eq!(a.contains(pod), in_a);
            prop_assert_eq!(and.contains(pod), in_a && in_b);
            let pieces = minus.iter().filter(|piece| piece.contains(pod)).count();
            prop_assert_eq!(pieces, usize::from(in_a && !in_b));
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
        prop_assert!(!minus.iter().any(Pods::is_empty));
        prop_assert_eq!(a == b, !differ);
    }

    #[test]
    fn a_witness_is_a_pod_of_the_set(left in chosen(), right in chosen()) {
        let (a, b) = (left.build(), right.build());
        prop_assert_eq!(a.witness().is_none(), a.is_empty());
        for piece in a.minus(&b) {
            let pod = piece.witness().expect("no piece is empty");
            prop_assert!(pod.namespace_name().is_some());
            prop_assert!(left.holds(&pod) && !right.holds(&pod));
        }
    }
}
