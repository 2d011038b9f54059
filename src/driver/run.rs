//! One run of the compiler.

use std::collections::HashSet;

use smol_str::SmolStr;

use crate::check::{self, Silences};
use crate::diagnostics::{Diagnostic, has_errors};
use crate::driver::analyzed::{Analyzed, lowered, owners, sound};
use crate::driver::besides::Besides;
use crate::driver::finding::finding;
use crate::driver::input::{Input, Inputs, Loader};
use crate::driver::load::load;
use crate::driver::opening::Opening;
use crate::driver::posed::Posed;
use crate::driver::question::{Question, doubtful, only_namespace};
use crate::driver::same_object;
use crate::driver::session::{Proofs, Session};
use crate::driver::tested::Tested;
use crate::driver::unit::{Unit, units};
use crate::driver::verified::{self, Asking, Fault, Verified, verify, verify_again};
use crate::model::Namespace;
use crate::parallel;
use crate::resolve::{FileIndex, Program};
use crate::sets::TooComplex;
use crate::source::{FileId, Sources};
use crate::why::Finding;

/// What the command line adds to the text.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The namespace of files that declare none. A DNS label (V9).
    pub namespace: Option<String>,
    /// Files that every input uses, as if it said so in its first lines.
    pub uses: Vec<Input>,
    /// Labels for every object, valid by V30 and V31.
    pub labels: Vec<(String, String)>,
    /// Annotations for every object, valid by V12.
    pub annotations: Vec<(String, String)>,
    /// Whether to find out if the expectations of the files hold; one that does not is an error.
    pub expectations: bool,
    /// Connections to ask about, as they would stand behind `expect allow`.
    pub question: Option<String>,
}

/// What a run found out.
#[derive(Debug)]
pub struct Run {
    /// All texts that were read, used ones included.
    pub sources: Sources,
    /// One for each input, in the order given.
    pub units: Vec<Unit>,
    /// Everything there is to say, in the order of files and places, each once.
    pub diagnostics: Vec<Diagnostic>,
    /// Where the compiler went wrong; what there is then must not be used.
    pub faults: Vec<Fault>,
    /// Every `expect`, in the order of files and places, where [`Options`] ask for that.
    pub tested: Vec<Tested>,
    /// What came of the question, where there is one and no error.
    pub asked: Option<Asked>,
}

/// A question, with its answer.
#[derive(Debug)]
pub struct Asked {
    /// The text of the question.
    pub file: FileId,
    /// The namespaces that the inputs speak of, if it has names that may be of any of them.
    pub may_be_of: Vec<SmolStr>,
    /// What becomes of its connections.
    pub answer: Result<Finding, TooComplex>,
}

impl Run {
    /// A run that came to nothing.
    pub(super) fn of_errors(sources: Sources, diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            sources,
            units: Vec::new(),
            diagnostics,
            faults: Vec::new(),
            tested: Vec::new(),
            asked: None,
        }
    }

    /// Whether any diagnostic is an error.
    pub fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }
}

/// Compiles all inputs. What is wrong with them is in the diagnostics.
pub fn run(inputs: impl Into<Inputs>, loader: &dyn Loader, options: &Options) -> Run {
    let mut session = Session::default();
    let (program, understood) = understand(inputs.into(), loader, options, &mut session);
    let judged = understood.judge(&program);
    // The statements are as large as the objects: what is written next takes their memory.
    drop((program, session));
    let written = understood.write(options, &judged, None);
    let finished = understood.finish(judged, written);
    Run {
        sources: finished.sources,
        units: finished.units,
        diagnostics: finished.diagnostics,
        faults: finished.faults,
        tested: finished.tested,
        asked: finished.asked,
    }
}

/// A run whose texts have been understood, each by itself.
pub(super) struct Understood {
    sources: Sources,
    files: Vec<Analyzed>,
    diagnostics: Vec<Diagnostic>,
    silences: Silences,
    posed: Option<Posed>,
    /// Whether the command line says the namespace of files that declare none, or there is only one.
    is_home_known: bool,
}

/// What files became, held against them.
pub(super) struct Written {
    units: Vec<Unit>,
    /// Objects that are written twice.
    same: Vec<Diagnostic>,
    besides: Besides,
    verified: Verified,
    /// What the next run need not do again.
    pub(super) proofs: Proofs,
}

/// A run that is over.
pub(super) struct Finished {
    pub(super) sources: Sources,
    pub(super) files: Vec<Analyzed>,
    pub(super) units: Vec<Unit>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) faults: Vec<Fault>,
    pub(super) tested: Vec<Tested>,
    pub(super) asked: Option<Asked>,
    /// Whether nothing is wrong with any file by itself.
    pub(super) is_understood: bool,
}

/// Understands all inputs, each by itself.
pub(super) fn understand(
    inputs: Inputs,
    loader: &dyn Loader,
    options: &Options,
    session: &mut Session,
) -> (Program, Understood) {
    let mut loaded = load(inputs, &options.uses, loader, session);
    let question = options.question.as_ref();
    let question = question.map(|text| Question::add(&mut loaded, text));
    let home = match &options.namespace {
        Some(name) => Some(Namespace::named(SmolStr::new(name))),
        None if question.is_some() => only_namespace(&loaded),
        None => None,
    };
    let is_home_known = home.is_some();
    let home = home.unwrap_or_else(Namespace::unnamed);
    let mut sources = loaded.sources;
    let mut diagnostics = loaded.diagnostics;
    let (mut program, wrong) = loaded.linker.finish(&mut sources, home);
    diagnostics.extend(wrong);
    let inputs = loaded.inputs.iter().map(|(_, index, _)| *index);
    let roots = question.iter().map(|question| question.index);
    let roots: Vec<FileIndex> = inputs.chain(roots).collect();
    let given = options.namespace.as_deref();
    let made = &mut session.inventories;
    let inventories = &loaded.inventories;
    diagnostics.extend(inventories.give(&mut program, &roots, given, made, &sources));
    let mut files = parallel::map_each(&loaded.inputs, |input| Analyzed::of(&program, input));
    let posed = question.map(|question| {
        let (posed, wrong) = Posed::of(question, &program, &sources);
        diagnostics.extend(wrong);
        posed
    });
    for file in &mut files {
        diagnostics.append(&mut file.resolved.diagnostics);
    }
    let inputs = files.iter().map(|one| one.file).collect();
    let silences = Silences::of(&sources, program.asts(), &inputs);
    let understood = Understood {
        sources,
        files,
        diagnostics,
        silences,
        posed,
        is_home_known,
    };
    (program, understood)
}

