//! One run of the compiler.

use smol_str::SmolStr;

use crate::check::{self, Judged, Silences};
use crate::diagnostics::{Diagnostic, Severity};
use crate::driver::load::{Input, Loader, load};
use crate::driver::opening::Opening;
use crate::driver::same_object;
use crate::driver::unit::Unit;
use crate::driver::verified::{Fault, verify};
use crate::lower::{Extras, lower};
use crate::model::{Isolated, Namespace};
use crate::parallel;
use crate::resolve::{Resolved, resolve};
use crate::source::Sources;

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
}

impl Run {
    /// Whether any diagnostic is an error.
    pub fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }
}

/// A file without an error of its own.
struct Sound {
    resolved: Resolved,
    isolated: Isolated,
}

fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    let errors = |one: &Diagnostic| one.code.severity == Severity::Error;
    diagnostics.iter().any(errors)
}

/// Compiles all inputs. What is wrong with them is in the diagnostics.
pub fn run(inputs: Vec<Input>, loader: &dyn Loader, options: &Options) -> Run {
    let loaded = load(inputs, &options.uses, loader);
    let mut sources = loaded.sources;
    let mut diagnostics = loaded.diagnostics;
    let home = match &options.namespace {
        Some(name) => Namespace::named(SmolStr::new(name)),
        None => Namespace::unnamed(),
    };
    let (program, wrong) = loaded.linker.finish(&mut sources, home);
    diagnostics.extend(wrong);
    let extras = Extras {
        labels: &options.labels,
        annotations: &options.annotations,
    };
    let read = parallel::map_each(&loaded.inputs, |(_, index, _)| {
        let resolved = resolve(&program, *index);
        let isolated = Isolated::of(&resolved.model);
        (resolved, isolated)
    });
    let mut openings = Vec::new();
    let mut files = Vec::new();
    for ((file, index, title), (mut resolved, isolated)) in loaded.inputs.into_iter().zip(read) {
        let wrong = std::mem::take(&mut resolved.diagnostics);
        let sound = (!has_errors(&wrong)).then_some(Sound { resolved, isolated });
        diagnostics.extend(wrong);
        openings.push(Opening::of(program.ast(index)));
        files.push((file, index, title, sound));
    }
    let inputs = files.iter().map(|(file, ..)| *file).collect();
    let silences = Silences::of(&sources, program.asts(), &inputs);
    if !has_errors(&diagnostics) {
        let judged = files.iter().filter_map(|(_, index, _, sound)| {
            let Sound { resolved, isolated } = sound.as_ref()?;
            Some(Judged {
                ast: program.ast(*index)?,
                model: &resolved.model,
                isolated,
                mentioned: &resolved.mentioned,
                is_used: program.is_used(*index),
            })
        });
        diagnostics.extend(check::judge(&judged.collect::<Vec<_>>()));
    }
    let used = files.iter().map(|(_, index, ..)| program.is_used(*index));
    let used: Vec<bool> = used.collect();
    // The statements are as large as the objects: what is written next takes their memory.
    drop(program);
    let units = parallel::map_each(&files, |(file, _, title, sound)| Unit {
        file: *file,
        title: title.clone(),
        policies: sound.as_ref().map_or_else(Vec::new, |sound| {
            lower(&sound.resolved.model, &sound.isolated, &extras)
        }),
    });
    let same = same_object::check(&units, &openings, &diagnostics, &sources);
    diagnostics.extend(same);
    let mut faults = Vec::new();
    if !has_errors(&diagnostics) {
        let sound = files.iter().zip(&units).zip(&used);
        let sound = sound.filter_map(|(((.., sound), unit), is_used)| {
            let sound = sound.as_ref()?;
            Some((&sound.resolved.model, *is_used, unit))
        });
        let verified = verify(&sound.collect::<Vec<_>>());
        faults = verified.faults;
        debug_assert!(faults.is_empty(), "{faults:?}");
        diagnostics.extend(verified.diagnostics);
    }
    silences.apply(&mut diagnostics);
    diagnostics.sort();
    diagnostics.dedup();
    Run {
        sources,
        units,
        diagnostics,
        faults,
    }
}
