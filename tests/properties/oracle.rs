//! What a program means by DESIGN, section 3, decided for one pod, one peer and one port at a time.
//!
//! It shares nothing with the compiler: no sets, no normal forms, no order.

use ipnet::IpNet;

use crate::properties::program::{
    Direction, Expr, File, Number, Operator, Peer, Place, Pods, Port, Program, Protocol,
    Requirement, Selector, Statement, Target, Word,
};
use crate::properties::universe::{Endpoint, HOME, Labels, Mentioned, NAMESPACE_NAME, Point};

/// A label that is not known makes three answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Truth {
    Yes,
    No,
    Unknown,
}

/// How a peer is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    /// As an end of the file's own: of a namespace only its name is known.
    Own,
    /// As the other end: whatever the labels are.
    Other,
}

#[derive(Clone, Debug)]
enum Part {
    Any,
    Pods(Place, Selector),
    Block(IpNet),
}

/// One peer without names: a part less others.
#[derive(Clone, Debug)]
pub(crate) struct Side {
    part: Part,
    except: Vec<Side>,
}

/// One source and one target of an `allow`.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) source: Side,
    pub(crate) target: Side,
    ports: Vec<Port>,
    pub(crate) direction: Option<Direction>,
}

/// What a file says, for its own namespaces.
#[derive(Clone, Debug)]
pub(crate) struct Intent {
    pub(crate) owned: Vec<Word>,
    pub(crate) pairs: Vec<Pair>,
    /// Its `isolate` and `default deny`: (a).
    isolated: Vec<(Side, Option<Direction>)>,
    /// Those of the file that it uses.
    facts: Vec<(Side, Option<Direction>)>,
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
            isolated: Vec::new(),
            facts: Vec::new(),
            reduced: Vec::new(),
            reduced_elsewhere: Vec::new(),
        };
        for (namespace, statement) in placed(&program.main) {
            let scope = Scope {
                file: &program.main,
                namespace,
            };
            names.reduced(statement, scope, &mut intent.reduced);
            if let Some(isolation) = names.isolation(statement, scope) {
                intent.isolated.extend(isolation);
            }
            if let Statement::Allow {
                sources, targets, ..
            } = statement
            {
                names.pairs(sources, targets, scope, &mut intent.pairs);
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
        for (namespace, statement) in placed(used) {
            let scope = Scope {
                file: used,
                namespace,
            };
            if let Some(isolation) = names.isolation(statement, scope)
                && owned.contains(&namespace)
            {
                intent.facts.extend(isolation);
            }
        }
        intent
    }

    /// Drops members that nothing is left of: they say nothing.
    pub(crate) fn drop_empty(&mut self, universe: &[Endpoint]) {
        let filled = |side: &Side| universe.iter().any(|end| side.has(end, View::Other));
        self.pairs
            .retain(|pair| filled(&pair.source) && filled(&pair.target));
        self.isolated.retain(|(side, _)| filled(side));
        self.facts.retain(|(side, _)| filled(side));
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
    fn is_owned(&self, side: &Side) -> bool {
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
        for pair in &self.pairs {
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
        for (side, _) in self.isolated.iter().chain(&self.facts) {
            side.mention(all);
        }
        let reduced = self.reduced.iter().chain(&self.reduced_elsewhere);
        for side in reduced.flatten() {
            side.mention(all);
        }
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

impl Side {
    /// Whether the endpoint is surely part of it.
    pub(crate) fn has(&self, end: &Endpoint, view: View) -> bool {
        self.truth(end, view) == Truth::Yes
    }

    fn truth(&self, end: &Endpoint, view: View) -> Truth {
        let mut truth = match (&self.part, end) {
            (Part::Any, _) => Truth::Yes,
            (Part::Pods(place, selector), Endpoint::Pod(pod)) => {
                let namespace = &pod.namespace_labels;
                let place = match place {
                    Place::Every => Truth::Yes,
                    Place::Named(name) => known(pod.namespace == *name),
                    Place::Chosen(all) => all.iter().fold(Truth::Yes, |truth, one| {
                        let holds = if view == View::Own && one.key != NAMESPACE_NAME {
                            Truth::Unknown
                        } else {
                            known(holds(one, namespace))
                        };
                        truth.and(holds)
                    }),
                };
                place.and(known(selector.iter().all(|one| holds(one, &pod.labels))))
            }
            (Part::Block(block), Endpoint::Address(address)) => known(block.contains(address)),
            _ => Truth::No,
        };
        for except in &self.except {
            truth = truth.and(except.truth(end, view).not());
        }
        truth
    }

    fn mention(&self, all: &mut Mentioned) {
        match &self.part {
            Part::Any => {}
            Part::Pods(place, selector) => {
                match place {
                    Place::Every => {}
                    Place::Named(name) => all.namespaces.extend([(*name).to_owned()]),
                    Place::Chosen(selector) => mention(true, selector, all),
                }
                mention(false, selector, all);
            }
            Part::Block(block) => all.blocks.push(*block),
        }
        for except in &self.except {
            except.mention(all);
        }
    }
}

impl Truth {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Unknown,
        }
    }

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
        }
    }
}

