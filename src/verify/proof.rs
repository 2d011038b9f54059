//! Intent equals the meaning of the objects.

use k8s_openapi::api::networking::v1::NetworkPolicy;
use smol_str::SmolStr;

use crate::eval::symbolic::{Cause, meaning};
use crate::model::{Intent, Model, Namespace};
use crate::parallel;
use crate::sets::{Budget, Gates};
use crate::verify::difference::{Difference, Undecided, difference};

/// How much the proof of one file may cost beyond what equal products cost, in steps of the algebra.
const STEPS: u64 = 1 << 22;

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
    let home = SmolStr::new_static(Namespace::UNNAMED);
    let (written, said) = parallel::join(|| meaning(objects, &home), || Intent::of(model).gates());
    let assumed = model.facts.iter().filter_map(|fact| {
        let own = model.namespaces.get(fact.namespace.0 as usize)?;
        Some(((own.key().clone(), fact.direction), &fact.pods))
    });
    let assumed: Vec<_> = assumed.collect();
    let difference = difference(&written, &assumed, &said, &mut Budget::new(STEPS));
    Proof {
        written,
        difference,
    }
}
