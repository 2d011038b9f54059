//! Random runs of few words, full of rules that are nearly the same.

use ipnet::IpNet;

use crate::properties::case::BASE;
use crate::properties::program::{
    Direction, Expr, File, Number, Operator, Peer, Place, Pods, Port, Protocol, Requirement,
    Section, Selector, Statement, Target, Word,
};
use crate::properties::random::Random;
use crate::properties::suite::Suite;

const NAMES: &[Word] = &["web", "api"];

/// What a property wants to see.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wishes {
    /// Promises, and how many at most in a file.
    pub(crate) denies: usize,
    /// How many rules at most in a file.
    pub(crate) allows: usize,
    /// How often, of a hundred, there is a second input.
    pub(crate) several: usize,
    /// More keys, names and blocks than one has time for otherwise.
    pub(crate) is_rich: bool,
}

/// The run of a seed.
pub(crate) fn suite(seed: u64, wishes: Wishes) -> Suite {
    drawn(&mut Random::new(seed), wishes)
}

/// The run that these choices make.
pub(crate) fn drawn(random: &mut Random, wishes: Wishes) -> Suite {
    let mut maker = Maker {
        random,
        wishes,
        home: None,
    };
    let uses = maker.random.chance(40);
    let base = if uses { maker.base() } else { File::default() };
    let main = maker.file("clients", uses, None);
    let other = maker.random.chance(wishes.several).then(|| {
        let uses = uses && maker.random.chance(50);
        maker.file("others", uses, Some("other"))
    });
    let mut suite = Suite {
        main,
        other,
        base,
        base_is_input: uses && maker.random.chance(50),
    };
    maker.repeat(&mut suite);
    suite
}

struct Maker<'random> {
    random: &'random mut Random,
    wishes: Wishes,
    /// A namespace of the file in the making.
    home: Option<Word>,
}

