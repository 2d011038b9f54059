//! Holds what was written against what was said.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, codes};
use crate::driver::besides::Besides;
use crate::driver::tested::{Tested, Tester, test};
use crate::driver::unit::Unit;
use crate::eval::symbolic::Network;
use crate::model::{Intent, Model, Namespace, Rule, StatementId, words};
use crate::parallel;
use crate::sets::{Flow, Gates, Pods, TooComplex};
use crate::source::{FileId, Span};
use crate::verify::{
    self, By, Difference, Proved, Proven, Undecided, Written, broken_promises, prove, prove_again,
};
use crate::why::{self, Answer, Place, Question, Said, Spelling, World};
use crate::workloads::Workloads;

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
    /// The workloads that it knows.
    pub(super) workloads: Option<&'a Workloads>,
    /// The pods of the workloads that it declares, or that those do that it uses.
    pub(super) declared: &'a [Pods],
}

impl<'a> Lowered<'a> {
    /// What it knows of the pods that there are.
    fn world(&self) -> Option<World<'a>> {
        let own = self.model.namespaces.iter().map(|own| own.key().clone());
        World::of(self.workloads?, own, self.declared.iter().cloned())
    }
}

/// What is wanted beyond the proof.
#[derive(Clone, Debug)]
pub(super) struct Wanted<'a> {
    /// Whether the expectations of the files hold.
    pub(super) expectations: bool,
    /// A question.
    pub(super) question: Option<Asking<'a>>,
}

impl Wanted<'_> {
    /// Whether the objects of these files are asked for more than that they say what the files do.
    pub(super) fn asks_more(&self, files: &[Lowered<'_>]) -> bool {
        self.is_asking(files) || files.iter().any(|file| !file.model.promises.is_empty())
    }

    fn is_asking(&self, files: &[Lowered<'_>]) -> bool {
        let expecting = files.iter().any(|file| !file.model.expectations.is_empty());
        (self.expectations && expecting) || self.question.is_some()
    }
}

/// What becomes of some connections?
#[derive(Clone, Debug)]
pub(super) struct Asking<'a> {
    /// What they mean.
    pub(super) model: &'a Model,
    /// The connections.
    pub(super) rules: Vec<&'a Rule>,
    /// What is known of the pods that there are.
    pub(super) world: Option<World<'a>>,
    /// What policies say that are there, beside those of the run.
    pub(super) besides: &'a Besides,
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

impl Verified {
    /// Notes what came of the proof of a file.
    fn note(&mut self, file: FileId, difference: Result<Option<Difference>, Undecided>) {
        match difference {
            Ok(None) => {}
            Ok(Some(difference)) => self.faults.push(Fault { file, difference }),
            Err(undecided) => self.diagnostics.push(too_complex(file, &undecided)),
        }
    }
}

/// Proves the objects of each file, where something is another than in an `earlier` proof. With the proofs, for the
/// next time. Nothing is asked of the objects.
pub(super) fn verify_again(
    files: &[Lowered<'_>],
    earlier: &HashMap<FileId, Proven>,
) -> (Verified, HashMap<FileId, Proven>) {
    let proved = parallel::map_each(files, |file| {
        let objects = file.unit.policies.iter();
        let objects = objects.map(|policy| Arc::clone(&policy.object));
        prove_again(file.model, objects, earlier.get(&file.unit.file))
    });
    let mut verified = Verified::default();
    let mut proven = HashMap::new();
    for (file, proved) in files.iter().zip(proved) {
        let file = file.unit.file;
        match proved {
            Proved::Same(new) => drop(proven.insert(file, *new)),
            Proved::Different(difference) => verified.note(file, Ok(Some(difference))),
            Proved::Undecided(undecided) => verified.note(file, Err(undecided)),
        }
    }
    (verified, proven)
}

/// Proves the objects of each file, then asks all of them together for the promises, and for what else
/// there is to ask.
pub(super) fn verify(files: &[Lowered<'_>], wanted: Wanted<'_>) -> Verified {
    let proofs = parallel::map_each(files, |file| {
        let objects = file.unit.policies.iter().map(|policy| &*policy.object);
        prove(file.model, objects)
    });
    let mut verified = Verified::default();
    for (file, proof) in files.iter().zip(&proofs) {
        verified.note(file.unit.file, proof.difference.clone());
    }
    if !verified.faults.is_empty() || !wanted.asks_more(files) {
        return verified;
    }
    let asking = wanted.is_asking(files);
    let written = files.iter().zip(&proofs).map(|(file, proof)| Written {
        file: file.unit.file,
        is_used: file.is_used,
        model: file.model,
        gates: &proof.written,
    });
    let written: Vec<Written<'_>> = written.collect();
    let mut objects = verify::network(&written);
    verified
        .diagnostics
        .extend(broken_promises(&written, &objects));
    if asking {
        let said = parallel::map_each(files, lines);
        let place = |place: Place| place;
        let mut lines = Network::new();
        for said in &said {
            lines.add(said, place);
        }
        let mut known = Said::default();
        let has_manifests = files.iter().any(|file| file.workloads.is_some());
        if has_manifests {
            for proof in &proofs {
                known.add(&proof.written);
            }
            for said in &said {
                known.add(said);
            }
            for model in files.iter().map(|file| file.model) {
                let promised = model.promises.iter().flat_map(|one| one.flows(model));
                promised.for_each(|flow| known.add_flow(&flow));
            }
        }
        let names = namespaces(files);
        if wanted.expectations {
            let testers = files.iter().map(|file| Tester {
                model: file.model,
                world: file.world(),
                workloads: file.workloads,
            });
            let testers: Vec<Tester<'_>> = testers.collect();
            let answer = |rule: &Rule, tester: &Tester<'_>, all| {
                let flows = why::asked(rule, tester.model, all, &names);
                let question = Question::of(&flows, tester.world.as_ref(), &known)?;
                why::answer(&question, &objects, &lines, all)
            };
            verified.tested = test(&testers, answer);
        }
        if let Some(asking) = wanted.question {
            let besides = asking.besides;
            objects.add(&besides.gates, By::Besides);
            lines.add(&besides.lines, place);
            known.add(&besides.gates);
            let rules = asking.rules.into_iter();
            let flows = rules.flat_map(|one| why::asked(one, asking.model, true, &names));
            let flows: Vec<Flow> = flows.collect();
            let question = Question::of(&flows, asking.world.as_ref(), &known);
            let answer = question.and_then(|one| why::answer(&one, &objects, &lines, true));
            verified.answer = Some(answer);
        }
    }
    verified
}

/// How a reader of a file calls things: by the names of that file first.
pub(super) fn spelling<'a>(
    model: &'a Model,
    models: &'a [&'a Model],
    workloads: Option<&'a Workloads>,
) -> Spelling<'a> {
    let home = match model.namespaces.as_slice() {
        [only] => only.key().as_str(),
        _ => Namespace::UNNAMED,
    };
    Spelling {
        home,
        models,
        workloads,
    }
}

/// What the lines of a file say.
fn lines(file: &Lowered<'_>) -> Gates<Place> {
    let nowhere = Span::new(file.unit.file, 0, 0);
    let gates = Intent::of(file.model).gates();
    gates.caused(|statement: StatementId| {
        let origin = file.model.statements.get(statement.0 as usize);
        Place::Statement(origin.map_or(nowhere, |origin| origin.span))
    })
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
