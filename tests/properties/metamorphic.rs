//! What may change in a program, and what has to stay as it is then: asked of the text and of the
//! objects, for single connections.

use netpolc::eval::concrete::{Evaluator, Side};
use netpolc::model::{Intent, words};
use netpolc::sets::Direction;

use crate::properties::case::{Verdict, each, meant};
use crate::properties::differential::town;
use crate::properties::program::{Expr, File, Peer, Program, Section, Statement, Target, Word};
use crate::properties::random::Random;
use crate::support::asked::{reading, side};
use crate::support::meant::Meant;
use crate::support::say;

const CONNECTIONS: usize = 80;

/// An `allow` opens, and isolates: of an end that was isolated before it takes nothing away.
#[test]
fn an_allow_takes_nothing_from_an_isolated_end() {
    let (mut kept, mut opened) = (0, 0);
    let changed = compare(
        800_000,
        true,
        with_another_allow,
        |(without, said_without), (with, said_with)| {
            let holds = match (without, with) {
                (Side::AllowedBy(_), Side::AllowedBy(_)) => said_without && said_with,
                (Side::BlockedBy(_), Side::AllowedBy(_)) => !said_without && said_with,
                (Side::BlockedBy(_), Side::BlockedBy(_)) => !said_without && !said_with,
                (Side::NotIsolated, _) => said_without,
                _ => false,
            };
            kept += usize::from(matches!(without, Side::AllowedBy(_)));
            opened += usize::from(without.allows() != with.allows());
            holds
        },
    );
    say(&format!(
        "an allow more, {changed} times: {kept} ends stay open, {opened} change"
    ));
    assert!(kept > 1500 && opened > 300, "{kept} {opened}");
}

#[test]
fn order_and_repetition_mean_nothing() {
    let mut blocked = 0;
    let changed = compare(
        810_000,
        false,
        shuffled,
        |(one, said), (other, said_too)| {
            blocked += usize::from(!said);
            one.allows() == other.allows()
                && said == said_too
                && is_isolated(one) == is_isolated(other)
        },
    );
    say(&format!(
        "{changed} programs shuffled and repeated: {blocked} ends stay shut"
    ));
    assert!(blocked > 5000, "{blocked}");
}

#[test]
fn the_name_of_an_alias_means_nothing() {
    let mut blocked = 0;
    let changed = compare(820_000, false, renamed, |(one, said), (other, said_too)| {
        blocked += usize::from(!said);
        one.allows() == other.allows() && said == said_too && is_isolated(one) == is_isolated(other)
    });
    say(&format!(
        "{changed} programs with other names: {blocked} ends stay shut"
    ));
    assert!(blocked > 5000, "{blocked}");
}

/// What the objects, and the text, say of a connection at an end.
type Said<'a> = (&'a Side, bool);

/// Asks about connections before and after a change, at all own ends. Returns how many programs could
/// be changed.
fn compare(
    start: u64,
    may_be_refused: bool,
    change: impl Fn(&Program, &mut Random) -> Option<Program>,
    mut holds: impl FnMut(Said<'_>, Said<'_>) -> bool,
) -> usize {
    let mut changed = 0;
    each(start, 400, |seed, program| {
        let random = &mut Random::new(seed);
        let Some(other) = change(program, random) else {
            return Verdict::NotCompiled;
        };
        let Ok(before) = meant(program) else {
            return Verdict::NotCompiled;
        };
        let after = match meant(&other) {
            Ok(after) => after,
            Err(_) if may_be_refused => return Verdict::NotCompiled,
            Err(wrong) => return Verdict::Fails(format!("{wrong:?}\n{other:?}")),
        };
        changed += 1;
        match difference([&before, &after], program, random, &mut holds) {
            None => Verdict::Holds,
            Some(difference) => {
                Verdict::Fails(format!("{difference}\nafter the change:\n{other:?}"))
            }
        }
    });
    assert!(changed > 80, "only {changed} programs are changed");
    changed
}

fn difference(
    meant: [&Meant; 2],
    program: &Program,
    random: &mut Random,
    holds: &mut impl FnMut(Said<'_>, Said<'_>) -> bool,
) -> Option<String> {
    let town = town(program, meant[0], random);
    let objects = meant.map(Meant::enforced);
    let evaluators = [&objects[0], &objects[1]]
        .map(|objects| Evaluator::new(objects, &town.cluster, &reading()));
    let intents = meant.map(|one| Intent::of(&one.model));
    for _ in 0..CONNECTIONS {
        let connection = town.connection(random);
        let point = town.point(&connection);
        let verdicts = [&evaluators[0], &evaluators[1]].map(|one| one.verdict(&connection));
        for direction in Direction::BOTH {
            let said = [&intents[0], &intents[1]].map(|one| one.allows(direction, &point));
            let [before, after] = [&verdicts[0], &verdicts[1]].map(|one| side(one, direction));
            let right = match said {
                [Some(said), Some(said_too)] => holds((before, said), (after, said_too)),
                [None, None] => before == after,
                _ => false,
            };
            if !right {
                let shown = words::connection(&point);
                return Some(format!(
                    "{direction:?} of {shown}: {said:?} by the text, {before:?} and {after:?} by the objects"
                ));
            }
        }
    }
    None
}

