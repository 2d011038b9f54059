//! What is counted over all cases, and said in the page.

use std::fmt::Write;
use std::slice;

use crate::oracles::evaluation::agreement::different;
use crate::oracles::evaluation::case::Case;
use crate::oracles::evaluation::deviation::{OF_CYCLONUS, deviating};
use crate::oracles::evaluation::engines::Sides;
use crate::oracles::evaluation::part::Part;
use crate::support::asked::reading;
use crate::support::figures::{grouped, table};

/// How many connections a part decides on, at the least.
const DECIDED: usize = 500;

#[derive(Default)]
pub(crate) struct Counted {
    pub(crate) cases: usize,
    pub(crate) connections: usize,
    allowed: usize,
    /// Those that cyclonus is excused of.
    excused: usize,
    /// For each of `OF_CYCLONUS`, those that it alone decides on.
    by_deviation: [usize; OF_CYCLONUS.len()],
    /// For each of `Part::ALL`.
    decided: [usize; Part::ALL.len()],
}

impl Counted {
    /// Counts a case: what is right of its connections, and what cyclonus is to say.
    pub(crate) fn add(&mut self, right: &[Sides], cyclonus: &[Sides]) {
        self.cases += 1;
        self.connections += right.len();
        self.allowed += right.iter().filter(|one| one.both()).count();
        self.excused += different(right, cyclonus).count();
    }

    /// Counts the connections of a case by the deviations that decide on them.
    pub(crate) fn add_deviations(&mut self, case: &Case, right: &[Sides]) {
        let right: Vec<bool> = right.iter().map(|one| one.both()).collect();
        for (count, one) in self.by_deviation.iter_mut().zip(OF_CYCLONUS) {
            let (objects, read) = deviating(case, slice::from_ref(one));
            *count += different(&right, &case.allowed(&objects, &read)).count();
        }
    }

    /// Counts the connections of a case by the parts that decide on them.
    pub(crate) fn add_parts(&mut self, case: &Case, right: &[Sides]) {
        let right: Vec<bool> = right.iter().map(|one| one.both()).collect();
        for (count, (_, _, part)) in self.decided.iter_mut().zip(Part::ALL) {
            let never = case.allowed(&part.never(&case.objects), &reading());
            let always = case.allowed(&part.always(&case.objects), &reading());
            let others = never.iter().zip(&always);
            let decided = right.iter().zip(others);
            *count += decided
                .filter(|(right, (never, always))| right != never || right != always)
                .count();
        }
    }

    /// That there is enough of everything.
    pub(crate) fn check(&self) {
        let Self {
            cases, connections, ..
        } = *self;
        assert!(cases >= 200, "only {cases} clusters");
        assert!(connections >= 100_000, "only {connections} connections");
        let fewer = self.allowed.min(connections - self.allowed);
        assert!(fewer * 4 >= connections, "{} are allowed", self.allowed);
        let excused = self.excused;
        assert!(
            excused * 20 <= connections,
            "cyclonus is excused of {excused} of {connections}"
        );
        let rare = Part::ALL.iter().zip(self.decided);
        let rare: Vec<_> = rare.filter(|(_, count)| *count < DECIDED).collect();
        assert!(rare.is_empty(), "decide on too few: {rare:?}");
        let seen = self.by_deviation;
        assert!(!seen.contains(&0), "a deviation is not seen: {seen:?}");
    }

    pub(crate) fn row(&self, name: &str) -> Vec<String> {
        let numbers = [
            self.cases,
            self.connections,
            self.allowed,
            self.connections - self.allowed,
            self.connections - self.excused,
        ];
        let numbers = numbers.into_iter().map(grouped);
        [name.to_owned()].into_iter().chain(numbers).collect()
    }

    pub(crate) fn deviations(&self) -> String {
        let mut text = String::new();
        for (one, count) in OF_CYCLONUS.iter().zip(self.by_deviation) {
            let _ = writeln!(
                text,
                "- **{}** (cyclonus, {}). {}. Foretold: {}",
                one.what,
                one.rule,
                one.why,
                grouped(count)
            );
        }
        text
    }

    pub(crate) fn parts(&self) -> String {
        let rows = Part::ALL.iter().zip(self.decided);
        let rows =
            rows.map(|((kind, name, _), count)| vec![format!("{kind}: {name}"), grouped(count)]);
        table(&["part", "decides on"], &rows.collect::<Vec<_>>())
    }
}
