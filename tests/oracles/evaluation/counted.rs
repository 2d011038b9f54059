//! What is counted over all cases, and said in the page.

use std::fmt::Write;
use std::slice;

use crate::oracles::evaluation::agreement::different;
use crate::oracles::evaluation::case::{Case, by_addresses};
use crate::oracles::evaluation::deviation::{OF_CYCLONUS, deviating};
use crate::oracles::evaluation::engines::Sides;
use crate::oracles::evaluation::fault;
use crate::oracles::evaluation::part::Part;
use crate::oracles::evaluation::rewriting::without_rules;
use crate::support::asked::reading;
use crate::support::figures::{grouped, table};

/// How many connections a part decides on, at the least.
const DECIDED: usize = 500;
/// How many connections show a fault, at the least.
const FOUND: usize = 100;

#[derive(Default)]
pub(crate) struct Counted {
    cases: usize,
    connections: usize,
    /// Those that a rule allows.
    allowed: usize,
    /// Those that no policy has a say in.
    free: usize,
    /// Those that cyclonus is excused of.
    excused: usize,
    /// For each of `OF_CYCLONUS`, those that it alone excuses of.
    by_deviation: [usize; OF_CYCLONUS.len()],
    /// For each of `Part::ALL`, those that would come out otherwise if nothing of it matched, and if
    /// everything did.
    decided: [[usize; 2]; Part::ALL.len()],
    /// For each of `fault::ALL`, those that show it.
    found: [usize; fault::ALL.len()],
}

impl Counted {
    /// Counts a case: what is right of its connections, and what cyclonus is to say.
    pub(crate) fn add(&mut self, case: &Case, right: &[Sides], cyclonus: &[Sides]) {
        let nothing = without_rules(&case.objects.stored);
        let free = case.allowed(&nothing, &by_addresses());
        let allowed = right.iter().filter(|one| one.both()).count();
        let free = free.iter().filter(|free| **free).count();
        self.cases += 1;
        self.connections += right.len();
        self.allowed += allowed - free;
        self.free += free;
        self.excused += different(right, cyclonus).count();
        for (count, one) in self.by_deviation.iter_mut().zip(OF_CYCLONUS) {
            let (objects, read) = deviating(case, slice::from_ref(one));
            *count += different(right, &case.sides(&objects, &read)).count();
        }
    }

    /// Counts the connections of a case by the parts that decide on them, and by the faults that they
    /// would show.
    pub(crate) fn add_parts(&mut self, case: &Case, right: &[Sides]) {
        let right: Vec<bool> = right.iter().map(|one| one.both()).collect();
        let stored = &case.objects.stored;
        let parts = Part::ALL.iter().map(|(.., part)| part);
        for (counts, part) in self.decided.iter_mut().zip(parts) {
            let others = [Some(part.never(stored)), part.always(stored)];
            for (count, objects) in counts.iter_mut().zip(others) {
                if let Some(objects) = objects {
                    *count += different(&right, &case.allowed(&objects, &reading())).count();
                }
            }
        }
        for (count, fault) in self.found.iter_mut().zip(fault::ALL) {
            *count += different(&right, &fault.allowed(case)).count();
        }
    }

    /// That there is enough of everything that is asked about a program's objects.
    pub(crate) fn check(&self) {
        let Self {
            cases,
            connections,
            allowed,
            free,
            excused,
            ..
        } = *self;
        assert!(cases >= 200, "only {cases} clusters");
        assert!(connections >= 100_000, "only {connections} connections");
        let blocked = connections - allowed - free;
        assert!(
            allowed.min(blocked) * 4 >= connections && free * 10 <= connections,
            "{allowed} are allowed, {blocked} blocked"
        );
        assert!(
            excused * 20 <= connections,
            "cyclonus is excused of {excused} of {connections}"
        );
        let seen = self.by_deviation;
        assert!(!seen.contains(&0), "a deviation is not seen: {seen:?}");
    }

    /// That there are enough connections for each part and each fault.
    pub(crate) fn check_parts(&self) {
        let rare = Part::ALL.iter().zip(self.decided);
        let rare = rare.filter(|((.., part), counts)| {
            let least = if part.always(&[]).is_some() { 2 } else { 1 };
            counts.iter().take(least).any(|count| *count < DECIDED)
        });
        let rare: Vec<_> = rare.collect();
        assert!(rare.is_empty(), "decide on too few: {rare:?}");
        assert!(fault::ALL.len() >= 12);
        let hidden = fault::ALL.iter().zip(self.found);
        let hidden: Vec<_> = hidden
            .filter(|(_, found)| *found < FOUND)
            .map(|(fault, found)| (fault.what, found))
            .collect();
        assert!(hidden.is_empty(), "hardly found out: {hidden:?}");
    }

    pub(crate) fn connections(&self, from: &str) -> String {
        let head = [
            "from",
            "clusters",
            "connections",
            "a rule allows",
            "blocked",
            "no policy's",
            "compared with both",
        ];
        let numbers = [
            self.cases,
            self.connections,
            self.allowed,
            self.connections - self.allowed - self.free,
            self.free,
            self.connections - self.excused,
        ];
        let numbers = numbers.into_iter().map(grouped);
        table(
            &head,
            &[[from.to_owned()].into_iter().chain(numbers).collect()],
        )
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
        let rows = rows.map(|((kind, name, part), [never, always])| {
            let always = part.always(&[]).map(|_| grouped(always));
            vec![
                format!("{kind}: {name}"),
                grouped(never),
                always.unwrap_or_default(),
            ]
        });
        table(
            &["part", "if nothing matched", "if everything did"],
            &rows.collect::<Vec<_>>(),
        )
    }

    pub(crate) fn faults(&self) -> String {
        let rows = fault::ALL.iter().zip(self.found);
        let rows = rows
            .map(|(fault, found)| vec![format!("{} ({})", fault.what, fault.rule), grouped(found)]);
        table(
            &["fault", "connections that show it"],
            &rows.collect::<Vec<_>>(),
        )
    }
}
