//! `Values` against lists of states.

use proptest::collection::vec;
use proptest::{prop_assert, prop_assert_eq, proptest};

use netpolc::sets::Values;

use crate::universe::{Requirement, STATES, config, requirement};

fn states(values: &Values) -> Vec<bool> {
    STATES.iter().map(|state| values.contains(*state)).collect()
}

fn expected(holds: impl Fn(Option<&str>) -> bool) -> Vec<bool> {
    STATES.iter().map(|state| holds(*state)).collect()
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn operations_agree_with_states(left in requirement(), right in requirement()) {
        let (a, b) = (left.build(), right.build());
        prop_assert_eq!(states(&a), expected(|state| left.holds(state)));
        prop_assert_eq!(states(&a.not()), expected(|state| !left.holds(state)));
        let both = |state: Option<&str>| (left.holds(state), right.holds(state));
        prop_assert_eq!(states(&a.and(&b)), expected(|state| both(state) == (true, true)));
        prop_assert_eq!(states(&a.or(&b)), expected(|state| both(state) != (false, false)));
        prop_assert_eq!(states(&a.minus(&b)), expected(|state| both(state) == (true, false)));
        prop_assert_eq!(a.is_empty(), !states(&a).contains(&true));
        prop_assert_eq!(a.is_all(), !states(&a).contains(&false));
        prop_assert_eq!(a.meets(&b), expected(|state| both(state) == (true, true)).contains(&true));
        prop_assert_eq!(
            a.is_subset(&b),
            !expected(|state| both(state) == (true, false)).contains(&true)
        );
        prop_assert_eq!(a == b, states(&a) == states(&b));
    }

    #[test]
    fn results_are_canonical(left in requirement(), right in requirement()) {
        let (a, b) = (left.build(), right.build());
        prop_assert_eq!(a.minus(&b).or(&a.and(&b)), a.clone());
        prop_assert_eq!(a.or(&b), b.or(&a));
        prop_assert_eq!(a.minus(&b), a.and(&b.not()));
        prop_assert_eq!(a.not().not(), a);
    }

    #[test]
    fn a_union_of_many_is_the_union_one_by_one(all in vec(requirement(), 0..6)) {
        let sets: Vec<Values> = all.iter().map(Requirement::build).collect();
        let one_by_one = sets.iter().fold(Values::none(), |union, values| union.or(values));
        prop_assert_eq!(Values::union_all(&sets), one_by_one);
    }

    #[test]
    fn a_witness_is_a_member(left in requirement(), right in requirement()) {
        let (a, b) = (left.build(), right.build());
        let rest = a.minus(&b);
        match rest.witness() {
            None => prop_assert!(rest.is_empty()),
            Some(member) => {
                prop_assert!(left.holds(member.value()) && !right.holds(member.value()));
                prop_assert_eq!(member.value().is_none(), rest.has_absent());
            }
        }
    }
}

#[test]
fn constructors_are_those_of_kubernetes() {
    let none_of = Values::none_of(["a"]);
    assert!(none_of.contains(None) && none_of.contains(Some("b")) && !none_of.contains(Some("a")));
    assert!(!Values::one_of(["a"]).contains(None));
    assert_eq!(Values::one_of(["b", "a", "b"]).listed(), ["a", "b"]);
    let nothing: [&str; 0] = [];
    assert_eq!(Values::one_of(nothing), Values::none());
    assert_eq!(Values::none_of(nothing), Values::all());
    assert_eq!(Values::present().not(), Values::absent());
}
