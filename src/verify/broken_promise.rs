//! `broken-promise`: objects let through what a `deny` promises to keep out.

use crate::diagnostics::{Diagnostic, codes};
use crate::eval::symbolic::{Cause, Network};
use crate::model::{Model, Rule, words};
use crate::sets::{
    Budget, Direction, End, Flow, FlowPoint, FlowSet, Pods, Selector, TooComplex, Values,
};
use crate::source::Origin;
use crate::verify::whole::{By, Written};

/// How much one promise may cost beyond looking at what there is, in steps of the algebra.
const STEPS: u64 = 1 << 18;

/// How often a promise may look at all that is let through.
const LOOKS: u64 = 4;

/// The promises that the objects of a run do not keep.
///
/// A file's own is kept where no connection of it passes; one that came by `use` where none passes that
/// has an end in a namespace of the file.
pub fn broken_promises(run: &[Written<'_>], network: &Network<'_, Cause, By>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for written in run {
        for rule in &written.model.promises {
            let Some(origin) = written.model.statements.get(rule.statement.0 as usize) else {
                continue;
            };
            let used = origin.span.file != written.file;
            // A file of promises alone is there for those that use it.
            if !used && written.is_used && written.model.has_promises_alone() {
                continue;
            }
            match broken(written.model, rule, used, network) {
                Ok(None) => {}
                Ok(Some(witness)) => found.push(report(origin, &witness)),
                Err(TooComplex) => found.push(too_complex(origin)),
            }
        }
    }
    found
}

/// A connection of a promise that passes.
fn broken(
    model: &Model,
    rule: &Rule,
    used: bool,
    network: &Network<'_, Cause, By>,
) -> Result<Option<FlowPoint>, TooComplex> {
    let mut budget = Budget::new(STEPS + LOOKS * network.size());
    let flows = rule.flows(model).into_iter();
    let flows: Vec<Flow> = if used {
        flows.flat_map(|flow| own_part(model, &flow)).collect()
    } else {
        flows.collect()
    };
    for flow in flows {
        let through = network.through(&flow, &mut budget)?;
        let through = through.into_iter().filter(Flow::is_possible);
        if let Some(witness) = FlowSet::from_flows(through).witness() {
            return Ok(Some(witness));
        }
    }
    Ok(None)
}

/// The connections with an end in a namespace of the file.
fn own_part(model: &Model, flow: &Flow) -> Vec<Flow> {
    let names = model.namespaces.iter().map(|own| own.key().clone());
    let own = Selector::namespaces(Values::one_of(names));
    let own = End::Pods(Pods::new(own, Selector::everything()));
    let parts = Direction::BOTH.into_iter().filter_map(|direction| {
        let own = direction.own_end(flow).and(&own)?;
        Some(direction.flow(own, direction.other_end(flow).clone(), flow.ports().clone()))
    });
    parts.collect()
}

fn report(origin: &Origin, witness: &FlowPoint) -> Diagnostic {
    let message = format!(
        "the objects let through what this promises to keep out: {}",
        words::connection(witness)
    );
    Diagnostic::new(&codes::BROKEN_PROMISE, origin.span, message)
}

fn too_complex(origin: &Origin) -> Diagnostic {
    let message = "whether the objects keep this promise takes too long to find out";
    Diagnostic::new(&codes::TOO_COMPLEX, origin.span, message)
        .help("split it, or choose the pods by fewer labels")
}
