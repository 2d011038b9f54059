//! Random programs over a small vocabulary, most of which compile.

use ipnet::IpNet;

use crate::properties::program::{
    Direction, Expr, File, Number, Operator, Peer, Place, Pods, Port, Program, Protocol,
    Requirement, Section, Selector, Statement, Target, Word,
};
use crate::properties::random::Random;

const KEYS: &[Word] = &["app", "tier"];
const NAMES: &[Word] = &["web", "api", "db"];
const OWN: &[Word] = &["shop", "till"];
const FOREIGN: &[Word] = &["ops", "edge"];
const TEAMS: &[Word] = &["red", "blue"];
const NAMESPACE_NAME: Word = "kubernetes.io/metadata.name";
const NUMBERS: &[u16] = &[80, 443, 8080, 1, 65535];
const PORT_NAMES: &[Word] = &["http", "metrics"];
const BLOCKS: &[&str] = &[
    "0.0.0.0/0",
    "10.0.0.0/8",
    "203.0.113.0/24",
    "203.0.113.7/32",
    "::/0",
    "2001:db8::/32",
    "2001:db8:7::/48",
];
/// Each with blocks within it.
const HOLES: &[(&str, &[&str])] = &[
    ("0.0.0.0/0", &["10.0.0.0/8", "203.0.113.0/24", "0.0.0.0/1"]),
    ("10.0.0.0/8", &["10.0.0.0/9", "10.1.0.0/16", "10.1.2.3/32"]),
    (
        "203.0.113.0/24",
        &["203.0.113.0/25", "203.0.113.128/25", "203.0.113.255/32"],
    ),
    ("::/0", &["fc00::/7", "2001:db8::/32"]),
    ("2001:db8::/32", &["2001:db8:7::/48", "2001:db8:8000::/33"]),
];

/// The program of a seed.
pub(crate) fn program(seed: u64) -> Program {
    let mut random = Random::new(seed);
    let uses = random.chance(35);
    let sectioned = random.chance(60);
    let mut maker = Maker {
        random,
        owned: Vec::new(),
        inherited: Names::default(),
        files: Names::default(),
        home: Names::default(),
    };
    let base = if uses { maker.base() } else { File::default() };
    let main = if sectioned {
        maker.sectioned()
    } else {
        maker.unsectioned()
    };
    let mut program = Program { main, base };
    maker.settings(uses, &mut program.main);
    program
}

/// Declared names, by what they may be used for.
#[derive(Clone, Debug, Default)]
struct Names {
    pods: Vec<Word>,
    foreign: Vec<Word>,
    networks: Vec<Word>,
    groups: Vec<Word>,
    mixed: Vec<Word>,
    services: Vec<Word>,
}

struct Maker {
    random: Random,
    owned: Vec<Word>,
    /// What the used file declares.
    inherited: Names,
    /// What the file declares for all its sections.
    files: Names,
    /// What the section declares for itself.
    home: Names,
}

impl Maker {
    fn settings(&mut self, uses: bool, file: &mut File) {
        let mut settings = Vec::new();
        if uses {
            settings.push(Statement::Use("base.netpol"));
        }
        if self.random.chance(15) {
            settings.push(Statement::Label("tier"));
        }
        if self.random.chance(15) {
            settings.push(Statement::Prefix("mine"));
        }
        for statement in settings {
            let at = self.random.below(file.sections.len() + 1);
            match file.sections.get_mut(at) {
                Some(section) => section.statements.push(statement),
                None => file.top.push(statement),
            }
        }
    }

