//! `Numbers` against the numbers at the borders of their ranges.

use proptest::collection::vec;
use proptest::sample::select;
use proptest::strategy::Strategy;
use proptest::{prop_assert_eq, proptest};

use netpolc::sets::Numbers;

use crate::universe::{BOUNDS, NUMBERS, config};

fn spans() -> impl Strategy<Value = Vec<(u16, u16)>> {
    vec((select(BOUNDS), select(BOUNDS)), 0..4)
}

fn build(spans: &[(u16, u16)]) -> Numbers {
    spans.iter().fold(Numbers::none(), |all, &(low, high)| {
        all.union(&Numbers::span(low, high))
    })
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn operations_agree_with_numbers(left in spans(), right in spans()) {
        let (a, b) = (build(&left), build(&right));
        let holds = |spans: &[(u16, u16)], number: u16| {
            spans.iter().any(|&(low, high)| low <= number && number <= high)
        };
        let (mut first, mut both, mut sticks_out, mut differ) = (None, false, false, false);
        for number in NUMBERS {
            let (in_a, in_b) = (holds(&left, number), holds(&right, number));
            prop_assert_eq!(a.contains(number), in_a);
            prop_assert_eq!(a.union(&b).contains(number), in_a || in_b);
            prop_assert_eq!(a.and(&b).contains(number), in_a && in_b);
            prop_assert_eq!(a.minus(&b).contains(number), in_a && !in_b);
            first = first.or(in_a.then_some(number));
            both |= in_a && in_b;
            sticks_out |= in_a && !in_b;
            differ |= in_a != in_b;
        }
        prop_assert_eq!(a.first(), first);
        prop_assert_eq!(a.is_empty(), first.is_none());
        prop_assert_eq!(a.is_all(), NUMBERS.iter().all(|number| a.contains(*number)));
        prop_assert_eq!(a.meets(&b), both);
        prop_assert_eq!(a.is_subset(&b), !sticks_out);
        prop_assert_eq!(a == b, !differ);
        prop_assert_eq!(Numbers::union_all([&a, &b]), b.union(&a));
    }
}

#[test]
fn zero_is_no_port() {
    assert_eq!(Numbers::span(0, 0), Numbers::none());
    assert_eq!(Numbers::span(0, u16::MAX), Numbers::all());
    assert!(!Numbers::all().contains(0));
    assert_eq!(
        Numbers::span(1, 79).union(&Numbers::span(80, u16::MAX)),
        Numbers::all()
    );
}
