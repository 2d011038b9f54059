//! `netpolc fmt`: the canonical form of texts.

use std::path::PathBuf;

use clap::Args;

use crate::cli::console::Console;
use crate::cli::diff::diff;
use crate::cli::failure::Failure;
use crate::cli::file_loader::FileLoader;
use crate::cli::inputs::collect;
use crate::cli::message_format::MessageFormat;
use crate::cli::rewritten::{self, Rewritten};
use crate::cli::stdout;
use crate::cli::verdict::Verdict;
use crate::diagnostics::Severity;
use crate::diagnostics::render::{Report, escaped};
use crate::driver::{FormattedText, formatted};

const EXAMPLES: &str = "\
Examples:
  netpolc fmt
  netpolc fmt shop.netpol policies/
  netpolc fmt --check policies/
  netpolc fmt - --stdin-filename policies/shop.netpol < buffer

Exit codes: 0 all is formatted, 1 errors or (--check) files that are not, 2 could not format";

/// Rewrite files in their canonical form
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Fmt {
    /// Files, folders (every .netpol below) or - for standard input, whose text goes to standard output
    /// [default: the current folder]
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Write nothing; show what would change, and exit 1 if that is anything
    #[arg(long)]
    check: bool,
    /// The path that the text of standard input would have as a file
    #[arg(long, value_name = "NAME")]
    stdin_filename: Option<PathBuf>,
    /// The format of the diagnostics
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = MessageFormat::Text)]
    message_format: MessageFormat,
}

impl Fmt {
    pub(super) fn run(&self, console: Console) -> Result<Verdict, Failure> {
        let inputs = collect(
            &self.inputs,
            self.stdin_filename.as_deref(),
            &FileLoader::new(),
        )?;
        let names: Vec<String> = inputs.texts.iter().map(|text| text.name.clone()).collect();
        let before: Vec<Vec<u8>> = inputs.texts.iter().map(|text| text.bytes.clone()).collect();
        let formatted = formatted(inputs.texts);
        let mut texts = Vec::new();
        let all = formatted.texts.into_iter().zip(&names);
        for ((text, name), (path, before)) in all.zip(inputs.paths.into_iter().zip(before)) {
            let now = match text {
                FormattedText::Canonical(text) => text.into_bytes(),
                FormattedText::Broken => before.clone(),
                FormattedText::Unfaithful => {
                    let words = format!("`{name}` would not say the same once it is formatted");
                    return Err(Failure::bug(words));
                }
            };
            texts.push(Rewritten { path, before, now });
        }
        let report = Report {
            sources: &formatted.sources,
            diagnostics: &formatted.diagnostics,
            deny_warnings: false,
        };
        let changed = rewritten::changed_files(&texts);
        if self.check {
            let patches = names.iter().zip(&texts);
            let patches = patches.filter(|(_, text)| text.is_changed());
            let patches: String = patches.map(|(name, text)| patch(name, text)).collect();
            stdout::write(patches.as_bytes())?;
        } else {
            rewritten::write(&texts)?;
            if let Some(text) = rewritten::standard_input(&texts) {
                stdout::write(text)?;
            }
        }
        self.message_format.to_stderr(&report, console)?;
        if self.check && changed > 0 {
            let words = match changed {
                1 => "1 file is not in canonical form".to_owned(),
                _ => format!("{changed} files are not in canonical form"),
            };
            let help = "`netpolc fmt` without `--check` rewrites what is not";
            console.summary(Severity::Error, &words, Some(help));
            return Ok(Verdict::No);
        }
        if !self.check {
            self.say(&texts, console);
        }
        Ok(if report.has_errors() {
            Verdict::No
        } else {
            Verdict::Yes
        })
    }

    /// Says how many files were written, to people.
    fn say(&self, texts: &[Rewritten], console: Console) {
        let written = texts.iter().filter(|text| text.path.is_some());
        let written = written.filter(|text| text.is_changed()).count();
        if written > 0 && self.message_format.has_words() {
            let files = if written == 1 { "file" } else { "files" };
            console.note(&format!("formatted {written} {files}"), None);
        }
    }
}

fn patch(name: &str, text: &Rewritten) -> String {
    let name = escaped(name);
    let now = String::from_utf8_lossy(&text.now);
    diff((&name, &text.before), (&name, &now))
}
