//! The pipeline: the only code that calls the stages in order.

use crate::diagnostics::Diagnostic;
use crate::k8s::Policy;
use crate::source::{FileId, Sources};

/// A text to compile.
#[derive(Clone, Debug)]
pub struct Input {
    /// What diagnostics call it: the path as it was given or found, or the name of standard input.
    pub name: String,
    /// What the header of its YAML calls it: relative to the input folder, `/` between; of a single
    /// file its name.
    pub title: String,
    /// What tells it from other files: the same for every path that leads to it.
    pub identity: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Finds the files that `use` names.
pub trait Loader {
    /// Reads `path`, relative to the folder of the file with identity `from`.
    ///
    /// # Errors
    /// Why it cannot be read, in the words of the system.
    fn load(&self, from: &str, path: &str) -> Result<Input, String>;
}

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

/// What one input file became.
#[derive(Debug)]
pub struct Unit {
    /// The file.
    pub file: FileId,
    /// What the header calls it.
    pub title: String,
    /// Its objects in their order; none for a file of declarations alone.
    pub policies: Vec<Policy>,
}

/// What a run found out.
#[derive(Debug)]
pub struct Run {
    /// All texts that were read, used ones included.
    pub sources: Sources,
    /// One for each input, in the order given.
    pub units: Vec<Unit>,
    /// Everything there is to say, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiles all inputs. Whether there were errors is in the diagnostics.
pub fn run(inputs: Vec<Input>, loader: &dyn Loader, options: &Options) -> Run {
    use crate::diagnostics::codes;
    use crate::source::Span;
    let mut run = Run {
        sources: Sources::default(),
        units: Vec::new(),
        diagnostics: Vec::new(),
    };
    for input in inputs {
        let text = String::from_utf8_lossy(&input.bytes).into_owned();
        let file = run.sources.add(&input.name, text.clone());
        let mut policies = Vec::new();
        let mut at = 0;
        if std::str::from_utf8(&input.bytes).is_err() {
            let span = Span::new(file, 0, 0);
            run.diagnostics
                .push(Diagnostic::new(&codes::INVALID_UTF8, span, "not UTF-8"));
        }
        let knows_workloads = text.contains("workload ");
        for line in text.split_inclusive('\n') {
            let words: Vec<_> = line.split_whitespace().collect();
            let place = |word: &str| {
                let start = at + line.find(word).unwrap_or(0);
                let at = |at| u32::try_from(at).unwrap_or(0);
                Span::new(file, at(start), at(start + word.len()))
            };
            match words.as_slice() {
                ["allow", from, "->", to] => {
                    let mut policy = Policy {
                        object: k8s_openapi::api::networking::v1::NetworkPolicy::default(),
                        isolated_by: Vec::new(),
                        ingress: Vec::new(),
                        egress: Vec::new(),
                    };
                    policy.object.metadata.name = Some(format!("{to}-policy"));
                    policy
                        .object
                        .metadata
                        .namespace
                        .clone_from(&options.namespace);
                    policy.object.metadata.labels = Some(options.labels.iter().cloned().collect());
                    policies.push(policy);
                    for name in [from, to] {
                        let declared = text.contains(&format!("workload {name}\n"));
                        if knows_workloads && !declared {
                            let message = format!("nothing declares `{name}`");
                            let code = &codes::UNDECLARED_NAME;
                            run.diagnostics
                                .push(Diagnostic::new(code, place(name), message));
                        }
                    }
                }
                ["use", path] => match loader.load(&input.identity, path.trim_matches('"')) {
                    Ok(used) => {
                        run.sources
                            .add(used.name, String::from_utf8_lossy(&used.bytes));
                    }
                    Err(reason) => {
                        let message = format!("cannot read {path}: {reason}");
                        let code = &codes::UNREADABLE_USE;
                        run.diagnostics
                            .push(Diagnostic::new(code, place(path), message));
                    }
                },
                [] | ["workload" | "network" | "namespace", ..] => {}
                [word, ..] if word.starts_with('#') => {}
                [word, ..] => {
                    let message = format!("`{word}` starts no statement");
                    let code = &codes::UNKNOWN_STATEMENT;
                    run.diagnostics
                        .push(Diagnostic::new(code, place(word), message));
                }
            }
            at += line.len();
        }
        run.units.push(Unit {
            file,
            title: input.title,
            policies,
        });
    }
    run
}
