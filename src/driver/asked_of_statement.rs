//! What becomes of the connections that a statement speaks of.

use crate::driver::besides::Besides;
use crate::driver::finding::{Asker, finding};
use crate::driver::snapshot::{Analyzed, Snapshot};
use crate::driver::verified::{Asking, Lowered, Wanted, verify};
use crate::model::{Model, Rule};
use crate::sets::TooComplex;
use crate::source::{FileId, Span};
use crate::why::{Finding, Owner, World};

impl Snapshot {
    /// Why the connections of the rule at `statement` pass, or do not: as `netpolc why` says it, which `words` would
    /// be asked. Nothing where there is no rule, or where something is
    /// wrong with a file by itself.
    pub fn why(
        &self,
        file: FileId,
        statement: Span,
        words: &str,
    ) -> Option<Result<Finding, TooComplex>> {
        if !self.is_understood || !self.faults.is_empty() {
            return None;
        }
        let asker = self.analyzed(file)?;
        let model = &asker.resolved.model;
        let rules = rules(model, statement);
        if rules.is_empty() {
            return None;
        }
        let units = self.files.iter().map(|one| &one.unit);
        let workloads = asker.workloads.as_deref();
        let besides = workloads.map(|known| Besides::of(known.inventory(), units));
        let besides = besides.unwrap_or_default();
        let asking = Asking {
            model,
            rules,
            world: self.world(asker),
            besides: &besides,
        };
        let wanted = Wanted {
            expectations: false,
            question: Some(asking),
        };
        let answer = verify(&self.lowered(), wanted).answer?;
        Some(answer.map(|answer| {
            let asker = Asker {
                words,
                model,
                workloads,
            };
            finding(&answer, asker, &self.owners(), &besides, &self.sources)
        }))
    }

    /// What is known of the pods that a question of a file may be about.
    fn world<'a>(&'a self, asker: &'a Analyzed) -> Option<World<'a>> {
        let knowing = self.files.iter().filter(|one| one.workloads.is_some());
        let own = knowing.flat_map(|one| &one.resolved.model.namespaces);
        let own = own.map(|own| own.key().clone());
        let declared = asker.resolved.declared.iter().cloned();
        World::of(asker.workloads.as_deref()?, own, declared)
    }

    fn lowered(&self) -> Vec<Lowered<'_>> {
        let lowered = self.files.iter().map(|one| Lowered {
            model: &one.resolved.model,
            is_used: self.program.is_used(one.index),
            unit: &one.unit,
            workloads: one.workloads.as_deref(),
            declared: &one.resolved.declared,
        });
        lowered.collect()
    }

    fn owners(&self) -> Vec<Owner<'_>> {
        let owners = self.files.iter().map(|one| Owner {
            file: one.file,
            model: &one.resolved.model,
            is_used: self.program.is_used(one.index),
            workloads: one.workloads.as_deref(),
        });
        owners.collect()
    }
}

/// The rules that a statement of a file says: one for each namespace of its section.
fn rules(model: &Model, statement: Span) -> Vec<&Rule> {
    let expected = model.expectations.iter().map(|one| &one.flows);
    let all = model.allows.iter().chain(&model.promises).chain(expected);
    let said = all.filter(|rule| {
        let origin = model.statements.get(rule.statement.0 as usize);
        origin.is_some_and(|origin| origin.span == statement)
    });
    said.collect()
}
