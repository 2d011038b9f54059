//! One run of the compiler.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::check::{self, Judged, Silences};
use crate::diagnostics::{Diagnostic, Severity};
use crate::driver::besides::Besides;
use crate::driver::finding::{Asker, finding};
use crate::driver::load::{Input, Inputs, Loader, load};
use crate::driver::opening::Opening;
use crate::driver::question::{Question, doubtful, only_namespace};
use crate::driver::same_object;
use crate::driver::tested::Tested;
use crate::driver::unit::Unit;
use crate::driver::verified::{self, Asking, Fault, Verified, verify};
use crate::lower::{Extras, lower};
use crate::model::{Isolated, Namespace};
use crate::parallel;
use crate::resolve::{FileIndex, Program, Resolved, resolve};
use crate::sets::TooComplex;
use crate::source::{FileId, Sources};
use crate::why::{Finding, Owner, World};
use crate::workloads::Workloads;

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

/// An input: its text, its place in the program, its title, and what it means.
type File = (FileId, FileIndex, String, Option<Sound>);

/// A file without an error of its own.
struct Sound {
    resolved: Resolved,
    isolated: Isolated,
    /// The workloads that it knows.
    workloads: Option<Arc<Workloads>>,
}

/// A question, with what it means.
struct Posed {
    question: Question,
    resolved: Resolved,
    /// The workloads that it may name.
    workloads: Option<Arc<Workloads>>,
}

impl Posed {
    /// The question, and what is wrong with it.
    fn of(question: Question, program: &Program, sources: &Sources) -> (Self, Vec<Diagnostic>) {
        let mut resolved = resolve(program, question.index);
        let wrong = std::mem::take(&mut resolved.diagnostics);
        let posed = Self {
            question,
            resolved,
            workloads: program.shared_workloads(question.index),
        };
        (posed, question.own(wrong, sources))
    }

    /// The policies among the manifests, beside those that the units hold.
    fn besides(&self, units: &[Unit]) -> Option<Besides> {
        let workloads = self.workloads.as_ref()?;
        Some(Besides::of(workloads.inventory(), units))
    }

    /// What is known of the pods that it may be about: what is in the namespaces of files that know
    /// manifests is in these.
    fn world(&self, files: &[File]) -> Option<World<'_>> {
        let sound = files.iter().filter_map(|(.., sound)| sound.as_ref());
        let knowing = sound.filter(|sound| sound.workloads.is_some());
        let own = knowing.flat_map(|sound| &sound.resolved.model.namespaces);
        let own = own.map(|own| own.key().clone());
        let declared = self.resolved.declared.iter().cloned();
        World::of(self.workloads.as_deref()?, own, declared)
    }

    fn asker<'a>(&'a self, sources: &'a Sources) -> Asker<'a> {
        let source = sources.get(self.question.file);
        Asker {
            words: source.map_or("", |source| &source.text),
            model: &self.resolved.model,
            workloads: self.workloads.as_deref(),
        }
    }
}

fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    let errors = |one: &Diagnostic| one.code.severity == Severity::Error;
    diagnostics.iter().any(errors)
}

/// Compiles all inputs. What is wrong with them is in the diagnostics.
pub fn run(inputs: impl Into<Inputs>, loader: &dyn Loader, options: &Options) -> Run {
    compile(inputs.into(), loader, options)
}

