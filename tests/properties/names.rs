//! What the names of a program mean, by DESIGN's rules of what belongs where.

use crate::properties::oracle::{Isolation, Pair};
use crate::properties::program::{
    Expr, File, Number, Operator, Peer, Place, Pods, Port, Protocol, Requirement, Selector,
    Statement, Target, Word,
};
use crate::properties::side::{Part, Side, pods, whole};
use crate::properties::universe::HOME;

/// Where a word is read.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'program> {
    pub(crate) file: &'program File,
    pub(crate) namespace: Word,
}

/// What names mean.
pub(crate) struct Names<'program> {
    pub(crate) main: &'program File,
    pub(crate) used: &'program File,
    pub(crate) owned: &'program [Word],
}

impl<'program> Names<'program> {
    /// What a statement on a line isolates by itself.
    pub(crate) fn isolations(
        &self,
        statement: &Statement,
        line: usize,
        scope: Scope<'program>,
    ) -> Vec<Isolation> {
        let (sides, direction) = match statement {
            Statement::DefaultDeny(direction) => (
                vec![pods(Place::Named(scope.namespace), Vec::new())],
                direction,
            ),
            Statement::Isolate(peers, direction) => (self.sides(peers, scope), direction),
            _ => return Vec::new(),
        };
        let isolations = sides.into_iter().map(|side| Isolation {
            line,
            side,
            direction: *direction,
        });
        isolations.collect()
    }

    /// What the peers with an `except` of a statement stand for.
    pub(crate) fn reduced(
        &self,
        statement: &Statement,
        scope: Scope<'program>,
        all: &mut Vec<Vec<Side>>,
    ) {
        let exprs: Vec<&Expr> = match statement {
            Statement::Network(_, peers)
            | Statement::Group(_, peers)
            | Statement::Isolate(peers, _) => peers.iter().collect(),
            Statement::Service(_, expr, _) => vec![expr],
            Statement::Allow {
                sources, targets, ..
            }
            | Statement::Deny { sources, targets } => {
                let targets = targets.iter().map(|target| &target.expr);
                sources.iter().chain(targets).collect()
            }
            _ => Vec::new(),
        };
        let exprs = exprs.into_iter().filter(|expr| !expr.except.is_empty());
        all.extend(exprs.map(|expr| self.expr(expr, scope)));
    }

    /// The pairs of a rule that stands on a line.
    pub(crate) fn pairs(
        &self,
        (sources, targets): (&[Expr], &[Target]),
        line: usize,
        scope: Scope<'program>,
        all: &mut Vec<Pair>,
    ) {
        for source in self.sides(sources, scope) {
            for target in targets {
                let (sides, ports) = self.target(target, scope);
                all.extend(sides.into_iter().map(|side| Pair {
                    line,
                    source: source.clone(),
                    target: side,
                    ports: ports.clone(),
                    direction: target.direction,
                }));
            }
        }
    }

    /// A service brings its ports.
    fn target(&self, target: &Target, scope: Scope<'program>) -> (Vec<Side>, Vec<Port>) {
        if let Peer::Bare(name) = target.expr.peer {
            if let Some((inner, Statement::Service(_, expr, ports))) = self.declared(name, scope) {
                let sides = inner.into_iter().flat_map(|scope| self.expr(expr, scope));
                return (sides.collect(), ports.clone());
            }
            if name == "dns" {
                let selector = vec![Requirement {
                    key: "k8s-app",
                    operator: Operator::Is("kube-dns"),
                }];
                let ports = [Protocol::Udp, Protocol::Tcp].map(|protocol| Port {
                    number: Number::One(53),
                    protocol: Some(protocol),
                });
                let side = pods(Place::Named("kube-system"), selector);
                return (vec![side], ports.to_vec());
            }
        }
        (self.expr(&target.expr, scope), target.ports.clone())
    }

    fn sides(&self, exprs: &[Expr], scope: Scope<'program>) -> Vec<Side> {
        let sides = exprs.iter().flat_map(|expr| self.expr(expr, scope));
        sides.collect()
    }

    fn expr(&self, expr: &Expr, scope: Scope<'program>) -> Vec<Side> {
        let mut sides = self.peer(&expr.peer, scope);
        for except in &expr.except {
            let taken = self.peer(except, scope);
            for side in &mut sides {
                side.except.extend(taken.iter().cloned());
            }
        }
        sides
    }

