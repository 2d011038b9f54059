//! What changes nothing in a program changes not one byte of its YAML.

use netpolc::diagnostics::{Diagnostic, codes};
use netpolc::driver::Run;

use crate::properties::case::{Verdict, compile, compile_both, compile_for, each};
use crate::properties::program::{Expr, File, Peer, Program, Statement, Target, Word};
use crate::properties::random::Random;
use crate::properties::text::{plain, respelt};
use crate::support::compile::{short, yaml};

#[test]
fn order_spelling_and_repetition_change_nothing() {
    let (compiled, cases) = each(10_000, 300, |seed, program| {
        let run = compile(&plain(&program.main), &plain(&program.base));
        if run.has_errors() {
            return Verdict::NotCompiled;
        }
        let again = compile(&plain(&program.main), &plain(&program.base));
        let mut random = Random::new(seed);
        let mut other = program.clone();
        shuffle(&mut other.main, &mut random);
        shuffle(&mut other.base, &mut random);
        let main = respelt(&other.main, &mut random);
        let base = respelt(&other.base, &mut random);
        let rewritten = compile(&main, &base);
        same(&run, &again, "", "a second run")
            .or_else(|| same(&run, &rewritten, &main, "another order and spelling"))
            .map_or(Verdict::Holds, Verdict::Fails)
    });
    assert!(compiled * 2 >= cases, "only {compiled} of {cases} compile");
}

#[test]
fn groups_and_services_mean_their_members() {
    let mut split = 0;
    let (compiled, cases) = each(20_000, 300, |_, program| {
        let run = compile(&plain(&program.main), &plain(&program.base));
        if run.has_errors() {
            return Verdict::NotCompiled;
        }
        let main = written_out(program);
        if main == program.main {
            return Verdict::Holds;
        }
        let text = plain(&main);
        let other = compile(&text, &plain(&program.base));
        // Written out, a member that an `except` empties is an error, and so is a bare name that
        // follows a port.
        let fine = [
            "except-leaves-nothing",
            "except-other-kind",
            "ports-need-parentheses",
        ];
        let mut codes = other.diagnostics.iter().map(|one| one.code.slug);
        if other.has_errors() && codes.any(|slug| fine.contains(&slug)) {
            return Verdict::Holds;
        }
        split += 1;
        let (before, after) = (without_comments(&run), without_comments(&other));
        if other.has_errors() || before != after {
            let said = short(&other);
            let diff = difference(&before, &after);
            return Verdict::Fails(format!("written out:\n{text}\n{said}{diff}"));
        }
        Verdict::Holds
    });
    assert!(compiled * 2 >= cases, "only {compiled} of {cases} compile");
    assert!(split >= cases / 10, "only {split} of {cases} have groups");
}

#[test]
fn other_inputs_change_nothing() {
    let mut several = 0;
    each(40_000, 250, |_, program| {
        if program.main.uses().is_none() {
            return Verdict::NotCompiled;
        }
        let (main, base) = (plain(&program.main), plain(&program.base));
        let mut alone = compile(&main, &base);
        let mut both = compile_both(&main, &base);
        // Two files that would write one object are an error of the run, not of the file.
        let only = |one: &Diagnostic| *one.code == codes::SAME_OBJECT;
        both.diagnostics.retain(|one| !only(one));
        if alone.has_errors() || both.has_errors() {
            return Verdict::NotCompiled;
        }
        several += 1;
        both.units.truncate(1);
        alone.units.truncate(1);
        same(&alone, &both, "", "a run with the used file").map_or(Verdict::Holds, Verdict::Fails)
    });
    assert!(several > 25, "only {several} programs use a file");
}

#[test]
fn a_namespace_of_the_command_line_is_one_of_the_file() {
    let mut placed = 0;
    each(50_000, 250, |_, program| {
        if !program.main.sections.is_empty() {
            return Verdict::NotCompiled;
        }
        let (main, base) = (plain(&program.main), plain(&program.base));
        let outside = compile_for("shop", &main, &base);
        let text = format!("namespace shop\n{main}");
        let inside = compile(&text, &base);
        if outside.has_errors() && inside.has_errors() {
            return Verdict::NotCompiled;
        }
        placed += 1;
        same(&outside, &inside, &text, "the same namespace in the file")
            .map_or(Verdict::Holds, Verdict::Fails)
    });
    assert!(placed > 50, "only {placed} programs without a namespace");
}

fn same(run: &Run, other: &Run, text: &str, what: &str) -> Option<String> {
    let (before, after) = (yaml(run), yaml(other));
    (before != after || other.has_errors() || run.has_errors()).then(|| {
        let said = short(other);
        let diff = difference(&before, &after);
        format!("{what} writes something else:\n{text}\n{said}{diff}")
    })
}

pub(crate) fn difference(before: &str, after: &str) -> String {
    let diff = similar::TextDiff::from_lines(before, after);
    diff.unified_diff().header("before", "after").to_string()
}

fn without_comments(run: &Run) -> String {
    let text = yaml(run);
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'));
    lines.collect::<Vec<_>>().join("\n")
}