impl Understood {
    /// What is wrong with the files as a whole; nothing further is said where one of them has errors.
    pub(super) fn judge(&self, program: &Program) -> Vec<Diagnostic> {
        if has_errors(&self.diagnostics) {
            return Vec::new();
        }
        judge(program, &self.files)
    }

    /// The texts that objects are made of.
    pub(super) fn inputs(&self) -> HashSet<FileId> {
        self.files.iter().map(|one| one.file).collect()
    }

    /// Writes the objects, and holds them against the texts, unless something is wrong with these: with each by
    /// itself, or with all as they were `judged`. Where there is to be another run, `earlier` is what the last ones
    /// have found out.
    pub(super) fn write(
        &self,
        options: &Options,
        judged: &[Diagnostic],
        earlier: Option<&Proofs>,
    ) -> Written {
        let files = self.files.as_slice();
        let (units, objects) = units(files, options, earlier);
        let mut proofs = Proofs {
            objects,
            ..Proofs::default()
        };
        let is_wrong = has_errors(&self.diagnostics) || has_errors(judged);
        let same = self.same(&units, judged);
        let posed = self.posed.as_ref();
        let besides = posed.and_then(|posed| posed.besides(&units));
        let besides = besides.unwrap_or_default();
        let mut verified = Verified::default();
        if !is_wrong && !has_errors(&same) {
            let wanted = verified::Wanted {
                expectations: options.expectations,
                question: posed.map(|posed| Asking {
                    model: &posed.resolved.model,
                    rules: posed.rules(),
                    world: posed.world(files),
                    besides: &besides,
                }),
            };
            let lowered = lowered(files, &units);
            verified = match earlier.filter(|_| !wanted.asks_more(&lowered)) {
                None => verify(&lowered, wanted),
                Some(earlier) => {
                    let (verified, proven) = verify_again(&lowered, &earlier.proven);
                    proofs.proven = proven;
                    verified
                }
            };
            debug_assert!(verified.faults.is_empty(), "{:?}", verified.faults);
        }
        Written {
            units,
            same,
            besides,
            verified,
            proofs,
        }
    }

    /// The objects that are written twice.
    fn same(&self, units: &[Unit], judged: &[Diagnostic]) -> Vec<Diagnostic> {
        let openings: Vec<&Opening> = self.files.iter().map(|one| &one.opening).collect();
        let wrong = self.diagnostics.iter().chain(judged);
        same_object::check(units, &openings, wrong, &self.sources)
    }

    /// What was written before all was `judged`, where something is wrong.
    pub(super) fn retract(&self, written: Written, judged: &[Diagnostic]) -> Written {
        Written {
            same: self.same(&written.units, judged),
            verified: Verified::default(),
            ..written
        }
    }

    /// Puts together what was found out.
    pub(super) fn finish(self, judged: Vec<Diagnostic>, written: Written) -> Finished {
        let Written {
            units,
            same,
            besides,
            mut verified,
            ..
        } = written;
        let (sources, files) = (self.sources, self.files);
        let mut diagnostics = self.diagnostics;
        let is_understood = !has_errors(&diagnostics);
        diagnostics.extend(judged);
        diagnostics.extend(same);
        diagnostics.append(&mut verified.diagnostics);
        diagnostics.extend(verified.tested.iter().filter_map(Tested::failure));
        self.silences.apply(&mut diagnostics);
        diagnostics.sort();
        diagnostics.dedup();
        let asked = self.posed.zip(verified.answer);
        let asked = asked.map(|(posed, answer)| Asked {
            file: posed.question.file,
            may_be_of: if self.is_home_known {
                Vec::new()
            } else {
                doubtful(&posed.resolved.model, namespaces(&files))
            },
            answer: answer.map(|answer| {
                let owners = owners(&files);
                finding(&answer, posed.asker(&sources), &owners, &besides, &sources)
            }),
        });
        Finished {
            sources,
            files,
            units,
            diagnostics,
            faults: verified.faults,
            tested: verified.tested,
            asked,
            is_understood,
        }
    }
}

/// What is wrong with the inputs as a whole.
fn judge(program: &Program, files: &[Analyzed]) -> Vec<Diagnostic> {
    let judged = sound(files).filter_map(|file| {
        Some(check::Judged {
            ast: program.ast(file.index)?,
            model: &file.resolved.model,
            isolated: &file.isolated,
            mentioned: &file.resolved.mentioned,
            peers: &file.resolved.peers,
            targets: &file.resolved.targets,
            workloads: file.workloads.as_deref(),
            is_used: file.is_used,
        })
    });
    check::judge(&judged.collect::<Vec<_>>())
}

/// The namespaces that the inputs own, by name.
fn namespaces(files: &[Analyzed]) -> impl Iterator<Item = SmolStr> {
    let owned = sound(files).flat_map(|file| &file.resolved.model.namespaces);
    owned.filter_map(|own| own.name().map(SmolStr::new))
}
