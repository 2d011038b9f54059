//! A run as one: what its files say, under numbers that hold for all of them.

use rustc_hash::FxHashMap;

use crate::check::Judged;
use crate::check::run::points::Points;
use crate::model::{PartId, PeerId, PortList, PortListId, Rule, StatementId};
use crate::sets::{Direction, Ports};
use crate::source::{Origin, Span};

/// A part of a peer, of any file: its number in [`Whole`]. Equal parts have one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::check) struct RunPart(pub(in crate::check) u32);

/// A list of ports, of any file, likewise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::check) struct RunPorts(pub(in crate::check) u32);

/// An `allow` of the run: its number in [`Whole::allows`], which are in the order of files and places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::check) struct AllowId(pub(in crate::check) u32);

/// One `allow` statement, with its rules: one for each namespace of its section.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) struct Allow {
    /// Its file: the index in [`Whole::files`].
    pub(in crate::check) file: usize,
    /// The statement.
    pub(in crate::check) statement: StatementId,
    first: u32,
    count: u32,
}

/// One target of a rule with one of its sources: who, and on which ports.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) struct Pair {
    /// The source.
    pub(in crate::check) source: RunPart,
    /// The target.
    pub(in crate::check) target: RunPart,
    /// The source, in its file.
    pub(in crate::check) from: PartId,
    /// The target, in its file.
    pub(in crate::check) to: PartId,
    /// The peers that they are parts of.
    pub(in crate::check) peers: (PeerId, PeerId),
    /// The ports.
    pub(in crate::check) ports: RunPorts,
    /// The end that is opened; both where there is none.
    pub(in crate::check) direction: Option<Direction>,
}

/// The files of a run.
pub(in crate::check) struct Whole<'a> {
    /// The files, in the order given.
    pub(in crate::check) files: &'a [Judged<'a>],
    points: Vec<Points>,
    parts: Vec<Vec<RunPart>>,
    ports: Vec<Ports>,
    lists: Vec<Vec<RunPorts>>,
    allows: Vec<Allow>,
    rules: Vec<&'a Rule>,
}