    fn base(&mut self) -> File {
        let mut file = File::default();
        let statements = &mut file.top;
        if self.random.chance(30) {
            statements.push(Statement::Label("tier"));
        }
        if self.random.chance(50) {
            let peers = vec![self.block(), self.block()];
            statements.push(Statement::Network("corp", peers));
            self.inherited.networks.push("corp");
        }
        if self.random.chance(50) {
            let place = Some(self.random.pick(FOREIGN));
            let selector = self.selector();
            statements.push(Statement::Workload("gate", place, selector));
            self.inherited.foreign.push("gate");
        }
        if self.random.chance(50) {
            let members = vec![self.chosen(), self.chosen()];
            statements.push(Statement::Group("crew", members));
            self.inherited.groups.push("crew");
        }
        if self.random.chance(30) {
            let expr = self.chosen();
            let ports = self.ports(true);
            statements.push(Statement::Service("store", expr, ports));
            self.inherited.services.push("store");
        }
        if self.random.chance(40) {
            // Read in each section of the file that uses it.
            statements.push(Statement::Workloads(vec!["cache"]));
            self.inherited.pods.push("cache");
            return file;
        }
        let namespaces = self.random.some(OWN);
        let mut inner = vec![Statement::Workloads(vec!["cache", "web"])];
        if self.random.chance(70) {
            inner.push(Statement::DefaultDeny(self.direction(60)));
        }
        if self.random.chance(60) {
            let peers = vec![self.chosen()];
            inner.push(Statement::Isolate(peers, self.direction(60)));
        }
        // A used file's rules are its own business.
        inner.push(Statement::Allow {
            sources: vec![self.chosen()],
            targets: vec![plain_target(self.chosen())],
            because: None,
        });
        file.sections.push(Section {
            namespaces,
            statements: inner,
        });
        file
    }

    fn unsectioned(&mut self) -> File {
        let mut top = self.declarations(true);
        top.extend(self.own_workloads());
        top.extend(self.groups("clients", "guests", "sql"));
        top.extend(self.rules());
        self.random.shuffle(&mut top);
        File {
            top,
            sections: Vec::new(),
        }
    }

    fn sectioned(&mut self) -> File {
        let plans: [&[&[Word]]; 7] = [
            &[&["shop"]],
            &[&["shop"]],
            &[&["till"]],
            &[&["shop"], &["till"]],
            &[&["shop", "till"]],
            &[&["shop"], &["till"], &["shop"]],
            &[&["shop", "till"], &["shop"]],
        ];
        let plan = self.random.pick(&plans);
        for names in plan {
            for name in *names {
                if !self.owned.contains(name) {
                    self.owned.push(name);
                }
            }
        }
        let mut file = File {
            top: self.declarations(true),
            sections: Vec::new(),
        };
        if self.random.chance(30) {
            file.top.extend(self.groups("everyone", "others", "cellar"));
        }
        self.files.groups.append(&mut self.home.groups);
        self.files.mixed.append(&mut self.home.mixed);
        self.files.services.append(&mut self.home.services);
        let mut declared: Vec<(Word, Vec<Word>)> = Vec::new();
        for (at, namespaces) in plan.iter().enumerate() {
            self.home = Names::default();
            // A namespace whose workloads an earlier section has keeps them.
            let known = declared
                .iter()
                .find(|(name, _)| namespaces.contains(name))
                .map(|(_, names)| names.clone());
            let mut statements = Vec::new();
            if let Some(known) = known {
                if namespaces.len() == 1 {
                    self.home.pods = known;
                }
            } else {
                statements = self.own_workloads();
                for name in *namespaces {
                    declared.push((name, self.home.pods.clone()));
                }
            }
            let (group, mixed, service) = [
                ("clients", "guests", "sql"),
                ("clients2", "guests2", "sql2"),
                ("clients3", "guests3", "sql3"),
            ][at];
            statements.extend(self.groups(group, mixed, service));
            statements.extend(self.rules());
            self.random.shuffle(&mut statements);
            file.sections.push(Section {
                namespaces: namespaces.to_vec(),
                statements,
            });
            // Groups and services are the file's, so the sections behind may name them too.
            self.files.groups.append(&mut self.home.groups);
            self.files.mixed.append(&mut self.home.mixed);
            self.files.services.append(&mut self.home.services);
        }
        file
    }

