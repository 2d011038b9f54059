//! Intent equals the meaning of the objects.

use k8s_openapi::api::networking::v1::NetworkPolicy;
use smol_str::SmolStr;

use crate::eval::symbolic::{Cause, meaning};
use crate::model::{Intent, Model, Namespace};
use crate::parallel;
use crate::sets::{Budget, Gates, Selector, Way};
use crate::verify::difference::{Difference, Undecided, difference};

/// How much the proof of one file may cost beyond what equal products cost, in steps of the algebra.
pub(super) const STEPS: u64 = 1 << 22;

/// What came of comparing the objects of a file with its text.
#[derive(Debug)]
pub struct Proof {
    /// What the objects say.
    pub written: Gates<Cause>,
    /// Where that is something else than what the text says; `None` where it is the same.
    pub difference: Result<Option<Difference>, Undecided>,
}

/// Compares the objects of a file with its text.
///
/// The facts that the file knows are assumed to be enforced: for each there is a policy that isolates
/// those pods and allows nothing, written by the file that says so.
pub fn prove<'a>(
    model: &Model,
    objects: impl IntoIterator<Item = &'a NetworkPolicy> + Send,
) -> Proof {
    let (written, said) = parallel::join(
        || meaning(objects, &unnamed()),
        || Intent::of(model).gates(),
    );
    let budget = &mut Budget::new(STEPS);
    let difference = difference(&written, &assumed(model), &said, |_| true, budget);
    Proof {
        written,
        difference,
    }
}

/// The namespace of objects that name none.
pub(super) fn unnamed() -> SmolStr {
    SmolStr::new_static(Namespace::UNNAMED)
}

/// The facts that a file knows: pods that something else isolates.
pub(super) fn assumed(model: &Model) -> Vec<(Way, Selector)> {
    let assumed = model.facts.iter().filter_map(|fact| {
        let own = model.namespaces.get(fact.namespace.0 as usize)?;
        Some(((own.key().clone(), fact.direction), fact.pods.clone()))
    });
    assumed.collect()
}