impl<'a> Whole<'a> {
    /// The run of these files.
    pub(in crate::check) fn new(files: &'a [Judged<'a>]) -> Self {
        let mut whole = Self {
            files,
            points: Vec::new(),
            parts: Vec::new(),
            ports: Vec::new(),
            lists: Vec::new(),
            allows: Vec::new(),
            rules: Vec::new(),
        };
        let mut known_parts = FxHashMap::default();
        let mut known_lists: FxHashMap<&PortList, RunPorts> = FxHashMap::default();
        for (index, file) in files.iter().enumerate() {
            let parts = file.model.parts().map(|part| {
                *known_parts.entry(part).or_insert_with(|| {
                    whole.points.push(Points::of(part));
                    RunPart(number(whole.points.len() - 1))
                })
            });
            whole.parts.push(parts.collect());
            let lists = file.model.ports.values().map(|list| {
                *known_lists.entry(list).or_insert_with(|| {
                    whole.ports.push(list.set());
                    RunPorts(number(whole.ports.len() - 1))
                })
            });
            whole.lists.push(lists.collect());
            whole.add_allows(index, file);
        }
        whole
    }

    fn add_allows(&mut self, index: usize, file: &'a Judged<'a>) {
        let mut rules: Vec<&Rule> = file.model.allows.iter().collect();
        // Stable, so that the rules of a statement stay in the order of their namespaces.
        rules.sort_by_key(|rule| self.origin(index, rule.statement).map(|origin| origin.span));
        for same in rules.chunk_by(|one, other| one.statement == other.statement) {
            if let Some(rule) = same.first() {
                self.allows.push(Allow {
                    file: index,
                    statement: rule.statement,
                    first: number(self.rules.len()),
                    count: number(same.len()),
                });
            }
            self.rules.extend_from_slice(same);
        }
    }

    /// All `allow`s, in the order of files and places.
    pub(in crate::check) fn allows(&self) -> impl ExactSizeIterator<Item = (AllowId, &Allow)> {
        let numbered = self.allows.iter().enumerate();
        numbered.map(|(at, allow)| (AllowId(number(at)), allow))
    }

    /// An `allow` by its number.
    pub(in crate::check) fn allow(&self, id: AllowId) -> Option<&Allow> {
        self.allows.get(id.0 as usize)
    }

    /// The rules of an `allow`.
    pub(in crate::check) fn rules(&self, allow: &Allow) -> &[&'a Rule] {
        let first = allow.first as usize;
        let rules = self.rules.get(first..first + allow.count as usize);
        rules.unwrap_or_default()
    }

    /// Every source with every target of a rule of a file.
    pub(in crate::check) fn pairs<'s>(
        &'s self,
        file: usize,
        rule: &'s Rule,
    ) -> impl Iterator<Item = Pair> + 's {
        rule.targets.iter().flat_map(move |target| {
            let ports = self.list(file, target.ports);
            self.local_parts(file, target.peer).flat_map(move |to| {
                let sources = rule.sources.iter();
                let sources = sources.flat_map(move |source| {
                    let parts = self.local_parts(file, *source);
                    parts.map(move |from| (*source, from))
                });
                sources.map(move |(source, from)| Pair {
                    peers: (source, target.peer),
                    source: self.part(file, from),
                    target: self.part(file, to),
                    from,
                    to,
                    ports,
                    direction: target.direction,
                })
            })
        })
    }

    /// The parts of a peer of a file.
    pub(in crate::check) fn parts_of(
        &self,
        file: usize,
        peer: PeerId,
    ) -> impl Iterator<Item = RunPart> + '_ {
        let parts = self.local_parts(file, peer);
        parts.map(move |part| self.part(file, part))
    }

    /// The same, by their numbers in the file.
    pub(in crate::check) fn local_parts(
        &self,
        file: usize,
        peer: PeerId,
    ) -> impl Iterator<Item = PartId> + '_ {
        let file = self.files.get(file);
        let parts = file.map(|file| file.model.peer(peer).parts.iter().copied());
        parts.into_iter().flatten()
    }

    /// The number of a part of a file.
    pub(in crate::check) fn part(&self, file: usize, part: PartId) -> RunPart {
        let parts = self.parts.get(file);
        let known = parts.and_then(|parts| parts.get(part.0 as usize));
        known.copied().unwrap_or(RunPart(u32::MAX))
    }

    /// The number of a list of ports of a file.
    pub(in crate::check) fn list(&self, file: usize, list: PortListId) -> RunPorts {
        let lists = self.lists.get(file);
        let known = lists.and_then(|lists| lists.get(list.0 as usize));
        known.copied().unwrap_or(RunPorts(u32::MAX))
    }

    /// The endpoints of a part.
    pub(in crate::check) fn points(&self, part: RunPart) -> &Points {
        self.points.get(part.0 as usize).unwrap_or(&Points::NONE)
    }

    /// The endpoints of all parts, in the order of their numbers.
    pub(in crate::check) fn all_points(&self) -> impl ExactSizeIterator<Item = (RunPart, &Points)> {
        let numbered = self.points.iter().enumerate();
        numbered.map(|(at, points)| (RunPart(number(at)), points))
    }

    /// The ports of a list.
    pub(in crate::check) fn ports(&self, ports: RunPorts) -> &Ports {
        const NONE: &Ports = &Ports::none();
        self.ports.get(ports.0 as usize).unwrap_or(NONE)
    }

    /// The ports of all lists, in the order of their numbers.
    pub(in crate::check) fn all_ports(&self) -> impl ExactSizeIterator<Item = &Ports> {
        self.ports.iter()
    }

    /// The text and place of a statement of a file.
    pub(in crate::check) fn origin(
        &self,
        file: usize,
        statement: StatementId,
    ) -> Option<&'a Origin> {
        let file = self.files.get(file)?;
        file.model.statements.get(statement.0 as usize)
    }

    /// Where an `allow` stands.
    pub(in crate::check) fn span(&self, allow: &Allow) -> Option<Span> {
        let origin = self.origin(allow.file, allow.statement)?;
        Some(origin.span)
    }
}

/// A place in a list as a number; there are never more than 32 bits of them.
pub(in crate::check) fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