    /// What is the file's, wherever it stands.
    fn declarations(&mut self, networks: bool) -> Vec<Statement> {
        let mut all = Vec::new();
        if networks && self.random.chance(30) {
            let mut members = vec![self.block()];
            if self.random.chance(50) {
                members.push(self.block());
            }
            if !self.inherited.networks.is_empty() && self.random.chance(50) {
                members.push(bare("corp"));
            }
            all.push(Statement::Network("office", members));
            self.files.networks.push("office");
        }
        if self.random.chance(30) {
            let place = self.random.pick(FOREIGN);
            all.push(Statement::Workload("prom", Some(place), self.selector()));
            self.files.foreign.push("prom");
        }
        if let [.., last] = *self.owned
            && self.random.chance(25)
        {
            all.push(Statement::Workload("clerk", Some(last), self.selector()));
            self.files.pods.push("clerk");
        }
        all
    }

    fn own_workloads(&mut self) -> Vec<Statement> {
        let mut all = Vec::new();
        if self.random.chance(60) {
            // The used file may have declared `web` for this namespace.
            let names = self.random.some(&NAMES[1..]);
            self.home.pods.extend(&names);
            all.push(Statement::Workloads(names));
        }
        if self.random.chance(40) {
            all.push(Statement::Workload("worker", None, self.selector()));
            self.home.pods.push("worker");
        }
        all
    }

    fn groups(&mut self, group: Word, mixed: Word, service: Word) -> Vec<Statement> {
        let mut all = Vec::new();
        if self.random.chance(40) {
            let mut members = vec![self.own(), self.own()];
            if self.random.chance(20) {
                members.push(self.own());
            }
            all.push(Statement::Group(group, members));
            self.home.groups.push(group);
        }
        if self.random.chance(25) {
            let members = vec![self.peer(), self.own(), self.peer()];
            all.push(Statement::Group(mixed, members));
            self.home.mixed.push(mixed);
        }
        if self.random.chance(25) {
            let expr = self.own();
            let ports = self.ports(true);
            all.push(Statement::Service(service, expr, ports));
            self.home.services.push(service);
        }
        all
    }

    fn rules(&mut self) -> Vec<Statement> {
        let mut all = Vec::new();
        if self.random.chance(45) {
            all.push(Statement::DefaultDeny(self.direction(55)));
        }
        while self.random.chance(30) {
            let mut peers = vec![self.own()];
            if self.random.chance(30) {
                peers.push(self.own());
            }
            all.push(Statement::Isolate(peers, self.direction(70)));
        }
        let most = 1 + self.random.below(4);
        for _ in 0..most {
            all.push(self.allow());
        }
        all
    }

    fn allow(&mut self) -> Statement {
        let shape = self.random.below(100);
        let (sources, targets) = if shape < 40 {
            (self.owns(), self.own_targets())
        } else if shape < 70 {
            (self.peers(), self.own_targets())
        } else if shape < 97 {
            let mut targets = self.targets();
            for target in &mut targets {
                target.direction = target.direction.and(Some(Direction::Egress));
            }
            (self.owns(), targets)
        } else {
            (self.peers(), self.targets())
        };
        let because = self
            .random
            .chance(10)
            .then_some("ticket 7: \\\"urgent\\\" # yes");
        Statement::Allow {
            sources,
            targets,
            because,
        }
    }

    fn owns(&mut self) -> Vec<Expr> {
        let mut all = vec![self.own()];
        if self.random.chance(30) {
            all.push(self.own());
        }
        all
    }

    fn peers(&mut self) -> Vec<Expr> {
        let mut all = vec![self.peer()];
        if self.random.chance(30) {
            all.push(self.peer());
        }
        all
    }

