//! The place that is completed, and what is known there.

use smol_str::SmolStr;

use crate::driver::Snapshot;
use crate::format::{WordPlace, quoted};
use crate::ide::section::Sections;
use crate::k8s::inventory::Workload;
use crate::resolve::{FileIndex, Program};
use crate::source::{FileId, Span};
use crate::syntax::ast::Statement;
use crate::syntax::is_keyword;
use crate::syntax::slot::{Home, Quotes, Slot, slot};
use crate::workloads::Workloads;

/// A place of a text.
pub(super) struct Place<'a> {
    pub(super) program: &'a Program,
    pub(super) file: FileId,
    pub(super) index: FileIndex,
    pub(super) text: &'a str,
    /// What could be written here.
    pub(super) slot: Slot,
    /// The keys of the namespaces of the section.
    pub(super) namespaces: Vec<SmolStr>,
    /// The real workloads, where manifests are known.
    pub(super) workloads: Option<&'a Workloads>,
}

impl<'a> Place<'a> {
    /// The place at a byte; nothing where nothing could be written.
    pub(super) fn at(snapshot: &'a Snapshot, file: FileId, offset: u32) -> Option<Self> {
        let text = &snapshot.sources.get(file)?.text;
        let slot = slot(text, offset)?;
        let index = snapshot.program.index_of(file)?;
        Some(Self {
            program: &snapshot.program,
            file,
            index,
            text,
            namespaces: Sections::of(&snapshot.program, index)
                .at(slot.start)
                .to_vec(),
            slot,
            workloads: snapshot.program.workloads(index),
        })
    }

    /// What is replaced.
    pub(super) fn span(&self) -> Span {
        Span::new(self.file, self.slot.start, self.slot.end)
    }

    /// Whether it stands in quotes, where no word of the language can be.
    pub(super) fn is_quoted(&self) -> bool {
        self.slot.quotes != Quotes::None
    }

    /// What follows what is replaced.
    pub(super) fn behind(&self) -> &'a str {
        self.text.get(self.slot.end as usize..).unwrap_or("")
    }

    /// A name as it is written here.
    pub(super) fn spelt(&self, name: &str, place: WordPlace) -> String {
        let in_quotes = quoted(name);
        let held = in_quotes.strip_prefix('"').unwrap_or(&in_quotes);
        match self.slot.quotes {
            Quotes::None if place.takes_bare(name) && !self.starts_statement(name) => {
                name.to_owned()
            }
            Quotes::None => in_quotes,
            Quotes::Open => held.to_owned(),
            Quotes::Closed => held.strip_suffix('"').unwrap_or(held).to_owned(),
        }
    }

    /// Whether a name would be taken for the first word of a statement.
    fn starts_statement(&self, name: &str) -> bool {
        let before = self.text.get(..self.slot.start as usize).unwrap_or("");
        let line = before.rsplit('\n').next().unwrap_or("");
        line.trim_start_matches([' ', '\t']).is_empty() && is_keyword(name)
    }

    /// All statements of the run but the one that is written here.
    pub(super) fn other_statements(&self) -> impl Iterator<Item = &'a Statement> {
        let all = self.program.asts().flat_map(|ast| &ast.statements);
        let (file, start, end) = (self.file, self.slot.start, self.slot.end);
        all.filter(move |one| {
            let span = one.span;
            span.file != file || span.end < start || end < span.start
        })
    }

    /// The real workloads of these namespaces.
    pub(super) fn workloads_of(&self, home: &Home) -> Vec<&'a Workload> {
        let Some(workloads) = self.workloads else {
            return Vec::new();
        };
        match home {
            Home::Own => {
                let own = self.namespaces.iter();
                own.flat_map(|one| workloads.of_namespace(one)).collect()
            }
            Home::Named(name) => workloads.of_namespace(name).iter().collect(),
            Home::Several => workloads.inventory().workloads.iter().collect(),
        }
    }
}