    fn peer(&self, peer: &Peer, scope: Scope<'program>) -> Vec<Side> {
        let here = Place::Named(scope.namespace);
        match peer {
            Peer::Any => vec![whole(Part::Any)],
            Peer::All => vec![pods(here, Vec::new())],
            Peer::Chosen(selector) => vec![pods(here, selector.clone())],
            Peer::Block(block) => vec![whole(Part::Block(*block))],
            Peer::There(place, Pods::All) => vec![pods(place.clone(), Vec::new())],
            Peer::There(place, Pods::Chosen(selector)) => {
                vec![pods(place.clone(), selector.clone())]
            }
            Peer::There(Place::Named(namespace), Pods::Name(name)) => {
                let selector = self.workload(namespace, name);
                let selector = selector.unwrap_or_else(|| convention(scope.file, name));
                vec![pods(Place::Named(namespace), selector)]
            }
            Peer::There(place, Pods::Name(name)) => {
                vec![pods(place.clone(), convention(scope.file, name))]
            }
            Peer::Bare(name) => self.bare(name, scope),
        }
    }

    fn bare(&self, name: Word, scope: Scope<'program>) -> Vec<Side> {
        if let Some(selector) = self.workload(scope.namespace, name) {
            return vec![pods(Place::Named(scope.namespace), selector)];
        }
        match self.declared(name, scope) {
            Some((inner, Statement::Group(_, members) | Statement::Network(_, members))) => {
                let sides = inner
                    .into_iter()
                    .flat_map(|scope| self.sides(members, scope));
                return sides.collect();
            }
            Some((_, Statement::Workload(_, Some(place), selector))) => {
                return vec![pods(Place::Named(place), selector.clone())];
            }
            _ => {}
        }
        if name == "internet" {
            return internet();
        }
        let place = Place::Named(scope.namespace);
        vec![pods(place, convention(scope.file, name))]
    }

    /// The workload of that name declared for that namespace.
    fn workload(&self, namespace: Word, name: Word) -> Option<Selector> {
        for (file, used) in [(self.main, false), (self.used, true)] {
            let top = file.top.iter().map(|one| {
                let here = if used || !file.sections.is_empty() {
                    self.owned.to_vec()
                } else {
                    vec![HOME]
                };
                (here, one)
            });
            let inner = file.sections.iter().flat_map(|section| {
                let statements = section.statements.iter();
                statements.map(|one| (section.namespaces.clone(), one))
            });
            for (namespaces, statement) in top.chain(inner) {
                match statement {
                    Statement::Workloads(names)
                        if names.contains(&name) && namespaces.contains(&namespace) =>
                    {
                        return Some(convention(file, name));
                    }
                    Statement::Workload(declared, place, selector) if *declared == name => {
                        let here = match place {
                            Some(place) => *place == namespace,
                            None => namespaces.contains(&namespace),
                        };
                        if here {
                            return Some(selector.clone());
                        }
                    }
                    _ => {}
                }
            }
        }
        None
    }

    /// The group, network, service or workload of another namespace of that name, and where what
    /// it says is read: in the section where it stands, for the namespace that speaks of it, or for
    /// each of the section's where that is another one.
    fn declared(
        &self,
        name: Word,
        scope: Scope<'program>,
    ) -> Option<(Vec<Scope<'program>>, &'program Statement)> {
        for file in [self.main, self.used] {
            let here = [scope.namespace];
            let top = file.top.iter().map(|one| (here.to_vec(), one));
            let inner = file.sections.iter().flat_map(|section| {
                let speaks = section.namespaces.contains(&scope.namespace);
                let namespaces = if speaks {
                    here.to_vec()
                } else {
                    section.namespaces.clone()
                };
                let statements = section.statements.iter();
                statements.map(move |one| (namespaces.clone(), one))
            });
            for (namespaces, statement) in top.chain(inner) {
                let declared = match statement {
                    Statement::Network(declared, _)
                    | Statement::Group(declared, _)
                    | Statement::Service(declared, ..)
                    | Statement::Workload(declared, Some(_), _) => *declared,
                    _ => continue,
                };
                if declared == name {
                    let scopes = namespaces.into_iter();
                    let scopes = scopes.map(|namespace| Scope { file, namespace });
                    return Some((scopes.collect(), statement));
                }
            }
        }
        None
    }
}

fn convention(file: &File, name: Word) -> Selector {
    vec![Requirement {
        key: file.label(),
        operator: Operator::Is(name),
    }]
}

fn internet() -> Vec<Side> {
    let blocks = |texts: &[&str]| -> Vec<Side> {
        let blocks = texts.iter().map(|text| text.parse().unwrap());
        blocks.map(|block| whole(Part::Block(block))).collect()
    };
    vec![
        Side {
            part: Part::Block("0.0.0.0/0".parse().unwrap()),
            except: blocks(&[
                "10.0.0.0/8",
                "100.64.0.0/10",
                "127.0.0.0/8",
                "169.254.0.0/16",
                "172.16.0.0/12",
                "192.168.0.0/16",
            ]),
        },
        Side {
            part: Part::Block("::/0".parse().unwrap()),
            except: blocks(&["::1/128", "fc00::/7", "fe80::/10"]),
        },
    ]
}
