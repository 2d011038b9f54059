//! `netpolc why`: whether a connection is allowed, by which lines, and what would change it.

use std::io::stdout;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use smol_str::SmolStr;

use crate::cli::compile::{namespace, proven, read_used};
use crate::cli::console::{Console, Tone};
use crate::cli::failure::Failure;
use crate::cli::file_loader::FileLoader;
use crate::cli::manifests::{collect_manifests, only_one_stdin};
use crate::cli::message_format::MessageFormat;
use crate::cli::stdout;
use crate::cli::verdict::Verdict;
use crate::cli::why_inputs::WhyInputs;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::render::Report;
use crate::driver::{self, Asked, Input, Options, QUESTION};
use crate::source::Sources;
use crate::why::{self, Finding, json, transcript};

const EXAMPLES: &str = "\
Examples:
  netpolc why 'frontend -> backend:8080'
  netpolc why '* -> internet' shop.netpol
  netpolc why --namespace shop 'monitoring/prometheus -> *:metrics' policies/
  netpolc why 'frontend -> backend:8080' shop.netpol --manifests k8s/
  netpolc why 'frontend -> backend:8080' k8s/
  kubectl get netpol -n shop -o yaml | netpolc why 'frontend -> backend:8080' -

Exit codes: 0 all of it is allowed, 1 it is not (or errors in the files), 2 could not answer";

/// Say whether a connection is allowed, by which lines, and what would change it
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Why {
    /// The connection, as in a rule: 'frontend -> backend:8080'
    #[arg(value_name = "QUESTION")]
    question: String,
    /// Files, folders (every .netpol below, or every manifest where there is none) or - for standard
    /// input [default: the current folder]
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// The namespace of bare names in the question, and of files or objects that name none
    #[arg(long, value_name = "NS", value_parser = namespace)]
    namespace: Option<String>,
    /// A file that every input uses, as if it said so first; may be repeated
    #[arg(long = "use", value_name = "FILE")]
    uses: Vec<PathBuf>,
    /// Manifests of the real workloads, and of policies of others: files, folders, patterns or -; may be
    /// repeated
    #[arg(long, value_name = "PATH")]
    manifests: Vec<PathBuf>,
    /// The path that the text of standard input would have as a file
    #[arg(long, value_name = "NAME")]
    stdin_filename: Option<PathBuf>,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// A format of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON object, for programs
    Json,
}

/// What came of a question.
struct Answered {
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
    asked: Option<Asked>,
}

impl Why {
    pub(super) fn run(&self, console: Console) -> Result<Verdict, Failure> {
        let loader = FileLoader::new();
        let stdin_name = self.stdin_filename.as_deref();
        let question = self.question();
        only_one_stdin(&self.inputs, &self.manifests)?;
        let mut answered = match WhyInputs::read(&self.inputs, stdin_name, &loader)? {
            WhyInputs::Programs(texts) => self.ask_programs(question, texts, &loader)?,
            WhyInputs::Manifests(texts) => self.ask_manifests(&question, texts, &loader)?,
        };
        let asked = answered.asked.take();
        let report = answered.report();
        if report.has_errors() && !is_question_alone(&report) {
            MessageFormat::Text.to_stderr(&report, console)?;
            return Ok(Verdict::No);
        }
        MessageFormat::Text.beside(&report, console)?;
        let Some(asked) = asked else {
            let failure = Failure::new("this question cannot be understood");
            return Err(
                failure.help("ask for connections as in a rule: `frontend -> backend:8080`")
            );
        };
        if !asked.may_be_of.is_empty() {
            return Err(doubtful(&asked.may_be_of));
        }
        let finding = asked.answer.map_err(|_| {
            let failure = Failure::new("the question takes too long to answer");
            failure.help("ask about fewer pods, or fewer files")
        })?;
        self.show(&finding, console)?;
        Ok(match finding.explanation.verdict {
            why::Verdict::Allowed => Verdict::Yes,
            why::Verdict::Blocked | why::Verdict::Partly => Verdict::No,
        })
    }

    /// The question on one line; a rule that was pasted in is asked about as well.
    fn question(&self) -> String {
        let words: Vec<&str> = self.question.split_whitespace().collect();
        match words.as_slice() {
            ["allow", next, rest @ ..] if !next.starts_with(['-', ',', ':', '/']) => {
                [&[*next], rest].concat().join(" ")
            }
            _ => words.join(" "),
        }
    }

    fn ask_programs(
        &self,
        question: String,
        texts: Vec<Input>,
        loader: &FileLoader,
    ) -> Result<Answered, Failure> {
        let options = Options {
            namespace: self.namespace.clone(),
            uses: read_used(&self.uses, loader)?,
            question: Some(question),
            ..Options::default()
        };
        let inputs = driver::Inputs {
            programs: texts,
            manifests: collect_manifests(&self.manifests, loader)?,
        };
        let run = driver::run(inputs, loader, &options);
        proven(&run)?;
        Ok(Answered {
            sources: run.sources,
            diagnostics: run.diagnostics,
            asked: run.asked,
        })
    }

    fn ask_manifests(
        &self,
        question: &str,
        texts: Vec<Input>,
        loader: &FileLoader,
    ) -> Result<Answered, Failure> {
        if !self.uses.is_empty() {
            return Err(Failure::new(
                "`--use` is for `.netpol` files: manifests use none",
            ));
        }
        let more = collect_manifests(&self.manifests, loader)?;
        let found = driver::inspect(texts, more, self.namespace.as_deref(), question);
        Ok(Answered {
            sources: found.sources,
            diagnostics: found.diagnostics,
            asked: found.asked,
        })
    }

    fn show(&self, finding: &Finding, console: Console) -> Result<(), Failure> {
        if self.format == Format::Json {
            return stdout::write(json(finding).as_bytes());
        }
        let tone = match finding.explanation.verdict {
            why::Verdict::Allowed => Tone::Good,
            why::Verdict::Blocked => Tone::Bad,
            why::Verdict::Partly => Tone::Mixed,
        };
        let text = transcript(finding);
        let (verdict, rest) = text.split_once(':').unwrap_or((&text, ""));
        let verdict = console.toned(verdict, tone, &stdout());
        stdout::write(format!("{verdict}:{rest}").as_bytes())
    }
}

impl Answered {
    /// What is said beside the answer: what is wrong with the files, and all about the question itself.
    fn report(&mut self) -> Report<'_> {
        let sources = &self.sources;
        self.diagnostics
            .retain(|one| one.is_error() || sources.name(one.primary.span.file) == QUESTION);
        Report {
            sources: &self.sources,
            diagnostics: &self.diagnostics,
            deny_warnings: false,
        }
    }
}

/// Whether nothing is wrong but the question.
fn is_question_alone(report: &Report<'_>) -> bool {
    let mut diagnostics = report.diagnostics.iter();
    diagnostics.all(|one| report.sources.name(one.primary.span.file) == QUESTION)
}

fn doubtful(namespaces: &[SmolStr]) -> Failure {
    const MOST: usize = 5;
    let named: Vec<String> = namespaces
        .iter()
        .take(MOST)
        .map(|one| format!("`{one}`"))
        .collect();
    let more = match namespaces.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let words = format!(
        "a bare name in the question may be of any namespace: {}{more}",
        named.join(", ")
    );
    let first = namespaces.first().map_or("NS", SmolStr::as_str);
    Failure::new(words).help(format!(
        "say `--namespace {first}`, or `{first}/NAME` in the question"
    ))
}