fn compile(inputs: Inputs, loader: &dyn Loader, options: &Options) -> Run {
    let mut loaded = load(inputs, &options.uses, loader);
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
    let indices: Vec<FileIndex> = loaded.inputs.iter().map(|(_, index, _)| *index).collect();
    let roots = question.iter().map(|question| question.index);
    let roots: Vec<FileIndex> = indices.iter().copied().chain(roots).collect();
    let given = options.namespace.as_deref();
    let inventories = &loaded.inventories;
    diagnostics.extend(inventories.give(&mut program, &roots, given, &sources));
    let read = parallel::map_each(&loaded.inputs, |(_, index, _)| {
        let resolved = resolve(&program, *index);
        let isolated = Isolated::of(&resolved.model);
        (resolved, isolated)
    });
    let posed = question.map(|question| {
        let (posed, wrong) = Posed::of(question, &program, &sources);
        diagnostics.extend(wrong);
        posed
    });
    let mut openings = Vec::new();
    let mut files = Vec::new();
    for ((file, index, title), (mut resolved, isolated)) in loaded.inputs.into_iter().zip(read) {
        let wrong = std::mem::take(&mut resolved.diagnostics);
        let workloads = program.shared_workloads(index);
        let sound = (!has_errors(&wrong)).then_some(Sound {
            resolved,
            isolated,
            workloads,
        });
        diagnostics.extend(wrong);
        openings.push(Opening::of(program.ast(index)));
        files.push((file, index, title, sound));
    }
    let inputs = files.iter().map(|(file, ..)| *file).collect();
    let silences = Silences::of(&sources, program.asts(), &inputs);
    if !has_errors(&diagnostics) {
        diagnostics.extend(judge(&program, &files));
    }
    let used = files.iter().map(|(_, index, ..)| program.is_used(*index));
    let used: Vec<bool> = used.collect();
    // The statements are as large as the objects: what is written next takes their memory.
    drop(program);
    let units = units(&files, &openings, options);
    let same = same_object::check(&units, &openings, &diagnostics, &sources);
    diagnostics.extend(same);
    let besides = posed.as_ref().and_then(|posed| posed.besides(&units));
    let besides = besides.unwrap_or_default();
    let mut verified = Verified::default();
    if !has_errors(&diagnostics) {
        let wanted = verified::Wanted {
            expectations: options.expectations,
            question: posed.as_ref().map(|posed| Asking {
                model: &posed.resolved.model,
                world: posed.world(&files),
                besides: &besides,
            }),
        };
        verified = verify(&lowered(&files, &used, &units), wanted);
        debug_assert!(verified.faults.is_empty(), "{:?}", verified.faults);
        diagnostics.append(&mut verified.diagnostics);
        diagnostics.extend(verified.tested.iter().filter_map(Tested::failure));
    }
    silences.apply(&mut diagnostics);
    diagnostics.sort();
    diagnostics.dedup();
    let asked = posed.zip(verified.answer);
    let asked = asked.map(|(posed, answer)| Asked {
        file: posed.question.file,
        may_be_of: if is_home_known {
            Vec::new()
        } else {
            doubtful(&posed.resolved.model, namespaces(&files))
        },
        answer: answer.map(|answer| {
            let owners = owners(&files, &used);
            finding(&answer, posed.asker(&sources), &owners, &besides, &sources)
        }),
    });
    Run {
        sources,
        units,
        diagnostics,
        faults: verified.faults,
        tested: verified.tested,
        asked,
    }
}

/// What each file becomes.
fn units(files: &[File], openings: &[Opening], options: &Options) -> Vec<Unit> {
    let extras = Extras {
        labels: &options.labels,
        annotations: &options.annotations,
    };
    let files: Vec<_> = files.iter().zip(openings).collect();
    parallel::map_each(&files, |((file, _, title, sound), opening)| Unit {
        file: *file,
        title: title.clone(),
        prefix: opening.prefix.clone(),
        policies: sound.as_ref().map_or_else(Vec::new, |sound| {
            lower(&sound.resolved.model, &sound.isolated, &extras)
        }),
    })
}

/// What is wrong with the inputs as a whole.
fn judge(program: &Program, files: &[File]) -> Vec<Diagnostic> {
    let judged = files.iter().filter_map(|(_, index, _, sound)| {
        let Sound {
            resolved, isolated, ..
        } = sound.as_ref()?;
        Some(Judged {
            ast: program.ast(*index)?,
            model: &resolved.model,
            isolated,
            mentioned: &resolved.mentioned,
            peers: &resolved.peers,
            targets: &resolved.targets,
            workloads: program.workloads(*index),
            is_used: program.is_used(*index),
        })
    });
    check::judge(&judged.collect::<Vec<_>>())
}

/// What is to be held against its text.
fn lowered<'a>(files: &'a [File], used: &[bool], units: &'a [Unit]) -> Vec<verified::Lowered<'a>> {
    let sound = files.iter().zip(units).zip(used);
    let sound = sound.filter_map(|(((.., sound), unit), is_used)| {
        let sound = sound.as_ref()?;
        Some(verified::Lowered {
            model: &sound.resolved.model,
            workloads: sound.workloads.as_deref(),
            declared: &sound.resolved.declared,
            is_used: *is_used,
            unit,
        })
    });
    sound.collect()
}

/// The files that objects are made of.
fn owners<'a>(files: &'a [File], used: &[bool]) -> Vec<Owner<'a>> {
    let files = files.iter().zip(used);
    let sound = files.filter_map(|((file, .., sound), is_used)| {
        let sound = sound.as_ref()?;
        Some(Owner {
            file: *file,
            model: &sound.resolved.model,
            is_used: *is_used,
            workloads: sound.workloads.as_deref(),
        })
    });
    sound.collect()
}

/// The namespaces that the inputs own, by name.
fn namespaces(files: &[File]) -> impl Iterator<Item = SmolStr> {
    let sound = files.iter().filter_map(|(.., sound)| sound.as_ref());
    let owned = sound.flat_map(|sound| &sound.resolved.model.namespaces);
    owned.filter_map(|own| own.name().map(SmolStr::new))
}
