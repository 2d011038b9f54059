//! `netpolc post-render`: what Helm renders, and the policies for it.

use clap::Args;

use crate::cli::compile::Compile;
use crate::cli::console::Console;
use crate::cli::failure::Failure;
use crate::cli::manifests::standard_input;
use crate::cli::message_format::MessageFormat;
use crate::cli::metadata::Metadata;
use crate::cli::passing::hand_on;
use crate::cli::verdict::Verdict;

const EXAMPLES: &str = "\
Examples:
  helm template shop charts/shop | netpolc post-render shop.netpol
  helm upgrade shop charts/shop --post-renderer netpolc --post-renderer-args post-render --post-renderer-args shop.netpol

Exit codes: 0 built, 1 errors (nothing is written), 2 could not build";

/// Copy manifests from standard input to standard output, with policies for them
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
#[command(mut_arg("inputs", |inputs| inputs.required(true).help("Files, or folders (every .netpol below)")))]
#[command(mut_arg("stdin_filename", |name| name.hide(true)))]
pub(super) struct PostRender {
    #[command(flatten)]
    compile: Compile,
    /// Treat warnings as errors
    #[arg(long)]
    deny_warnings: bool,
    #[command(flatten)]
    metadata: Metadata,
    /// The format of the diagnostics
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = MessageFormat::Text)]
    message_format: MessageFormat,
}

impl PostRender {
    pub(super) fn run(&self, console: Console) -> Result<Verdict, Failure> {
        if self.compile.reads_stdin() {
            let words =
                "standard input is the manifests that are handed on, and cannot be `-` as well";
            return Err(Failure::new(words));
        }
        let options = self.metadata.options()?;
        let passed = self.compile.pass(options, standard_input)?;
        self.metadata.check_prefixes(&passed.run)?;
        hand_on(&passed, self.deny_warnings, self.message_format, console)
    }
}