    fn own_targets(&mut self) -> Vec<Target> {
        let mut all = Vec::new();
        while all.is_empty() || self.random.chance(25) {
            let direction = if self.random.chance(15) {
                Some(Direction::Ingress)
            } else {
                None
            };
            let services = self.all(|names| &names.services);
            if !services.is_empty() && self.random.chance(25) {
                all.push(Target {
                    expr: bare(self.random.pick(&services)),
                    ports: Vec::new(),
                    direction,
                });
                continue;
            }
            all.push(Target {
                expr: self.own(),
                ports: self.ports(false),
                direction,
            });
        }
        all
    }

    fn targets(&mut self) -> Vec<Target> {
        let mut all = Vec::new();
        while all.is_empty() || self.random.chance(25) {
            let direction = self.direction(70);
            if self.random.chance(12) {
                all.push(Target {
                    expr: bare("dns"),
                    ports: Vec::new(),
                    direction,
                });
                continue;
            }
            let expr = self.peer();
            let mut ports = self.ports(false);
            let addresses = match &expr.peer {
                Peer::Any | Peer::Block(_) => true,
                Peer::Bare(name) => !self.only_pods(name),
                _ => false,
            };
            if addresses {
                // A name can never match an address's port.
                ports.retain(|port| !matches!(port.number, Number::Named(_)));
            }
            all.push(Target {
                expr,
                ports,
                direction,
            });
        }
        all
    }

    fn only_pods(&self, name: Word) -> bool {
        let pods = self.all(|names| &names.pods);
        let groups = self.all(|names| &names.groups);
        let foreign = self.all(|names| &names.foreign);
        [pods, groups, foreign]
            .iter()
            .any(|names| names.contains(&name))
    }

    fn all(&self, kind: impl Fn(&Names) -> &Vec<Word>) -> Vec<Word> {
        let names = [&self.home, &self.files, &self.inherited];
        names.into_iter().flat_map(kind).copied().collect()
    }

    /// A peer whose namespace is owned.
    fn own(&mut self) -> Expr {
        let pods = self.all(|names| &names.pods);
        let groups = self.all(|names| &names.groups);
        let shape = self.random.below(100);
        let peer = if shape < 25 && !pods.is_empty() {
            Peer::Bare(self.random.pick(&pods))
        } else if shape < 40 {
            Peer::Bare(self.random.pick(NAMES))
        } else if shape < 52 {
            Peer::All
        } else if shape < 62 && !groups.is_empty() {
            Peer::Bare(self.random.pick(&groups))
        } else if shape < 75 && !self.owned.is_empty() {
            let owned = self.owned.clone();
            Peer::There(Place::Named(self.random.pick(&owned)), self.pods())
        } else {
            Peer::Chosen(self.selector())
        };
        let except = self.excepted_pods(13);
        Expr { peer, except }
    }

    /// Any peer at all.
    fn peer(&mut self) -> Expr {
        let networks = self.all(|names| &names.networks);
        let foreign = self.all(|names| &names.foreign);
        let mixed = self.all(|names| &names.mixed);
        let shape = self.random.below(100);
        if shape < 20 {
            return self.own();
        }
        if shape < 40 {
            return self.block();
        }
        let peer = if shape < 48 {
            return Expr {
                peer: Peer::Any,
                except: Vec::new(),
            };
        } else if shape < 53 {
            return bare("internet");
        } else if shape < 60 && !networks.is_empty() {
            return bare(self.random.pick(&networks));
        } else if shape < 65 && !mixed.is_empty() {
            return bare(self.random.pick(&mixed));
        } else if shape < 72 && !foreign.is_empty() {
            Peer::Bare(self.random.pick(&foreign))
        } else {
            Peer::There(self.place(), self.pods())
        };
        let except = self.excepted_pods(20);
        Expr { peer, except }
    }

    fn excepted_pods(&mut self, percent: usize) -> Vec<Peer> {
        let mut all = Vec::new();
        while all.len() < 3 && self.random.chance(percent) {
            let shape = self.random.below(100);
            all.push(if shape < 40 {
                Peer::Chosen(self.selector())
            } else if shape < 60 {
                Peer::Bare(self.random.pick(NAMES))
            } else if shape < 70 {
                Peer::There(Place::Every, Pods::Chosen(self.selector()))
            } else {
                Peer::There(self.place(), self.pods())
            });
        }
        all
    }

