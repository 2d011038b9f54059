//! What a program means by DESIGN, section 3, decided for one pod, one peer and one port at a time.
//!
//! It shares nothing with the compiler: no sets, no normal forms, no order.

use crate::properties::names::{Names, Scope};
use crate::properties::program::{
    Direction, File, Number, Operator, Place, Port, Program, Protocol, Requirement, Statement, Word,
};
use crate::properties::side::{Part, Side, View};
use crate::properties::universe::{Endpoint, HOME, Mentioned, NAMESPACE_NAME, Point};

/// One source and one target of an `allow` or a `deny`.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    /// Of its statement, in the plain spelling.
    pub(crate) line: usize,
    pub(crate) source: Side,
    pub(crate) target: Side,
    pub(crate) ports: Vec<Port>,
    pub(crate) direction: Option<Direction>,
}

/// What an `isolate` or `default deny` isolates.
#[derive(Clone, Debug)]
pub(crate) struct Isolation {
    /// Of its statement, in the plain spelling.
    pub(crate) line: usize,
    pub(crate) side: Side,
    /// Both where there is none.
    pub(crate) direction: Option<Direction>,
}

/// What a file says, for its own namespaces.
#[derive(Clone, Debug)]
pub(crate) struct Intent {
    pub(crate) owned: Vec<Word>,
    pub(crate) pairs: Vec<Pair>,
    /// Its own promises.
    pub(crate) denies: Vec<Pair>,
    /// Those of the file that it uses.
    pub(crate) used_denies: Vec<Pair>,
    /// Its `isolate` and `default deny`: (a).
    pub(crate) isolated: Vec<Isolation>,
    /// Those of the file that it uses.
    pub(crate) facts: Vec<Isolation>,
    /// What each peer of the file with an `except` stands for.
    reduced: Vec<Vec<Side>>,
    /// The same of the declarations of the used file, which matter where they are named.
    reduced_elsewhere: Vec<Vec<Side>>,
}

impl Intent {
    pub(crate) fn new(program: &Program) -> Self {
        let owned = owned(&program.main);
        let nothing = File::default();
        let used = match program.main.uses() {
            Some(_) => &program.base,
            None => &nothing,
        };
        let names = Names {
            main: &program.main,
            used,
            owned: &owned,
        };
        let mut intent = Self {
            owned: owned.clone(),
            pairs: Vec::new(),
            denies: Vec::new(),
            used_denies: Vec::new(),
            isolated: Vec::new(),
            facts: Vec::new(),
            reduced: Vec::new(),
            reduced_elsewhere: Vec::new(),
        };
        for (namespace, line, statement) in placed(&program.main) {
            let scope = Scope {
                file: &program.main,
                namespace,
            };
            names.reduced(statement, scope, &mut intent.reduced);
            intent
                .isolated
                .extend(names.isolations(statement, line, scope));
            match statement {
                Statement::Allow {
                    sources, targets, ..
                } => names.pairs((sources, targets), line, scope, &mut intent.pairs),
                Statement::Deny { sources, targets } => {
                    names.pairs((sources, targets), line, scope, &mut intent.denies);
                }
                _ => {}
            }
        }
        if !program.main.sections.is_empty() {
            for statement in &program.main.top {
                for namespace in &owned {
                    let file = &program.main;
                    let scope = Scope { file, namespace };
                    names.reduced(statement, scope, &mut intent.reduced);
                }
            }
        }
        for statement in &used.top {
            for namespace in &owned {
                let scope = Scope {
                    file: used,
                    namespace,
                };
                names.reduced(statement, scope, &mut intent.reduced_elsewhere);
            }
        }
        for (namespace, line, statement) in placed(used) {
            let scope = Scope {
                file: used,
                namespace,
            };
            if owned.contains(&namespace) {
                let facts = names.isolations(statement, line, scope);
                intent.facts.extend(facts);
            }
        }
        for (line, namespaces, statement) in used.lines() {
            if let Statement::Deny { sources, targets } = statement {
                // Without a namespace of its own it is read in those of the file that uses it.
                let namespaces = if used.sections.is_empty() {
                    &owned
                } else {
                    namespaces
                };
                for namespace in namespaces {
                    let scope = Scope {
                        file: used,
                        namespace,
                    };
                    names.pairs((sources, targets), line, scope, &mut intent.used_denies);
                }
            }
        }
        intent
    }

    /// Drops members that nothing is left of: they say nothing.
    pub(crate) fn drop_empty(&mut self, universe: &[Endpoint]) {
        let filled = |side: &Side| universe.iter().any(|end| side.has(end, View::Other));
        for pairs in [&mut self.pairs, &mut self.denies, &mut self.used_denies] {
            pairs.retain(|pair| filled(&pair.source) && filled(&pair.target));
        }
        self.isolated.retain(|one| filled(&one.side));
        self.facts.retain(|one| filled(&one.side));
    }

    pub(crate) fn owns(&self, end: &Endpoint) -> bool {
        match end {
            Endpoint::Pod(pod) => self.owned.contains(&pod.namespace.as_str()),
            Endpoint::Address(_) => false,
        }
    }

