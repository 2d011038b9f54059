//! Holds what was written against what was said.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, codes};
use crate::driver::tested::{Tested, test};
use crate::driver::unit::Unit;
use crate::eval::symbolic::Network;
use crate::model::{Intent, Model, Namespace, Rule, StatementId, words};
use crate::parallel;
use crate::sets::{Gates, TooComplex};
use crate::source::{FileId, Span};
use crate::verify::{self, Difference, Undecided, Written, broken_promises, prove};
use crate::why::{self, Answer, Place, Spelling};

/// Objects that mean something else than their file: a bug of the compiler.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The file.
    pub file: FileId,
    /// A connection that they decide differently.
    pub difference: Difference,
}

/// One file to hold against its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lowered<'a> {
    /// What it means.
    pub(super) model: &'a Model,
    /// Whether another file uses it.
    pub(super) is_used: bool,
    /// What it became.
    pub(super) unit: &'a Unit,
}

/// What is wanted beyond the proof.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'a> {
    /// Whether the expectations of the files hold.
    pub(super) expectations: bool,
    /// What becomes of the connections that this model expects to be allowed.
    pub(super) question: Option<&'a Model>,
}

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Verified {
    /// Files whose objects mean something else.
    pub(super) faults: Vec<Fault>,
    /// What there is to say of their promises.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The expectations, in the order of files and places.
    pub(super) tested: Vec<Tested>,
    /// The answer to the question.
    pub(super) answer: Option<Result<Answer, TooComplex>>,
}

/// Proves the objects of each file, then asks all of them together for the promises, and for what else
/// there is to ask.
pub(super) fn verify(files: &[Lowered<'_>], wanted: Wanted<'_>) -> Verified {
    let proofs = parallel::map_each(files, |file| {
        let objects = file.unit.policies.iter().map(|policy| &policy.object);
        prove(file.model, objects)
    });
    let mut verified = Verified::default();
    for (file, proof) in files.iter().zip(&proofs) {
        let file = file.unit.file;
        match &proof.difference {
            Ok(None) => {}
            Ok(Some(difference)) => verified.faults.push(Fault {
                file,
                difference: difference.clone(),
            }),
            Err(undecided) => verified.diagnostics.push(too_complex(file, undecided)),
        }
    }
    let promising = files.iter().any(|file| !file.model.promises.is_empty());
    let expecting = files.iter().any(|file| !file.model.expectations.is_empty());
    let asking = (wanted.expectations && expecting) || wanted.question.is_some();
    if !verified.faults.is_empty() || !(promising || asking) {
        return verified;
    }
    let written = files.iter().zip(&proofs).map(|(file, proof)| Written {
        file: file.unit.file,
        is_used: file.is_used,
        model: file.model,
        gates: &proof.written,
    });
    let written: Vec<Written<'_>> = written.collect();
    let objects = verify::network(&written);
    verified
        .diagnostics
        .extend(broken_promises(&written, &objects));
    if asking {
        let said = parallel::map_each(files, |file| Intent::of(file.model).gates());
        let lines = lines(files, &said);
        let names = namespaces(files);
        let models: Vec<&Model> = files.iter().map(|file| file.model).collect();
        let answer = |rule: &Rule, model: &Model, all| {
            why::answer(&why::asked(rule, model, all, &names), &objects, &lines, all)
        };
        if wanted.expectations {
            verified.tested = test(&models, answer, |model| spelling(model, &models));
        }
        verified.answer = wanted.question.map(|model| {
            let rules = model.expectations.iter();
            let flows = rules.flat_map(|one| why::asked(&one.flows, model, true, &names));
            why::answer(&flows.collect::<Vec<_>>(), &objects, &lines, true)
        });
    }
    verified
}

/// How a reader of a file calls things: by the names of that file first.
pub(super) fn spelling<'a>(model: &'a Model, models: &'a [&'a Model]) -> Spelling<'a> {
    let home = match model.namespaces.as_slice() {
        [only] => only.key().as_str(),
        _ => Namespace::UNNAMED,
    };
    Spelling { home, models }
}

/// What the lines of all files say.
fn lines<'a>(
    files: &[Lowered<'_>],
    said: &'a [Gates<StatementId>],
) -> Network<'a, StatementId, Place> {
    let mut lines = Network::new();
    for (file, gates) in files.iter().zip(said) {
        let nowhere = Span::new(file.unit.file, 0, 0);
        lines.add(gates, |statement: StatementId| {
            let origin = file.model.statements.get(statement.0 as usize);
            Place::Statement(origin.map_or(nowhere, |origin| origin.span))
        });
    }
    lines
}

/// The namespaces of a run.
fn namespaces(files: &[Lowered<'_>]) -> Vec<Namespace> {
    let owned = files.iter().flat_map(|file| &file.model.namespaces);
    let owned: BTreeSet<&Namespace> = owned.collect();
    owned.into_iter().cloned().collect()
}

fn too_complex(file: FileId, undecided: &Undecided) -> Diagnostic {
    let (namespace, direction) = &undecided.way;
    let direction = words::direction(*direction);
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