    fn place(&mut self) -> Place {
        let shape = self.random.below(100);
        if shape < 40 {
            Place::Named(self.random.pick(FOREIGN))
        } else if shape < 50 {
            Place::Named(self.random.pick(OWN))
        } else if shape < 70 {
            Place::Every
        } else {
            let (key, values) = if self.random.chance(75) {
                ("team", TEAMS)
            } else {
                (NAMESPACE_NAME, &["shop", "ops"][..])
            };
            let mut all = vec![self.requirement(key, values)];
            if key != "team" && self.random.chance(30) {
                all.push(self.requirement("team", TEAMS));
            }
            Place::Chosen(all)
        }
    }

    fn pods(&mut self) -> Pods {
        let shape = self.random.below(100);
        if shape < 40 {
            Pods::All
        } else if shape < 65 {
            Pods::Name(self.random.pick(NAMES))
        } else {
            Pods::Chosen(self.selector())
        }
    }

    fn chosen(&mut self) -> Expr {
        Expr {
            peer: Peer::Chosen(self.selector()),
            except: Vec::new(),
        }
    }

    fn selector(&mut self) -> Selector {
        let mut all = Vec::new();
        for key in self.random.some(KEYS) {
            all.push(self.requirement(key, &["web", "api", "db", ""]));
        }
        if self.random.chance(10) {
            let key = self.random.pick(KEYS);
            all.push(self.requirement(key, NAMES));
        }
        self.random.shuffle(&mut all);
        all
    }

    fn requirement(&mut self, key: Word, values: &[Word]) -> Requirement {
        let shape = self.random.below(100);
        let operator = if shape < 40 {
            Operator::Is(self.random.pick(values))
        } else if shape < 55 {
            Operator::IsNot(self.random.pick(values))
        } else if shape < 67 {
            Operator::In(self.random.some(values))
        } else if shape < 79 {
            Operator::NotIn(self.random.some(values))
        } else if shape < 90 {
            Operator::Has
        } else {
            Operator::HasNot
        };
        Requirement { key, operator }
    }

    fn block(&mut self) -> Expr {
        if self.random.chance(50) {
            let (whole, holes) = self.random.pick(HOLES);
            let holes = self.random.some(holes);
            return Expr {
                peer: Peer::Block(net(whole)),
                except: holes.into_iter().map(|one| Peer::Block(net(one))).collect(),
            };
        }
        Expr {
            peer: Peer::Block(net(self.random.pick(BLOCKS))),
            except: Vec::new(),
        }
    }

    fn ports(&mut self, needed: bool) -> Vec<Port> {
        let mut all = Vec::new();
        if !needed && self.random.chance(35) {
            return all;
        }
        while all.is_empty() || (all.len() < 4 && self.random.chance(40)) {
            let shape = self.random.below(100);
            let number = if shape < 50 {
                Number::One(self.random.pick(NUMBERS))
            } else if shape < 70 {
                Number::Range(
                    self.random.pick(&[1, 79, 80, 443]),
                    self.random.pick(&[443, 8080, 65535]),
                )
            } else if shape < 85 {
                Number::Named(self.random.pick(PORT_NAMES))
            } else {
                Number::All
            };
            let protocol = if self.random.chance(60) {
                None
            } else {
                Some(
                    self.random
                        .pick(&[Protocol::Tcp, Protocol::Udp, Protocol::Sctp]),
                )
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

fn bare(name: Word) -> Expr {
    Expr {
        peer: Peer::Bare(name),
        except: Vec::new(),
    }
}

fn plain_target(expr: Expr) -> Target {
    Target {
        expr,
        ports: Vec::new(),
        direction: None,
    }
}

fn net(text: &str) -> IpNet {
    text.parse().unwrap()
}
