//! A promise is enforceable exactly when no connection of it passes two ends that nothing isolates.

use std::collections::BTreeSet;

use netpolc::diagnostics::codes;
use netpolc::driver::Run;

use crate::properties::case::Verdict;
use crate::properties::judgement::{Connection, Judged, Judgement, at};
use crate::properties::program::Direction;
use crate::properties::suite::{Line, each_suite, is_refused, line_of};
use crate::properties::suite_generator::Wishes;
use crate::support::compile::short;

const WISHES: Wishes = Wishes {
    denies: 2,
    allows: 2,
    several: 35,
    is_rich: false,
};

#[test]
fn unenforceable_denies_are_those_of_brute_force() {
    let (mut open, mut kept) = (0, 0);
    let (compiled, cases) = each_suite(100_000, 1500, WISHES, |_, suite| {
        let run = suite.compile();
        if is_refused(&run) {
            return Verdict::NotCompiled;
        }
        let judgement = Judgement::new(suite);
        let (unenforceable, all) = unenforceable(&judgement);
        open += unenforceable.len();
        kept += all - unenforceable.len();
        // It says so once for each file that does not keep it.
        let said = Vec::from_iter(promised(&run));
        if said == Vec::from_iter(unenforceable.clone()) {
            Verdict::Holds
        } else {
            let said = short(&run);
            Verdict::Fails(format!(
                "not enforced are {unenforceable:?}, but it says:\n{said}"
            ))
        }
    });
    assert!(compiled * 2 >= cases, "only {compiled} of {cases} compile");
    assert!(
        open > 200 && kept > 200,
        "{open} denies are open, {kept} are not"
    );
}

/// The promises that are said not to be enforced: of a used one, the place beside that of the `use`.
fn promised(run: &Run) -> BTreeSet<Line> {
    let about = run.diagnostics.iter();
    let about = about.filter(|one| *one.code == codes::UNENFORCEABLE_DENY);
    let places = about.map(|one| one.secondary.first().unwrap_or(&one.primary).span);
    places.map(|span| line_of(run, span)).collect()
}

/// The promises that isolation alone does not keep, and how many there are.
fn unenforceable(judgement: &Judgement) -> (BTreeSet<Line>, usize) {
    let mut found = BTreeSet::new();
    let mut all = BTreeSet::new();
    for input in &judgement.inputs {
        // Promises alone, for those that use them: nothing of their own could keep them.
        let is_for_others = input.is_used && !input.has_namespaces() && input.is_silent();
        for deny in &input.denies {
            all.insert(deny.place);
            let connections = judgement.connections(deny);
            let mut connections = connections.into_iter();
            if !is_for_others && connections.any(|one| !is_blocked(judgement, one)) {
                found.insert(deny.place);
            }
        }
        for deny in &input.used_denies {
            all.insert(deny.place);
            let connections = judgement.connections(deny);
            let mut concerned = connections.into_iter().filter(|one| concerns(input, *one));
            if concerned.any(|one| !is_blocked_by(judgement, input, one)) {
                found.insert(deny.place);
            }
        }
    }
    (found, all.len())
}

/// Whether an end of the run's own blocks the connection unless an `allow` opens it.
fn is_blocked(judgement: &Judgement, (source, target, _): Connection) -> bool {
    judgement.isolated[at(Direction::Egress)].has(source)
        || judgement.isolated[at(Direction::Ingress)].has(target)
}

/// Whether an end that the file owns does.
fn is_blocked_by(judgement: &Judgement, input: &Judged, (source, target, _): Connection) -> bool {
    let isolated =
        |direction, end| input.owned.has(end) && judgement.isolated[at(direction)].has(end);
    isolated(Direction::Egress, source) || isolated(Direction::Ingress, target)
}

fn concerns(input: &Judged, (source, target, _): Connection) -> bool {
    input.owned.has(source) || input.owned.has(target)
}
