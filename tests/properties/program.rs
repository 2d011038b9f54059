//! A program as data, free of any spelling.

use ipnet::IpNet;

/// All words come from the generator's vocabulary.
pub(crate) type Word = &'static str;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    Ingress,
    Egress,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Is(Word),
    IsNot(Word),
    In(Vec<Word>),
    NotIn(Vec<Word>),
    Has,
    HasNot,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Requirement {
    pub(crate) key: Word,
    pub(crate) operator: Operator,
}

pub(crate) type Selector = Vec<Requirement>;

/// What stands before the `/` of a peer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Named(Word),
    Chosen(Selector),
    Every,
}

/// What stands behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pods {
    All,
    Name(Word),
    Chosen(Selector),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Peer {
    Any,
    Bare(Word),
    /// `*`
    All,
    /// `[..]`
    Chosen(Selector),
    There(Place, Pods),
    Block(IpNet),
}

/// A peer less others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expr {
    pub(crate) peer: Peer,
    pub(crate) except: Vec<Peer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Protocol {
    Tcp,
    Udp,
    Sctp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    All,
    One(u16),
    Range(u16, u16),
    Named(Word),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Port {
    pub(crate) number: Number,
    /// As written; nothing means TCP, with `*` every one.
    pub(crate) protocol: Option<Protocol>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) expr: Expr,
    /// None at all: all ports.
    pub(crate) ports: Vec<Port>,
    pub(crate) direction: Option<Direction>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Statement {
    Use(Word),
    Label(Word),
    Prefix(Word),
    Workloads(Vec<Word>),
    Workload(Word, Option<Word>, Selector),
    Network(Word, Vec<Expr>),
    Group(Word, Vec<Expr>),
    Service(Word, Expr, Vec<Port>),
    Allow {
        sources: Vec<Expr>,
        targets: Vec<Target>,
        because: Option<Word>,
    },
    /// Its targets have no direction.
    Deny {
        sources: Vec<Expr>,
        targets: Vec<Target>,
    },
    Isolate(Vec<Expr>, Option<Direction>),
    DefaultDeny(Option<Direction>),
}

impl Statement {
    /// Whether it means the same wherever in the file it stands.
    pub(crate) fn is_the_files(&self) -> bool {
        matches!(
            self,
            Self::Use(_) | Self::Label(_) | Self::Prefix(_) | Self::Network(..)
        )
    }
}

/// The statements under one `namespace` line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    pub(crate) namespaces: Vec<Word>,
    pub(crate) statements: Vec<Statement>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct File {
    /// What stands before the first `namespace`.
    pub(crate) top: Vec<Statement>,
    pub(crate) sections: Vec<Section>,
}

impl File {
    pub(crate) fn statements(&self) -> impl Iterator<Item = &Statement> {
        let inner = self.sections.iter().flat_map(|one| &one.statements);
        self.top.iter().chain(inner)
    }

    /// Each statement with its line in the plain spelling, and the namespaces of its section.
    pub(crate) fn lines(&self) -> Vec<(usize, &[Word], &Statement)> {
        let mut all = Vec::new();
        let mut line = 0;
        for statement in &self.top {
            line += 1;
            all.push((line, [].as_slice(), statement));
        }
        for section in &self.sections {
            line += 1;
            for statement in &section.statements {
                line += 1;
                all.push((line, section.namespaces.as_slice(), statement));
            }
        }
        all
    }

    /// Removes the statement of a line in the plain spelling, if it is one.
    pub(crate) fn remove(&mut self, line: usize) -> Option<Statement> {
        let mut at = line.checked_sub(1)?;
        if at < self.top.len() {
            return Some(self.top.remove(at));
        }
        at -= self.top.len();
        for section in &mut self.sections {
            at = at.checked_sub(1)?;
            if at < section.statements.len() {
                return Some(section.statements.remove(at));
            }
            at -= section.statements.len();
        }
        None
    }

    /// The key behind bare names.
    pub(crate) fn label(&self) -> Word {
        let written = self.statements().find_map(|one| match one {
            Statement::Label(key) => Some(*key),
            _ => None,
        });
        written.unwrap_or("app")
    }

    /// The name of the file that it uses.
    pub(crate) fn uses(&self) -> Option<Word> {
        self.statements().find_map(|one| match one {
            Statement::Use(name) => Some(*name),
            _ => None,
        })
    }
}

/// A file, and the one that it may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Program {
    pub(crate) main: File,
    pub(crate) base: File,
}