fn has_empty(peers: &[Vec<Side>], universe: &[Endpoint]) -> bool {
    let has = |end: &Endpoint, sides: &[Side]| sides.iter().any(|side| side.has(end, View::Other));
    peers
        .iter()
        .any(|sides| !universe.iter().any(|end| has(end, sides)))
}

fn known(truth: bool) -> Truth {
    if truth { Truth::Yes } else { Truth::No }
}

fn covered(isolations: &[(Side, Option<Direction>)], end: &Endpoint, direction: Direction) -> bool {
    isolations
        .iter()
        .any(|(side, only)| only.is_none_or(|only| only == direction) && side.has(end, View::Own))
}

/// kubectl's meaning of one requirement.
fn holds(requirement: &Requirement, labels: &Labels) -> bool {
    let value = labels.get(requirement.key).map(String::as_str);
    match &requirement.operator {
        Operator::Is(wanted) => value == Some(wanted),
        Operator::IsNot(other) => value != Some(other),
        Operator::In(wanted) => value.is_some_and(|value| wanted.contains(&value)),
        Operator::NotIn(others) => value.is_none_or(|value| !others.contains(&value)),
        Operator::Has => value.is_some(),
        Operator::HasNot => value.is_none(),
    }
}

fn mention(of_namespace: bool, selector: &Selector, all: &mut Mentioned) {
    for requirement in selector {
        let values = match &requirement.operator {
            Operator::Is(value) | Operator::IsNot(value) => vec![*value],
            Operator::In(values) | Operator::NotIn(values) => values.clone(),
            Operator::Has | Operator::HasNot => Vec::new(),
        };
        all.requirement(of_namespace, requirement.key, values);
    }
}

/// Whether some selector of the file has no pod, or no namespace, that satisfies it.
pub(crate) fn is_impossible(file: &File) -> bool {
    file.statements().any(|statement| {
        let peers: Vec<&Peer> = match statement {
            Statement::Workload(_, _, selector) => return is_unsatisfied(selector),
            Statement::Network(_, exprs)
            | Statement::Group(_, exprs)
            | Statement::Isolate(exprs, _) => exprs.iter().flat_map(peers).collect(),
            Statement::Service(_, expr, _) => peers(expr).collect(),
            Statement::Allow {
                sources, targets, ..
            } => {
                let targets = targets.iter().map(|target| &target.expr);
                sources.iter().chain(targets).flat_map(peers).collect()
            }
            _ => Vec::new(),
        };
        peers.into_iter().any(|peer| match peer {
            Peer::Chosen(selector) => is_unsatisfied(selector),
            Peer::There(place, pods) => {
                let place = matches!(place, Place::Chosen(selector) if is_unsatisfied(selector));
                place || matches!(pods, Pods::Chosen(selector) if is_unsatisfied(selector))
            }
            _ => false,
        })
    })
}

