//! What becomes of the connections that a statement speaks of.

use crate::driver::analyzed::{lowered, owners, world};
use crate::driver::besides::Besides;
use crate::driver::finding::{Asker, finding};
use crate::driver::snapshot::Snapshot;
use crate::driver::verified::{Asking, Wanted, verify};
use crate::model::{Model, Rule};
use crate::sets::TooComplex;
use crate::source::{FileId, Span};
use crate::why::Finding;

impl Snapshot {
    /// Why the connections of the rule at `statement` pass, or do not: as `netpolc why` says it, which `words` would
    /// be asked.
    ///
    /// Nothing where there is no rule, or where something is wrong with a file by itself.
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
        let workloads = asker.workloads.as_deref();
        let besides = workloads.map(|known| Besides::of(known.inventory(), &self.units));
        let besides = besides.unwrap_or_default();
        let asking = Asking {
            model,
            rules,
            world: workloads.and_then(|known| world(&self.files, &asker.resolved, known)),
            besides: &besides,
        };
        let wanted = Wanted {
            expectations: false,
            question: Some(asking),
        };
        let answer = verify(&lowered(&self.files, &self.units), wanted).answer?;
        Some(answer.map(|answer| {
            let asker = Asker {
                words,
                model,
                workloads,
            };
            let owners = owners(&self.files);
            finding(&answer, asker, &owners, &besides, &self.sources)
        }))
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
