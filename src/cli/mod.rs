//! The command line: one file a subcommand. The only place that reads and writes files.
//!
//! Every command ends in a `Verdict` or a `Failure`, which are the exit codes 0, 1 and 2; a bug is
//! 101.

mod args;
mod atomic;
mod bug;
mod build;
mod check;
mod color;
mod compile;
mod completions;
mod console;
mod diff;
mod explain;
mod failure;
mod file_loader;
mod fix;
mod fmt;
mod init;
mod inputs;
mod krm;
mod lsp;
mod man;
mod manifest_walk;
mod manifests;
mod message_format;
mod metadata;
mod output;
mod passing;
mod pattern;
mod post_render;
mod prelude;
mod repository;
mod rewritten;
mod shown_path;
mod stdout;
mod step_summary;
mod target;
mod test;
mod tested;
mod verdict;
mod walk;
mod why;
mod why_inputs;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::cli::args::{Cli, Command};
use crate::cli::console::Console;
use crate::cli::verdict::Verdict;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    bug::install();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Where even the help cannot be printed there is nobody to tell.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let console = Console::new(cli.color);
    let result = match cli.command {
        Command::Build(build) => build.run(console),
        Command::Check(check) => check.run(console),
        Command::Fmt(fmt) => fmt.run(console),
        Command::Test(test) => test.run(console),
        Command::Explain(explain) => explain.run(),
        Command::Prelude => prelude::run(),
        Command::Completions(completions) => completions.run(),
        Command::Lsp(lsp) => lsp.run(),
        Command::Man(man) => man.run(),
        Command::Why(why) => why.run(console),
        Command::Init(init) => init.run(console),
        Command::PostRender(post_render) => post_render.run(console),
        Command::Krm => krm::run(console),
    };
    match result {
        Ok(Verdict::Yes) => ExitCode::SUCCESS,
        Ok(Verdict::No) => ExitCode::from(1),
        Err(failure) => {
            console.failure(&failure);
            ExitCode::from(failure.exit_code)
        }
    }
}

/// The whole command line as data: for its documentation and its completions.
pub fn command() -> clap::Command {
    Cli::command()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        command().debug_assert();
    }
}