fn peers(expr: &Expr) -> impl Iterator<Item = &Peer> {
    [&expr.peer].into_iter().chain(&expr.except)
}

/// Tries each key with each value, a fresh one, and none, but that no namespace lacks its name.
fn is_unsatisfied(selector: &Selector) -> bool {
    let mut mentioned = Mentioned::default();
    mention(false, selector, &mut mentioned);
    let satisfied = mentioned.labels.iter().all(|(key, values)| {
        let mut states: Vec<Labels> = Vec::new();
        if key != NAMESPACE_NAME {
            states.push(Labels::new());
        }
        let fresh = "fresh-value".to_owned();
        for value in values.iter().chain([&fresh]) {
            states.push(Labels::from([(key.clone(), value.clone())]));
        }
        let about = selector.iter().filter(|one| one.key == key);
        let about: Vec<&Requirement> = about.collect();
        states
            .iter()
            .any(|labels| about.iter().all(|one| holds(one, labels)))
    });
    !satisfied
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

/// Each statement with its namespace, once for each of several.
fn placed(file: &File) -> Vec<(Word, &Statement)> {
    let mut all = Vec::new();
    if file.sections.is_empty() {
        all.extend(file.top.iter().map(|one| (HOME, one)));
    }
    for section in &file.sections {
        for namespace in &section.namespaces {
            all.extend(section.statements.iter().map(|one| (*namespace, one)));
        }
    }
    all
}

/// Where a word is read.
#[derive(Clone, Copy)]
struct Scope<'program> {
    file: &'program File,
    namespace: Word,
}

/// What names mean.
struct Names<'program> {
    main: &'program File,
    used: &'program File,
    owned: &'program [Word],
}

impl<'program> Names<'program> {
    fn isolation(
        &self,
        statement: &Statement,
        scope: Scope<'program>,
    ) -> Option<Vec<(Side, Option<Direction>)>> {
        let (sides, direction) = match statement {
            Statement::DefaultDeny(direction) => (
                vec![pods(Place::Named(scope.namespace), Vec::new())],
                direction,
            ),
            Statement::Isolate(peers, direction) => (self.sides(peers, scope), direction),
            _ => return None,
        };
        Some(sides.into_iter().map(|side| (side, *direction)).collect())
    }

    /// What the peers with an `except` of a statement stand for.
    fn reduced(&self, statement: &Statement, scope: Scope<'program>, all: &mut Vec<Vec<Side>>) {
        let exprs: Vec<&Expr> = match statement {
            Statement::Network(_, peers)
            | Statement::Group(_, peers)
            | Statement::Isolate(peers, _) => peers.iter().collect(),
            Statement::Service(_, expr, _) => vec![expr],
            Statement::Allow {
                sources, targets, ..
            } => {
                let targets = targets.iter().map(|target| &target.expr);
                sources.iter().chain(targets).collect()
            }
            _ => Vec::new(),
        };
        let exprs = exprs.into_iter().filter(|expr| !expr.except.is_empty());
        all.extend(exprs.map(|expr| self.expr(expr, scope)));
    }

    fn pairs(
        &self,
        sources: &[Expr],
        targets: &[Target],
        scope: Scope<'program>,
        all: &mut Vec<Pair>,
    ) {
        for source in self.sides(sources, scope) {
            for target in targets {
                let (sides, ports) = self.target(target, scope);
                all.extend(sides.into_iter().map(|side| Pair {
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

fn whole(part: Part) -> Side {
    Side {
        part,
        except: Vec::new(),
    }
}

fn pods(place: Place, selector: Selector) -> Side {
    whole(Part::Pods(place, selector))
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