impl Maker<'_> {
    fn file(&mut self, group: Word, uses: bool, prefix: Option<Word>) -> File {
        let plans: &[&[Word]] = match prefix {
            None => &[&["shop"], &["shop"], &["shop"], &["shop", "till"], &[]],
            Some(_) => &[&["shop"], &["till"], &["ops"], &[]],
        };
        let plan = self.random.pick(plans);
        self.home = plan.first().copied();
        let mut statements = Vec::new();
        if uses {
            statements.push(Statement::Use(BASE));
        }
        statements.extend(prefix.map(Statement::Prefix));
        let grouped = self.random.chance(25);
        if grouped {
            let members = vec![self.own(None), self.own(None)];
            statements.push(Statement::Group(group, members));
        }
        let group = grouped.then_some(group);
        if self.random.chance(40) {
            statements.push(Statement::DefaultDeny(self.direction(60)));
        }
        while self.random.chance(25) {
            let peers = vec![self.own(group)];
            statements.push(Statement::Isolate(peers, self.direction(50)));
        }
        for _ in 0..=self.random.below(self.wishes.allows) {
            let allow = self.allow(group);
            statements.push(allow);
        }
        for _ in 0..self.random.below(self.wishes.denies + 1) {
            let deny = self.deny(group);
            statements.push(deny);
        }
        placed(plan, statements)
    }

    fn base(&mut self) -> File {
        let plans: [&[Word]; 4] = [&["shop"], &["shop"], &["till"], &[]];
        let plan = self.random.pick(&plans);
        self.home = plan.first().copied();
        let mut statements = vec![Statement::Prefix("base")];
        if !plan.is_empty() {
            if self.random.chance(60) {
                statements.push(Statement::DefaultDeny(self.direction(60)));
            }
            if self.random.chance(50) {
                let peers = vec![self.own(None)];
                statements.push(Statement::Isolate(peers, self.direction(60)));
            }
        }
        if self.random.chance(40) {
            statements.push(self.allow(None));
        }
        for _ in 0..self.random.below(self.wishes.denies + 1) {
            let deny = self.deny(None);
            statements.push(deny);
        }
        placed(plan, statements)
    }

    /// Adds rules that are nearly those that there are.
    fn repeat(&mut self, suite: &mut Suite) {
        let mut rules: Vec<Statement> = Vec::new();
        for file in suite.files_mut().into_iter().flatten() {
            rules.extend(file.statements().filter(|one| is_rule(one)).cloned());
        }
        let most = if self.wishes.denies > 0 { 2 } else { 4 };
        for _ in 0..self.random.below(most) {
            let rule = self.random.pick(&rules);
            let rule = self.mutated(rule);
            let mut files: Vec<&mut File> = suite.files_mut().into_iter().flatten().collect();
            // Mostly where most rules are.
            let at = self.random.pick(&[0, 0, 0, 1]).min(files.len() - 1);
            let statements = match files[at].sections.as_mut_slice() {
                [] => &mut files[at].top,
                [section, ..] => &mut section.statements,
            };
            let place = self.random.below(statements.len() + 1);
            statements.insert(place, rule);
        }
    }

    fn mutated(&mut self, rule: Statement) -> Statement {
        match rule {
            Statement::Allow {
                mut sources,
                mut targets,
                because,
            } => {
                // A promise that nearly is what a rule says.
                if self.wishes.denies > 0 && self.random.chance(40) {
                    self.mutate(&mut sources, &mut targets);
                    for target in &mut targets {
                        target.direction = None;
                    }
                    return Statement::Deny { sources, targets };
                }
                for _ in 0..self.random.below(3) {
                    self.mutate(&mut sources, &mut targets);
                }
                Statement::Allow {
                    sources,
                    targets,
                    because,
                }
            }
            Statement::Isolate(mut peers, mut direction) => {
                if self.random.chance(30) {
                    direction = self.direction(50);
                }
                if self.random.chance(50) {
                    let at = self.random.below(peers.len());
                    peers[at] = self.varied(peers[at].clone());
                }
                Statement::Isolate(peers, direction)
            }
            Statement::DefaultDeny(_) => Statement::DefaultDeny(self.direction(50)),
            other => other,
        }
    }

    fn mutate(&mut self, sources: &mut Vec<Expr>, targets: &mut Vec<Target>) {
        match self.random.below(8) {
            0 if sources.len() > 1 => {
                sources.remove(self.random.below(sources.len()));
            }
            0 | 1 => sources.push(self.own(None)),
            2 if targets.len() > 1 => {
                targets.remove(self.random.below(targets.len()));
            }
            2 => {
                let target = self.target(false, None);
                targets.push(target);
            }
            3 | 4 => {
                let at = self.random.below(sources.len());
                sources[at] = self.varied(sources[at].clone());
            }
            5 => {
                let at = self.random.below(targets.len());
                targets[at].expr = self.varied(targets[at].expr.clone());
            }
            6 => {
                let at = self.random.below(targets.len());
                let direction = self.random.pick(&[
                    None,
                    None,
                    Some(Direction::Ingress),
                    Some(Direction::Egress),
                ]);
                targets[at].direction = direction;
            }
            _ => {
                let at = self.random.below(targets.len());
                targets[at].ports = self.ports(!has_addresses(&targets[at].expr));
            }
        }
    }

    /// A peer within another one, or around it.
    fn varied(&mut self, expr: Expr) -> Expr {
        let mut expr = expr;
        if !expr.except.is_empty() && self.random.chance(60) {
            expr.except.pop();
            return expr;
        }
        expr.peer = match expr.peer {
            Peer::Bare(name) if NAMES.contains(&name) => match self.random.below(3) {
                0 => Peer::All,
                1 => {
                    let (web, api) = (NAMES[0], NAMES[1]);
                    Peer::Chosen(vec![Requirement {
                        key: "app",
                        operator: Operator::In(vec![web, api]),
                    }])
                }
                _ => Peer::Bare(self.random.pick(NAMES)),
            },
            Peer::All => Peer::Chosen(self.selector()),
            Peer::Chosen(selector) => match self.random.below(3) {
                0 => Peer::All,
                1 if selector.len() > 1 => Peer::Chosen(selector.into_iter().take(1).collect()),
                _ => Peer::Bare(self.random.pick(NAMES)),
            },
            Peer::There(_, pods) => Peer::There(self.place(), pods),
            Peer::Block(_) => return self.block(),
            other => other,
        };
        expr
    }

    fn allow(&mut self, group: Option<Word>) -> Statement {
        let shape = self.random.below(100);
        let mut sources = vec![match shape {
            0..40 | 70..94 => self.own(group),
            40..70 => self.far(),
            // Pods of everybody: what nobody isolates.
            _ => self.shared(),
        }];
        if self.random.chance(20) {
            sources.push(self.own(group));
        }
        let mut targets = vec![self.target(shape >= 70, group)];
        if self.random.chance(20) {
            targets.push(self.target(shape >= 70, group));
        }
        for target in &mut targets {
            if self.random.chance(20) {
                target.direction = Some(match shape {
                    0..40 => self.random.pick(&[Direction::Ingress, Direction::Egress]),
                    40..70 => Direction::Ingress,
                    _ => Direction::Egress,
                });
            }
        }
        Statement::Allow {
            sources,
            targets,
            because: None,
        }
    }

    fn deny(&mut self, group: Option<Word>) -> Statement {
        let mut sources = vec![if self.random.chance(50) {
            self.own(group)
        } else {
            self.far()
        }];
        if self.random.chance(15) {
            sources.push(self.far());
        }
        let far = self.random.chance(40);
        let mut targets = vec![self.target(far, group)];
        if self.random.chance(15) {
            targets.push(self.target(!far, group));
        }
        Statement::Deny { sources, targets }
    }

    fn target(&mut self, far: bool, group: Option<Word>) -> Target {
        let expr = if far { self.far() } else { self.own(group) };
        let ports = self.ports(!has_addresses(&expr));
        Target {
            expr,
            ports,
            direction: None,
        }
    }

    fn own(&mut self, group: Option<Word>) -> Expr {
        let shape = self.random.below(100);
        let peer = match (shape, group, self.home) {
            (0..15, Some(group), _) => Peer::Bare(group),
            (0..45, ..) => Peer::Bare(self.random.pick(NAMES)),
            (45..60, ..) => Peer::All,
            (60..70, _, Some(home)) => Peer::There(Place::Named(home), self.pods()),
            _ => Peer::Chosen(self.selector()),
        };
        let mut except = Vec::new();
        if self.random.chance(8) {
            except.push(match self.random.below(3) {
                0 => Peer::There(self.place(), self.pods()),
                1 => Peer::Bare(self.random.pick(NAMES)),
                _ => Peer::Chosen(self.selector()),
            });
        }
        // Little is left of a name without others.
        if let Peer::Bare(_) = peer
            && self.random.chance(70)
        {
            except.clear();
        }
        Expr { peer, except }
    }

    fn far(&mut self) -> Expr {
        let shape = self.random.below(100);
        let peer = match shape {
            0..15 => return self.own(None),
            15..40 => return self.block(),
            40..52 => Peer::Any,
            _ => Peer::There(self.place(), self.pods()),
        };
        let mut except = Vec::new();
        if peer != Peer::Any && self.random.chance(12) {
            except.push(Peer::There(self.place(), self.pods()));
        }
        Expr { peer, except }
    }

    fn shared(&mut self) -> Expr {
        let peer = match self.random.below(2) {
            0 => Peer::Any,
            _ => Peer::There(Place::Every, self.pods()),
        };
        let except = Vec::new();
        Expr { peer, except }
    }

    fn place(&mut self) -> Place {
        match self.random.below(100) {
            0..40 => Place::Named("ops"),
            40..52 => Place::Named("till"),
            52..60 => Place::Named("shop"),
            60..80 => Place::Every,
            _ => Place::Chosen(vec![self.requirement("team", &["red"])]),
        }
    }

    fn pods(&mut self) -> Pods {
        match self.random.below(3) {
            0 => Pods::All,
            1 => Pods::Name(self.random.pick(NAMES)),
            _ => Pods::Chosen(self.selector()),
        }
    }

    fn selector(&mut self) -> Selector {
        let keys: &[Word] = if self.wishes.is_rich {
            &["app", "tier"]
        } else {
            &["app"]
        };
        let keys = self.random.some(keys);
        let all = keys.into_iter();
        all.map(|key| match key {
            "app" => self.requirement(key, NAMES),
            _ => self.requirement(key, &["dmz", "1"]),
        })
        .collect()
    }

    fn requirement(&mut self, key: Word, values: &[Word]) -> Requirement {
        let operator = match self.random.below(100) {
            0..40 => Operator::Is(self.random.pick(values)),
            40..55 => Operator::IsNot(self.random.pick(values)),
            55..70 => Operator::In(self.random.some(values)),
            70..80 => Operator::NotIn(self.random.some(values)),
            80..92 => Operator::Has,
            _ => Operator::HasNot,
        };
        Requirement { key, operator }
    }

    fn block(&mut self) -> Expr {
        let blocks: &[(&str, &str)] = if self.wishes.is_rich {
            &[
                ("0.0.0.0/0", "10.0.0.0/8"),
                ("10.0.0.0/8", "10.1.0.0/16"),
                ("10.1.0.0/16", "10.1.2.3/32"),
                ("::/0", "2001:db8::/32"),
                ("2001:db8::/32", "2001:db8::7/128"),
            ]
        } else {
            &[("0.0.0.0/0", "10.0.0.0/8"), ("10.0.0.0/8", "10.0.0.0/9")]
        };
        let (whole, hole) = self.random.pick(blocks);
        let peer = Peer::Block(net(whole));
        let mut except = Vec::new();
        if self.random.chance(30) {
            except.push(Peer::Block(net(hole)));
        }
        Expr { peer, except }
    }

    fn ports(&mut self, named: bool) -> Vec<Port> {
        let mut all = Vec::new();
        if self.random.chance(35) {
            return all;
        }
        while all.is_empty() || (all.len() < 3 && self.random.chance(30)) {
            let names: &[Word] = if self.wishes.is_rich {
                &["http", "db"]
            } else {
                &["http"]
            };
            let number = match self.random.below(100) {
                0..50 => Number::One(self.random.pick(&[80, 443])),
                50..70 => Number::Range(80, self.random.pick(&[80, 443, 65535])),
                70..85 if named => Number::Named(self.random.pick(names)),
                _ => Number::All,
            };
            let protocol = match self.random.below(100) {
                0..70 => None,
                70..85 => Some(Protocol::Tcp),
                _ => Some(Protocol::Udp),
            };
            all.push(Port { number, protocol });
        }
        all
    }

    fn direction(&mut self, both: usize) -> Option<Direction> {
        if self.random.chance(both) {
            return None;
        }
        Some(self.random.pick(&[Direction::Ingress, Direction::Egress]))
    }
}

/// In one section for all the namespaces, or in none.
fn placed(namespaces: &[Word], statements: Vec<Statement>) -> File {
    if namespaces.is_empty() {
        return File {
            top: statements,
            sections: Vec::new(),
        };
    }
    File {
        top: Vec::new(),
        sections: vec![Section {
            namespaces: namespaces.to_vec(),
            statements,
        }],
    }
}

fn is_rule(statement: &Statement) -> bool {
    matches!(
        statement,
        Statement::Allow { .. } | Statement::Isolate(..) | Statement::DefaultDeny(_)
    )
}

/// Whether a port of it can have no name: of a group nobody knows.
fn has_addresses(expr: &Expr) -> bool {
    match &expr.peer {
        Peer::Any | Peer::Block(_) => true,
        Peer::Bare(name) => !NAMES.contains(name),
        _ => false,
    }
}

fn net(text: &str) -> IpNet {
    text.parse().unwrap()
}
