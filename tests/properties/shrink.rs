//! Makes a failing program small.

use crate::properties::program::{
    Expr, File, Number, Peer, Pods, Port, Program, Statement, Target,
};

/// The smallest program that still fails, by leaving out and simplifying one thing at a time.
pub(crate) fn shrink(program: Program, fails: impl FnMut(&Program) -> bool) -> Program {
    smallest(program, smaller, fails)
}

/// The same of anything that can be made a little smaller in several ways.
pub(crate) fn smallest<T>(
    mut one: T,
    smaller: impl Fn(&T) -> Vec<T>,
    mut fails: impl FnMut(&T) -> bool,
) -> T {
    loop {
        let smaller = smaller(&one);
        let Some(next) = smaller.into_iter().find(|one| fails(one)) else {
            return one;
        };
        one = next;
    }
}

fn smaller(program: &Program) -> Vec<Program> {
    let mains = files(&program.main).into_iter().map(|main| Program {
        main,
        base: program.base.clone(),
    });
    let bases = files(&program.base).into_iter().map(|base| Program {
        main: program.main.clone(),
        base,
    });
    mains.chain(bases).collect()
}

/// The file in all ways a little smaller.
pub(crate) fn files(file: &File) -> Vec<File> {
    let mut all = Vec::new();
    for sections in shorter(&file.sections) {
        if !sections.is_empty() {
            all.push(File {
                sections,
                ..file.clone()
            });
        }
    }
    for top in lists(&file.top, statements) {
        all.push(File {
            top,
            ..file.clone()
        });
    }
    for (at, section) in file.sections.iter().enumerate() {
        for namespaces in shorter(&section.namespaces) {
            if !namespaces.is_empty() {
                let mut file = file.clone();
                file.sections[at].namespaces = namespaces;
                all.push(file);
            }
        }
        for statements in lists(&section.statements, statements) {
            let mut file = file.clone();
            file.sections[at].statements = statements;
            all.push(file);
        }
    }
    all
}

/// The list without one of its members.
fn shorter<T: Clone>(list: &[T]) -> Vec<Vec<T>> {
    let without = |at| {
        let mut list = list.to_vec();
        list.remove(at);
        list
    };
    (0..list.len()).map(without).collect()
}

/// The list with one member left out or made smaller.
fn lists<T: Clone>(list: &[T], inner: impl Fn(&T) -> Vec<T>) -> Vec<Vec<T>> {
    let mut all = shorter(list);
    for (at, one) in list.iter().enumerate() {
        for small in inner(one) {
            let mut list = list.to_vec();
            list[at] = small;
            all.push(list);
        }
    }
    all
}

fn filled<T: Clone>(list: &[T], inner: impl Fn(&T) -> Vec<T>) -> Vec<Vec<T>> {
    let mut all = lists(list, inner);
    all.retain(|one| !one.is_empty());
    all
}

fn statements(statement: &Statement) -> Vec<Statement> {
    match statement {
        Statement::Workloads(names) => {
            let all = filled(names, |_| Vec::new());
            all.into_iter().map(Statement::Workloads).collect()
        }
        Statement::Workload(name, place, selector) => {
            let all = filled(selector, |_| Vec::new());
            all.into_iter()
                .map(|selector| Statement::Workload(name, *place, selector))
                .collect()
        }
        Statement::Network(name, members) => {
            let all = filled(members, exprs);
            all.into_iter()
                .map(|members| Statement::Network(name, members))
                .collect()
        }
        Statement::Group(name, members) => {
            let all = filled(members, exprs);
            all.into_iter()
                .map(|members| Statement::Group(name, members))
                .collect()
        }
        Statement::Service(name, expr, ports) => {
            let fewer = filled(ports, port).into_iter();
            let fewer = fewer.map(|ports| Statement::Service(name, expr.clone(), ports));
            let smaller = exprs(expr).into_iter();
            let smaller = smaller.map(|expr| Statement::Service(name, expr, ports.clone()));
            fewer.chain(smaller).collect()
        }
        Statement::Allow {
            sources,
            targets: all_targets,
            because,
        } => {
            let mut all = Vec::new();
            if because.is_some() {
                all.push((sources.clone(), all_targets.clone()));
            }
            let fewer = filled(sources, exprs).into_iter();
            all.extend(fewer.map(|sources| (sources, all_targets.clone())));
            let fewer = filled(all_targets, targets).into_iter();
            all.extend(fewer.map(|targets| (sources.clone(), targets)));
            all.into_iter()
                .map(|(sources, targets)| Statement::Allow {
                    sources,
                    targets,
                    because: None,
                })
                .collect()
        }
        Statement::Deny {
            sources,
            targets: all_targets,
        } => {
            let fewer = filled(sources, exprs).into_iter();
            let fewer = fewer.map(|sources| (sources, all_targets.clone()));
            let smaller = filled(all_targets, targets).into_iter();
            let smaller = smaller.map(|targets| (sources.clone(), targets));
            fewer
                .chain(smaller)
                .map(|(sources, targets)| Statement::Deny { sources, targets })
                .collect()
        }
        Statement::Isolate(peers, direction) => {
            let all = filled(peers, exprs);
            all.into_iter()
                .map(|peers| Statement::Isolate(peers, *direction))
                .collect()
        }
        _ => Vec::new(),
    }
}

fn targets(target: &Target) -> Vec<Target> {
    let mut all = Vec::new();
    for ports in lists(&target.ports, port) {
        all.push(Target {
            ports,
            ..target.clone()
        });
    }
    if target.direction.is_some() {
        all.push(Target {
            direction: None,
            ..target.clone()
        });
    }
    for expr in exprs(&target.expr) {
        all.push(Target {
            expr,
            ..target.clone()
        });
    }
    all
}

fn exprs(expr: &Expr) -> Vec<Expr> {
    let mut all = Vec::new();
    for except in lists(&expr.except, peers) {
        all.push(Expr {
            peer: expr.peer.clone(),
            except,
        });
    }
    for peer in peers(&expr.peer) {
        all.push(Expr {
            peer,
            except: expr.except.clone(),
        });
    }
    all
}

fn peers(peer: &Peer) -> Vec<Peer> {
    match peer {
        Peer::Chosen(selector) => {
            let all = filled(selector, |_| Vec::new());
            all.into_iter().map(Peer::Chosen).collect()
        }
        Peer::There(place, Pods::Chosen(_) | Pods::Name(_)) => {
            vec![Peer::There(place.clone(), Pods::All)]
        }
        _ => Vec::new(),
    }
}

fn port(port: &Port) -> Vec<Port> {
    let mut all = Vec::new();
    if port.protocol.is_some() {
        all.push(Port {
            protocol: None,
            ..*port
        });
    }
    if let Number::Range(first, _) = port.number {
        all.push(Port {
            number: Number::One(first),
            ..*port
        });
    }
    all
}
