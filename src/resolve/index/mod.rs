//! Which names of a program stand for what.
//!
//! [`index`] looks every name up in each namespace that its statement is read in, for each input that
//! reaches its file, as resolving these does. It resolves nothing, and says nothing of mistakes.

mod binder;
mod definition;
mod readings;
mod words;

pub use definition::{Definition, DefinitionId, DefinitionKind};

use std::sync::Arc;

use smol_str::SmolStr;

use crate::resolve::index::binder::{Binder, SectionNames};
use crate::resolve::index::words::{Does, words};
use crate::resolve::program::{FileIndex, Program};
use crate::source::{FileId, Span};

/// The names of a program, and what they stand for.
#[derive(Debug)]
pub struct Index {
    definitions: Vec<Definition>,
    /// In the order of files and places.
    mentions: Vec<Mention>,
    /// For each definition the numbers of its mentions.
    uses: Vec<Vec<usize>>,
}

/// A name at its place.
#[derive(Clone, Debug)]
pub struct Mention {
    /// Where it stands, quotes included.
    pub span: Span,
    /// The name.
    pub name: SmolStr,
    /// What it does there.
    pub role: Role,
    /// What it stands for: one thing in most places, several where it is read in several namespaces.
    pub definitions: Arc<[DefinitionId]>,
}

/// What a name does where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is declared.
    Declaration,
    /// It is a peer by itself.
    Peer,
    /// It stands behind a `/`.
    Pods,
    /// It is the name of a namespace.
    Namespace,
}

/// The names of a program, whose inputs are `roots`. It takes time in proportion to their number; one that its own
/// file does not reach is looked up once for each input, and one in no section once for each namespace that the
/// file is read in.
pub fn index(program: &Program, roots: &[FileIndex]) -> Index {
    index_as(program, roots, &|_| None)
}

/// The same as if names were others: those that `called` gives another one. What these stand for is what the
/// other names would mean in their places, declarations included, while all declarations are as they are.
pub fn index_as(
    program: &Program,
    roots: &[FileIndex],
    called: &dyn Fn(Span) -> Option<SmolStr>,
) -> Index {
    let mut binder = Binder::new(program, roots);
    let mut mentions = Vec::new();
    for file in (0..program.asts().count()).map(FileIndex) {
        let (Some(ast), Some(declarations)) = (program.ast(file), program.declarations(file))
        else {
            continue;
        };
        for section in &declarations.sections {
            let readings = binder.readings(file, &section.namespaces);
            let mut names = SectionNames::new(file, &readings);
            let statements = ast.statements.get(section.statements.clone());
            for word in statements.into_iter().flatten().flat_map(words) {
                let other = called(word.name.span);
                let name = other.as_ref().unwrap_or(&word.name.text);
                let definitions = binder.bind(&mut names, &word, name, other.is_some());
                mentions.push(Mention {
                    span: word.name.span,
                    name: name.clone(),
                    role: match word.does {
                        Does::BeginSection | Does::Place => Role::Namespace,
                        Does::Declare(_) => Role::Declaration,
                        Does::Stand => Role::Peer,
                        Does::StandIn(_) | Does::StandAnywhere => Role::Pods,
                    },
                    definitions,
                });
            }
        }
    }
    binder.place_namespaces(roots);
    mentions.sort_by_key(|mention| mention.span);
    let mut uses = vec![Vec::new(); binder.definitions.len()];
    for (at, mention) in mentions.iter().enumerate() {
        for definition in mention.definitions.iter() {
            if let Some(uses) = uses.get_mut(definition.0 as usize) {
                uses.push(at);
            }
        }
    }
    Index {
        definitions: binder.definitions,
        mentions,
        uses,
    }
}

impl Index {
    /// The name that stands at a place, or ends there.
    pub fn at(&self, file: FileId, offset: u32) -> Option<&Mention> {
        let begun = |one: &Mention| (one.span.file, one.span.start) <= (file, offset);
        let behind = self.mentions.partition_point(begun);
        let last = self.mentions.get(behind.checked_sub(1)?)?;
        (last.span.file == file && offset <= last.span.end).then_some(last)
    }

    /// All names, in the order of files and places.
    pub fn mentions(&self) -> &[Mention] {
        &self.mentions
    }

    /// All that names stand for.
    pub fn definitions(&self) -> impl Iterator<Item = &Definition> {
        self.definitions.iter()
    }

    /// A definition.
    pub fn definition(&self, id: DefinitionId) -> Option<&Definition> {
        self.definitions.get(id.0 as usize)
    }

    /// The names that stand for a definition, its declarations among them, in the order of files and places.
    pub fn uses_of(&self, id: DefinitionId) -> impl Iterator<Item = &Mention> {
        let uses = self.uses.get(id.0 as usize).into_iter().flatten();
        uses.filter_map(|at| self.mentions.get(*at))
    }
}