fn is_isolated(side: &Side) -> bool {
    matches!(side, Side::AllowedBy(_) | Side::BlockedBy(_))
}

/// With one more `allow`, of peers that the section knows.
fn with_another_allow(program: &Program, random: &mut Random) -> Option<Program> {
    let mut with = program.clone();
    let mut lists: Vec<&mut Vec<Statement>> = vec![&mut with.main.top];
    lists.extend(with.main.sections.iter_mut().map(|one| &mut one.statements));
    lists.retain(|list| list.iter().any(is_allow));
    if lists.is_empty() {
        return None;
    }
    let at = random.below(lists.len());
    let list = lists.swap_remove(at);
    let allows: Vec<Statement> = list.iter().filter(|one| is_allow(one)).cloned().collect();
    // Another target for the same sources, or other sources for the same target.
    let (Statement::Allow { sources, .. }, Statement::Allow { targets, .. }) =
        (random.pick(&allows), random.pick(&allows))
    else {
        return None;
    };
    let mut targets: Vec<Target> = targets;
    for target in &mut targets {
        if random.chance(50) {
            target.ports.clear();
        }
    }
    list.push(Statement::Allow {
        sources,
        targets,
        because: None,
    });
    Some(with)
}

fn is_allow(statement: &Statement) -> bool {
    matches!(statement, Statement::Allow { .. })
}

fn shuffled(program: &Program, random: &mut Random) -> Option<Program> {
    let mut other = program.clone();
    for file in [&mut other.main, &mut other.base] {
        let sections = file.sections.iter_mut().map(|one| &mut one.statements);
        for list in sections.chain([&mut file.top]) {
            let repeatable = list.iter().filter(|one| {
                matches!(
                    one,
                    Statement::Allow { .. } | Statement::Isolate(..) | Statement::DefaultDeny(_)
                )
            });
            let repeatable: Vec<Statement> = repeatable.cloned().collect();
            if !repeatable.is_empty() {
                list.extend(random.some(&repeatable));
            }
            random.shuffle(list);
        }
    }
    (other != *program).then_some(other)
}

/// Declared names that no label convention reads, with others for them.
const ALIASES: &[(Word, Word)] = &[
    ("worker", "zebra"),
    ("clerk", "a0"),
    ("prom", "scraper"),
    ("gate", "door"),
    ("office", "home"),
    ("corp", "group"),
    ("crew", "allow"),
    ("store", "sql"),
    ("clients", "y-clients"),
    ("clients2", "x-clients"),
    ("clients3", "clients"),
    ("guests", "guests3"),
    ("guests2", "guests"),
    ("guests3", "guests2"),
    ("sql", "store"),
    ("sql2", "sql3"),
    ("sql3", "sql2"),
    ("everyone", "all"),
    ("others", "the_rest"),
    ("cellar", "Cellar"),
];

fn renamed(program: &Program, _: &mut Random) -> Option<Program> {
    let file = |file: &File| File {
        top: file.top.iter().map(renamed_in).collect(),
        sections: file
            .sections
            .iter()
            .map(|section| Section {
                namespaces: section.namespaces.clone(),
                statements: section.statements.iter().map(renamed_in).collect(),
            })
            .collect(),
    };
    let other = Program {
        main: file(&program.main),
        base: file(&program.base),
    };
    (other != *program).then_some(other)
}

fn other_name(name: Word) -> Word {
    let other = ALIASES.iter().find(|(from, _)| *from == name);
    other.map_or(name, |(_, to)| *to)
}

fn renamed_in(statement: &Statement) -> Statement {
    match statement {
        Statement::Workload(name, place, selector) => {
            Statement::Workload(other_name(name), *place, selector.clone())
        }
        Statement::Network(name, members) => Statement::Network(other_name(name), exprs(members)),
        Statement::Group(name, members) => Statement::Group(other_name(name), exprs(members)),
        Statement::Service(name, member, ports) => {
            Statement::Service(other_name(name), expr(member), ports.clone())
        }
        Statement::Allow {
            sources,
            targets,
            because,
        } => Statement::Allow {
            sources: exprs(sources),
            targets: renamed_targets(targets),
            because: *because,
        },
        Statement::Deny { sources, targets } => Statement::Deny {
            sources: exprs(sources),
            targets: renamed_targets(targets),
        },
        Statement::Isolate(peers, direction) => Statement::Isolate(exprs(peers), *direction),
        other => other.clone(),
    }
}

fn renamed_targets(targets: &[Target]) -> Vec<Target> {
    let renamed = targets.iter().map(|target| Target {
        expr: expr(&target.expr),
        ..target.clone()
    });
    renamed.collect()
}

fn exprs(all: &[Expr]) -> Vec<Expr> {
    all.iter().map(expr).collect()
}

fn expr(expr: &Expr) -> Expr {
    Expr {
        peer: peer(&expr.peer),
        except: expr.except.iter().map(peer).collect(),
    }
}

fn peer(peer: &Peer) -> Peer {
    match peer {
        Peer::Bare(name) => Peer::Bare(other_name(name)),
        other => other.clone(),
    }
}