    /// Whether some pair has no end that its direction admits with a pod surely in an owned namespace.
    pub(crate) fn has_foreign_pair(&self, universe: &[Endpoint]) -> bool {
        let mine = |side: &Side| {
            let mut owned = universe.iter().filter(|end| self.owns(end));
            owned.any(|end| side.has(end, View::Own))
        };
        self.pairs.iter().any(|pair| {
            let target = pair.speaks_of(Direction::Ingress) && mine(&pair.target);
            let source = pair.speaks_of(Direction::Egress) && mine(&pair.source);
            !target && !source
        })
    }

    /// Whether an `except` of the file leaves nothing at all.
    pub(crate) fn has_emptied_peer(&self, universe: &[Endpoint]) -> bool {
        has_empty(&self.reduced, universe)
    }

    /// Whether one of the used file does.
    pub(crate) fn names_emptied_peer(&self, universe: &[Endpoint]) -> bool {
        has_empty(&self.reduced_elsewhere, universe)
    }

    /// Whether the file itself isolates the pod: (a), (b) and (c).
    pub(crate) fn isolates(&self, end: &Endpoint, direction: Direction) -> bool {
        let stated = covered(&self.isolated, end, direction);
        stated
            || self.pairs.iter().any(|pair| match direction {
                Direction::Ingress => {
                    pair.direction != Some(Direction::Egress)
                        && self.is_owned(&pair.target)
                        && pair.target.has(end, View::Own)
                }
                Direction::Egress => {
                    let leaves = pair.direction == Some(Direction::Egress)
                        || (pair.direction.is_none() && !self.is_owned(&pair.target));
                    leaves && self.is_owned(&pair.source) && pair.source.has(end, View::Own)
                }
            })
    }

    /// Whether the used file says that the pod is isolated.
    pub(crate) fn is_known_isolated(&self, end: &Endpoint, direction: Direction) -> bool {
        covered(&self.facts, end, direction)
    }

    /// A peer is owned when its namespace part is exactly an owned namespace.
    pub(crate) fn is_owned(&self, side: &Side) -> bool {
        match &side.part {
            Part::Pods(Place::Named(name), _) => self.owned.contains(name),
            Part::Pods(Place::Chosen(selector), _) => match selector.as_slice() {
                [
                    Requirement {
                        key: NAMESPACE_NAME,
                        operator: Operator::Is(name),
                    },
                ] => self.owned.contains(name),
                [
                    Requirement {
                        key: NAMESPACE_NAME,
                        operator: Operator::In(names),
                    },
                ] => matches!(names.as_slice(), [name] if self.owned.contains(name)),
                _ => false,
            },
            _ => false,
        }
    }

    pub(crate) fn mention(&self, all: &mut Mentioned) {
        all.namespaces
            .extend(self.owned.iter().map(|name| (*name).to_owned()));
        let promises = self.denies.iter().chain(&self.used_denies);
        for pair in self.pairs.iter().chain(promises) {
            pair.source.mention(all);
            pair.target.mention(all);
            for port in &pair.ports {
                match port.number {
                    Number::All => {}
                    Number::One(number) => all.numbers.extend([number]),
                    Number::Range(first, last) => all.numbers.extend([first, last]),
                    Number::Named(name) => all.port_names.extend([name.to_owned()]),
                }
            }
        }
        for isolation in self.isolated.iter().chain(&self.facts) {
            isolation.side.mention(all);
        }
        let reduced = self.reduced.iter().chain(&self.reduced_elsewhere);
        for side in reduced.flatten() {
            side.mention(all);
        }
    }
}

impl Isolation {
    pub(crate) fn speaks_of(&self, direction: Direction) -> bool {
        self.direction.is_none_or(|only| only == direction)
    }
}

impl Pair {
    /// Whether the rule is about connections at this end at all.
    pub(crate) fn speaks_of(&self, direction: Direction) -> bool {
        self.direction.is_none_or(|only| only == direction)
    }

    pub(crate) fn has_port(&self, point: &Point) -> bool {
        self.ports.is_empty()
            || self.ports.iter().any(|port| match port.number {
                Number::All => port.protocol.is_none_or(|one| one == point.protocol),
                _ if port.protocol.unwrap_or(Protocol::Tcp) != point.protocol => false,
                Number::One(number) => number == point.number,
                Number::Range(first, last) => first <= point.number && point.number <= last,
                Number::Named(name) => point.names.iter().any(|one| one == name),
            })
    }
}

fn has_empty(peers: &[Vec<Side>], universe: &[Endpoint]) -> bool {
    let has = |end: &Endpoint, sides: &[Side]| sides.iter().any(|side| side.has(end, View::Other));
    peers
        .iter()
        .any(|sides| !universe.iter().any(|end| has(end, sides)))
}

fn covered(isolations: &[Isolation], end: &Endpoint, direction: Direction) -> bool {
    isolations
        .iter()
        .any(|one| one.speaks_of(direction) && one.side.has(end, View::Own))
}

fn owned(file: &File) -> Vec<Word> {
    let mut all: Vec<Word> = Vec::new();
    for section in &file.sections {
        for name in &section.namespaces {
            if !all.contains(name) {
                all.push(name);
            }
        }
    }
    if all.is_empty() {
        all.push(HOME);
    }
    all
}

/// Each statement with its namespace and its line, once for each of several namespaces.
fn placed(file: &File) -> Vec<(Word, usize, &Statement)> {
    let mut all = Vec::new();
    for (line, namespaces, statement) in file.lines() {
        if file.sections.is_empty() {
            all.push((HOME, line, statement));
        }
        all.extend(namespaces.iter().map(|name| (*name, line, statement)));
    }
    all
}
