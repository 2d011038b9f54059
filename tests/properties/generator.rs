//! Random programs over a small vocabulary, most of which compile.

use crate::properties::peers::bare;
use crate::properties::program::{
    Direction, Expr, File, Number, Peer, Program, Section, Statement, Target, Word,
};
use crate::properties::random::Random;

pub(crate) const NAMES: &[Word] = &["web", "api", "db"];
pub(crate) const OWN: &[Word] = &["shop", "till"];
pub(crate) const FOREIGN: &[Word] = &["ops", "edge"];

/// The program of a seed.
pub(crate) fn program(seed: u64) -> Program {
    drawn(&mut Random::new(seed))
}

/// The program that these choices make.
pub(crate) fn drawn(random: &mut Random) -> Program {
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
pub(crate) struct Names {
    pub(crate) pods: Vec<Word>,
    pub(crate) foreign: Vec<Word>,
    pub(crate) networks: Vec<Word>,
    pub(crate) groups: Vec<Word>,
    pub(crate) mixed: Vec<Word>,
    pub(crate) services: Vec<Word>,
}

pub(crate) struct Maker<'random> {
    pub(crate) random: &'random mut Random,
    pub(crate) owned: Vec<Word>,
    /// What the used file declares.
    inherited: Names,
    /// What the file declares for all its sections.
    files: Names,
    /// What the section declares for itself.
    home: Names,
}

impl Maker<'_> {
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

    pub(crate) fn all(&self, kind: impl Fn(&Names) -> &Vec<Word>) -> Vec<Word> {
        let names = [&self.home, &self.files, &self.inherited];
        names.into_iter().flat_map(kind).copied().collect()
    }
}

fn plain_target(expr: Expr) -> Target {
    Target {
        expr,
        ports: Vec::new(),
        direction: None,
    }
}
