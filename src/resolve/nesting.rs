//! Groups and networks within each other: which are members of themselves, and how deep they stand.
//!
//! This is decided before anything is resolved. So it depends on no order of statements, and what
//! resolves them may recurse.

use rustc_hash::FxHashMap;

use crate::diagnostics::{Diagnostic, codes};
use crate::resolve::program::FileIndex;
use crate::resolve::resolver::Resolver;
use crate::syntax::ast::{Name, PeerExpr, PeerKind, StatementKind};

/// How deep groups may stand in groups.
const DEEPEST: usize = 64;

/// A group or network: its file, and the index of its statement.
type Thing = (FileIndex, usize);

/// Finds the groups and networks that cannot be resolved, says why, and notes them in the resolver,
/// together with those that they are members of.
pub(super) fn check(resolver: &mut Resolver<'_>) {
    let reach = resolver.program.reach(resolver.root);
    let mut walk = Walk {
        resolver,
        states: FxHashMap::default(),
        path: Vec::new(),
    };
    for file in reach.iter() {
        for index in 0..walk.resolver.statements_of(*file).len() {
            walk.from((*file, index));
        }
    }
}

struct Walk<'r, 'a> {
    resolver: &'r mut Resolver<'a>,
    states: FxHashMap<Thing, State>,
    /// The things from where the walk began to where it is: each but the first a member of the one
    /// before it.
    path: Vec<Step<'a>>,
}

#[derive(Clone, Copy)]
enum State {
    /// On the path.
    Open,
    /// Sound, and so deep.
    Done(usize),
    /// Not to be resolved.
    Broken,
}

struct Step<'a> {
    thing: Thing,
    name: &'a Name,
    members: std::vec::IntoIter<(Thing, &'a Name)>,
    deepest: usize,
    broken: bool,
}

impl<'a> Walk<'_, 'a> {
    /// Walks depth first, on a path of its own: its length is up to the author.
    fn from(&mut self, start: Thing) {
        self.enter(start);
        while let Some(step) = self.path.last_mut() {
            let Some((member, name)) = step.members.next() else {
                self.leave();
                continue;
            };
            match self.states.get(&member) {
                None => self.enter(member),
                Some(State::Done(depth)) => step.deepest = step.deepest.max(*depth),
                Some(State::Broken) => step.broken = true,
                Some(State::Open) => {
                    step.broken = true;
                    let declared = self.path.iter().find(|step| step.thing == member);
                    let declared = declared.map_or(name.span, |step| step.name.span);
                    self.resolver.diagnostics.push(
                        Diagnostic::new(
                            &codes::DECLARATION_CYCLE,
                            name.span,
                            format!("`{}` is a member of itself", name.text),
                        )
                        .also(declared, "declared here")
                        .help("take it out of its own members"),
                    );
                }
            }
        }
    }

    fn enter(&mut self, thing: Thing) {
        if self.states.contains_key(&thing) {
            return;
        }
        let Some((name, members)) = self.members(thing) else {
            return;
        };
        self.states.insert(thing, State::Open);
        self.path.push(Step {
            thing,
            name,
            members: members.into_iter(),
            deepest: 0,
            broken: false,
        });
    }

    fn leave(&mut self) {
        let Some(step) = self.path.pop() else {
            return;
        };
        let depth = step.deepest + 1;
        let too_deep = !step.broken && depth > DEEPEST;
        if too_deep {
            let message = format!("`{}` nests groups more than {DEEPEST} deep", step.name.text);
            self.resolver.diagnostics.push(Diagnostic::new(
                &codes::TOO_MANY_PARTS,
                step.name.span,
                message,
            ));
        }
        let broken = step.broken || too_deep;
        if broken {
            self.resolver.broken.insert(step.thing);
        }
        let state = if broken {
            State::Broken
        } else {
            State::Done(depth)
        };
        self.states.insert(step.thing, state);
        if let Some(user) = self.path.last_mut() {
            user.broken |= broken;
            user.deepest = user.deepest.max(depth);
        }
    }

    /// The name of a group or network, and the groups and networks that it names.
    fn members(&self, thing: Thing) -> Option<(&'a Name, Vec<(Thing, &'a Name)>)> {
        let (file, index) = thing;
        let statement = self.resolver.statements_of(file).get(index)?;
        let (name, members): (&Name, &[PeerExpr]) = match &statement.kind {
            StatementKind::Group(group) => (&group.name, &group.members),
            StatementKind::Network(network) => (&network.name, &network.members),
            _ => return None,
        };
        let peers = members
            .iter()
            .flat_map(|expr| std::iter::once(&expr.peer).chain(&expr.except));
        let found = peers.filter_map(|peer| match &peer.kind {
            PeerKind::Name(name) => Some((self.declared(file, name)?, name)),
            _ => None,
        });
        Some((name, found.collect()))
    }

    /// What a file means by a name, where that is a thing of some file.
    fn declared(&self, file: FileIndex, name: &Name) -> Option<Thing> {
        let reach = self.resolver.program.reach(file);
        reach.iter().find_map(|file| {
            let declarations = self.resolver.declarations_of(*file)?;
            let thing = declarations.named.get(&name.text)?;
            Some((*file, thing.statement))
        })
    }
}
