//! The files of one run: a file, the one that it may use, and one that knows of neither.

use std::env;

use netpolc::diagnostics::Severity;
use netpolc::diagnostics::codes::{self, Code};
use netpolc::driver::{Input, Loader, ManifestFile, Options, Run, run};
use netpolc::source::Span;

use crate::properties::case::{BASE, Verdict};
use crate::properties::program::{File, Program};
use crate::properties::shrink::{files, smallest};
use crate::properties::suite_generator::{Wishes, suite};
use crate::properties::text::plain;
use crate::support::compile;

/// The files of a run, in the order of their ids.
pub(crate) const FILES: [&str; 3] = ["test.netpol", "other.netpol", BASE];

#[derive(Clone, Debug)]
pub(crate) struct Suite {
    pub(crate) main: File,
    /// May use the same file.
    pub(crate) other: Option<File>,
    pub(crate) base: File,
    /// Otherwise it is only used.
    pub(crate) base_is_input: bool,
}

/// A statement of a run: its file as an index of [`FILES`], and its line in the plain spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Line {
    pub(crate) file: usize,
    pub(crate) line: usize,
}

impl Suite {
    /// Each input by its index in [`FILES`], with what it may use.
    pub(crate) fn inputs(&self) -> Vec<(usize, Program)> {
        let base = || self.base.clone();
        let program = |main: &File| Program {
            main: main.clone(),
            base: base(),
        };
        let mut all = vec![(0, program(&self.main))];
        all.extend(self.other.iter().map(|other| (1, program(other))));
        if self.base_is_input {
            all.push((2, program(&self.base)));
        }
        all
    }

    pub(crate) fn files_mut(&mut self) -> [Option<&mut File>; 3] {
        [
            Some(&mut self.main),
            self.other.as_mut(),
            Some(&mut self.base),
        ]
    }

    pub(crate) fn uses_base(&self) -> bool {
        let inputs = [Some(&self.main), self.other.as_ref()];
        inputs
            .into_iter()
            .flatten()
            .any(|file| file.uses().is_some())
    }

    /// The texts, by the index of their files.
    pub(crate) fn texts(&self) -> [String; 3] {
        [Some(&self.main), self.other.as_ref(), Some(&self.base)]
            .map(|file| file.map_or_else(String::new, plain))
    }

    pub(crate) fn compile(&self) -> Run {
        self.compile_texts(&self.texts())
    }

    /// Whether all sections of a file are of one namespace, or of none.
    pub(crate) fn is_of_one_namespace(&self, file: usize) -> bool {
        let files = [Some(&self.main), self.other.as_ref(), Some(&self.base)];
        let sections = files[file].iter().flat_map(|file| &file.sections);
        let mut names = sections.map(|section| section.namespaces.len());
        names.all(|names| names < 2)
    }

    /// Compiles other texts of the same files.
    pub(crate) fn compile_texts(&self, texts: &[String; 3]) -> Run {
        self.run(texts, &Options::default())
    }

    /// Compiles other texts, and tests what they expect.
    pub(crate) fn test_texts(&self, texts: &[String; 3]) -> Run {
        self.run(texts, &compile::tested())
    }

    fn run(&self, texts: &[String; 3], options: &Options) -> Run {
        let inputs = self.inputs().into_iter();
        let inputs = inputs.map(|(at, _)| input(at, &texts[at]));
        let base = Base(input(2, &texts[2]));
        run(inputs.collect::<Vec<_>>(), &base, options)
    }

    /// The suite without a statement.
    pub(crate) fn without(&self, place: Line) -> Self {
        let mut suite = self.clone();
        suite.file_mut(place.file).remove(place.line);
        suite
    }

    fn file_mut(&mut self, file: usize) -> &mut File {
        match file {
            0 => &mut self.main,
            1 => self.other.as_mut().unwrap(),
            _ => &mut self.base,
        }
    }

    /// The suite in all ways a little smaller.
    pub(crate) fn smaller(&self) -> Vec<Self> {
        let mut all = Vec::new();
        if self.other.is_some() {
            all.push(Self {
                other: None,
                ..self.clone()
            });
        }
        if self.base_is_input {
            all.push(Self {
                base_is_input: false,
                ..self.clone()
            });
        }
        all.extend(files(&self.main).into_iter().map(|main| Self {
            main,
            ..self.clone()
        }));
        let others = self.other.iter().flat_map(files);
        all.extend(others.map(|other| Self {
            other: Some(other),
            ..self.clone()
        }));
        all.extend(files(&self.base).into_iter().map(|base| Self {
            base,
            ..self.clone()
        }));
        all
    }

