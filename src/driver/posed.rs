//! A question, understood beside the texts that it is about.

use std::sync::Arc;

use crate::diagnostics::Diagnostic;
use crate::driver::analyzed::{Analyzed, world};
use crate::driver::besides::Besides;
use crate::driver::finding::Asker;
use crate::driver::question::Question;
use crate::driver::unit::Unit;
use crate::model::Rule;
use crate::resolve::{Program, Resolved, resolve};
use crate::source::Sources;
use crate::why::World;
use crate::workloads::Workloads;

/// A question, with what it means.
pub(super) struct Posed {
    /// Its text, and its place in the program.
    pub(super) question: Question,
    /// What it means.
    pub(super) resolved: Resolved,
    /// The workloads that it may name.
    workloads: Option<Arc<Workloads>>,
}

impl Posed {
    /// The question, and what is wrong with it.
    pub(super) fn of(
        question: Question,
        program: &Program,
        sources: &Sources,
    ) -> (Self, Vec<Diagnostic>) {
        let mut resolved = resolve(program, question.index);
        let wrong = std::mem::take(&mut resolved.diagnostics);
        let posed = Self {
            question,
            resolved,
            workloads: program.shared_workloads(question.index),
        };
        (posed, question.own(wrong, sources))
    }

    /// The connections.
    pub(super) fn rules(&self) -> Vec<&Rule> {
        let expected = self.resolved.model.expectations.iter();
        expected.map(|one| &one.flows).collect()
    }

    /// The policies among the manifests, beside those that the units hold.
    pub(super) fn besides(&self, units: &[Unit]) -> Option<Besides> {
        let workloads = self.workloads.as_ref()?;
        Some(Besides::of(workloads.inventory(), units))
    }

    /// What is known of the pods that it may be about: what is in the namespaces of files that know
    /// manifests is in these.
    pub(super) fn world(&self, files: &[Analyzed]) -> Option<World<'_>> {
        world(files, &self.resolved, self.workloads.as_deref()?)
    }

    /// Whoever asks it: their words, and what they know.
    pub(super) fn asker<'a>(&'a self, sources: &'a Sources) -> Asker<'a> {
        let source = sources.get(self.question.file);
        Asker {
            words: source.map_or("", |source| &source.text),
            model: &self.resolved.model,
            workloads: self.workloads.as_deref(),
        }
    }
}
