//! Holds what was written against what was said.

use crate::diagnostics::{Diagnostic, codes};
use crate::driver::unit::Unit;
use crate::model::{Model, Namespace};
use crate::parallel;
use crate::sets::Direction;
use crate::source::{FileId, Span};
use crate::verify::{self, Difference, Undecided, Written, broken_promises, prove};

/// Objects that mean something else than their file: a bug of the compiler.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The file.
    pub file: FileId,
    /// A connection that they decide differently.
    pub difference: Difference,
}

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Verified {
    /// Files whose objects mean something else.
    pub(super) faults: Vec<Fault>,
    /// What there is to say of their promises.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Proves the objects of each file, then asks all of them together for the promises. Each comes with its
/// model, and whether another file uses it.
pub(super) fn verify(files: &[(&Model, bool, &Unit)]) -> Verified {
    let proofs = parallel::map_each(files, |(model, _, unit)| {
        prove(model, unit.policies.iter().map(|policy| &policy.object))
    });
    let mut verified = Verified::default();
    for ((.., unit), proof) in files.iter().zip(&proofs) {
        let file = unit.file;
        match &proof.difference {
            Ok(None) => {}
            Ok(Some(difference)) => verified.faults.push(Fault {
                file,
                difference: difference.clone(),
            }),
            Err(undecided) => verified.diagnostics.push(too_complex(file, undecided)),
        }
    }
    let promising = files.iter().any(|(model, ..)| !model.promises.is_empty());
    if promising && verified.faults.is_empty() {
        let written = files
            .iter()
            .zip(&proofs)
            .map(|((model, is_used, unit), proof)| Written {
                file: unit.file,
                is_used: *is_used,
                model,
                gates: &proof.written,
            });
        let written: Vec<Written<'_>> = written.collect();
        let network = verify::network(&written);
        verified
            .diagnostics
            .extend(broken_promises(&written, &network));
    }
    verified
}

fn too_complex(file: FileId, undecided: &Undecided) -> Diagnostic {
    let (namespace, direction) = &undecided.way;
    let direction = match direction {
        Direction::Ingress => "ingress",
        Direction::Egress => "egress",
    };
    let namespace = if namespace == Namespace::UNNAMED {
        "its own namespace".to_owned()
    } else {
        format!("namespace {namespace}")
    };
    let message = format!(
        "whether the objects mean what this file says takes too long to find out, for {direction} of the pods of {namespace}"
    );
    Diagnostic::new(&codes::TOO_COMPLEX, Span::new(file, 0, 0), message)
        .help("choose the pods by fewer labels, or divide them among files")
}