    /// The suite as its authors would see it.
    pub(crate) fn shown(&self) -> String {
        let mut shown = String::new();
        let texts = self.texts();
        let wanted = [true, self.other.is_some(), self.uses_base()];
        for ((name, text), wanted) in FILES.iter().zip(texts).zip(wanted) {
            if wanted {
                shown.extend(["--- ", name, "\n", &text]);
            }
        }
        if self.base_is_input {
            shown.push_str("--- (all are inputs)\n");
        }
        shown
    }
}

/// Checks the runs of `cases` seeds (more, where the environment asks for them) from `start` on; of a
/// failure it shows the seed and the smallest run that fails likewise. Returns how many compiled, of
/// how many.
pub(crate) fn each_suite(
    start: u64,
    cases: u64,
    wishes: Wishes,
    mut holds: impl FnMut(u64, &Suite) -> Verdict,
) -> (u64, u64) {
    let asked = env::var("NETPOLC_PROPERTY_CASES").ok();
    let cases = asked.map_or(cases, |asked| cases.max(asked.parse().unwrap()));
    let mut compiled = 0;
    for seed in start..start + cases {
        let suite = suite(seed, wishes);
        match holds(seed, &suite) {
            Verdict::Holds => compiled += 1,
            Verdict::NotCompiled => {}
            Verdict::Fails(_) => {
                let fails = |one: &Suite| matches!(holds(seed, one), Verdict::Fails(_));
                let small = smallest(suite, Suite::smaller, fails);
                let Verdict::Fails(reason) = holds(seed, &small) else {
                    panic!("seed {seed} fails only at times");
                };
                panic!("seed {seed}: {reason}\n{}", small.shown());
            }
        }
    }
    (compiled, cases)
}

/// Whether a run was refused for something that the checker does not decide.
pub(crate) fn is_refused(run: &Run) -> bool {
    let judged = [&codes::CONFLICT, &codes::UNENFORCEABLE_DENY];
    run.diagnostics
        .iter()
        .any(|one| one.code.severity == Severity::Error && !judged.contains(&one.code))
}

/// The statement that a span lies in.
pub(crate) fn line_of(run: &Run, span: Span) -> Line {
    let source = run.sources.get(span.file).unwrap();
    let file = FILES.iter().position(|name| *name == source.name);
    Line {
        file: file.unwrap_or_else(|| panic!("a diagnostic in {}", source.name)),
        line: source.position(span.start).line,
    }
}

/// The statements that diagnostics of a code are about, sorted, each as often as it is.
pub(crate) fn said(run: &Run, code: &Code) -> Vec<Line> {
    let about = run.diagnostics.iter().filter(|one| one.code == code);
    let mut all: Vec<Line> = about.map(|one| line_of(run, one.primary.span)).collect();
    all.sort_unstable();
    all
}

/// The same with the statement that each names besides.
pub(crate) fn said_pairs(run: &Run, code: &Code) -> Vec<(Line, Line)> {
    let about = run.diagnostics.iter().filter(|one| one.code == code);
    let mut all: Vec<(Line, Line)> = about
        .map(|one| {
            let other = one.secondary.first();
            let other = other.unwrap_or_else(|| panic!("{} names one statement", code.slug));
            let lines = [one.primary.span, other.span].map(|span| line_of(run, span));
            (lines[0], lines[1])
        })
        .collect();
    all.sort_unstable();
    all
}

fn input(file: usize, text: &str) -> Input {
    Input {
        name: FILES[file].to_owned(),
        title: FILES[file].to_owned(),
        identity: FILES[file].to_owned(),
        ..compile::text(text)
    }
}

/// The one file that random suites use.
struct Base(Input);

impl Loader for Base {
    fn load(&self, _: &str, path: &str) -> Result<Input, String> {
        assert_eq!(path, BASE);
        Ok(self.0.clone())
    }

    fn manifests(&self, _: &str, path: &str) -> Result<Vec<ManifestFile>, String> {
        Err(format!("{path} is not here"))
    }
}