/// Another order within each section, other places for what is the whole file's, and a rule twice.
fn shuffle(file: &mut File, random: &mut Random) {
    let mut loose = Vec::new();
    let mut sections: Vec<&mut Vec<Statement>> = vec![&mut file.top];
    sections.extend(file.sections.iter_mut().map(|one| &mut one.statements));
    for section in &mut sections {
        let (moved, kept) = section
            .drain(..)
            .partition(|one: &Statement| one.is_the_files());
        loose.extend::<Vec<Statement>>(moved);
        **section = kept;
        let rules: Vec<Statement> = section.iter().filter(|one| is_rule(one)).cloned().collect();
        if !rules.is_empty() {
            section.extend(random.some(&rules));
        }
    }
    for one in loose {
        let at = random.below(sections.len());
        sections[at].push(one);
    }
    for section in &mut sections {
        random.shuffle(section);
    }
    random.shuffle(&mut file.sections);
}

fn is_rule(statement: &Statement) -> bool {
    matches!(
        statement,
        Statement::Allow { .. } | Statement::Isolate(..) | Statement::DefaultDeny(_)
    )
}

/// The main file with the members of its groups and services in their place, and their declarations
/// gone. Those of one section that another speaks of stay.
fn written_out(program: &Program) -> File {
    let mut file = program.main.clone();
    while let Some(next) = step(&file) {
        file = next;
    }
    file
}

/// The file without one of its groups or services.
fn step(file: &File) -> Option<File> {
    for (at, statement) in file.top.iter().enumerate() {
        if let Some(meaning) = Meaning::of(statement) {
            let mut next = file.clone();
            next.top.remove(at);
            meaning.replace_all(&mut next.top);
            for section in &mut next.sections {
                meaning.replace_all(&mut section.statements);
            }
            if !next.statements().any(|one| mentions(one, meaning.name)) {
                return Some(next);
            }
        }
    }
    for (section, at, statement) in inner(file) {
        if let Some(meaning) = Meaning::of(statement) {
            let mut next = file.clone();
            let statements = &mut next.sections[section].statements;
            statements.remove(at);
            meaning.replace_all(statements);
            if !next.statements().any(|one| mentions(one, meaning.name)) {
                return Some(next);
            }
        }
    }
    None
}

fn inner(file: &File) -> impl Iterator<Item = (usize, usize, &Statement)> {
    file.sections.iter().enumerate().flat_map(|(section, one)| {
        let statements = one.statements.iter().enumerate();
        statements.map(move |(at, statement)| (section, at, statement))
    })
}

/// What a name stands for.
struct Meaning<'program> {
    name: Word,
    members: &'program [Expr],
    /// With the ports of a service.
    target: Option<&'program Statement>,
}

impl<'program> Meaning<'program> {
    fn of(statement: &'program Statement) -> Option<Self> {
        match statement {
            Statement::Group(name, members) => Some(Self {
                name,
                members,
                target: None,
            }),
            Statement::Service(name, expr, _) => Some(Self {
                name,
                members: std::slice::from_ref(expr),
                target: Some(statement),
            }),
            _ => None,
        }
    }

    fn replace_all(&self, statements: &mut [Statement]) {
        for statement in statements {
            match statement {
                Statement::Group(_, peers) | Statement::Isolate(peers, _) => self.peers(peers),
                Statement::Allow {
                    sources, targets, ..
                } => {
                    self.peers(sources);
                    *targets = targets.iter().flat_map(|one| self.target(one)).collect();
                }
                Statement::Service(_, expr, _) => {
                    // A service is one peer: a group of one member may stand there.
                    if let [one] = self.members
                        && self.target.is_none()
                        && expr.peer == Peer::Bare(self.name)
                    {
                        *expr = taken(one, &expr.except);
                    }
                }
                _ => {}
            }
        }
    }

    fn peers(&self, peers: &mut Vec<Expr>) {
        *peers = peers.iter().flat_map(|one| self.peer(one)).collect();
    }

    fn peer(&self, expr: &Expr) -> Vec<Expr> {
        if expr.peer != Peer::Bare(self.name) {
            return vec![expr.clone()];
        }
        let members = self.members.iter();
        members.map(|one| taken(one, &expr.except)).collect()
    }

    fn target(&self, target: &Target) -> Vec<Target> {
        let service = (target.expr.peer == Peer::Bare(self.name))
            .then_some(self.target)
            .flatten();
        let ports = match service {
            Some(Statement::Service(_, _, ports)) => ports.clone(),
            _ => target.ports.clone(),
        };
        let members = self.peer(&target.expr).into_iter();
        members
            .map(|expr| Target {
                expr,
                ports: ports.clone(),
                direction: target.direction,
            })
            .collect()
    }
}

/// The member less what is taken from it.
fn taken(member: &Expr, except: &[Peer]) -> Expr {
    let mut member = member.clone();
    member.except.extend_from_slice(except);
    member
}

fn mentions(statement: &Statement, name: Word) -> bool {
    let is = |peer: &Peer| *peer == Peer::Bare(name);
    let any = |expr: &Expr| is(&expr.peer) || expr.except.iter().any(is);
    match statement {
        Statement::Group(_, peers) | Statement::Isolate(peers, _) => peers.iter().any(any),
        Statement::Service(_, expr, _) => any(expr),
        Statement::Allow {
            sources, targets, ..
        } => sources.iter().any(any) || targets.iter().any(|one| any(&one.expr)),
        _ => false,
    }
}
