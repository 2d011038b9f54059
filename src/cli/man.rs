//! `netpolc man`: the manual pages.

use std::fs;
use std::path::PathBuf;

use clap::{Args, ValueHint};
use clap_mangen::Man as Page;

use crate::cli::atomic;
use crate::cli::command;
use crate::cli::failure::Failure;
use crate::cli::stdout;
use crate::cli::target::Target;
use crate::cli::verdict::Verdict;

const EXAMPLES: &str = "\
Examples:
  netpolc man | man -l -
  netpolc man -o /usr/local/share/man/man1

Exit codes: 0 written, 2 could not write";

/// Print the manual page, or write those of all commands
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Man {
    /// Write netpolc.1 and a page for each command to this folder, not to standard output
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    output: Option<PathBuf>,
}

impl Man {
    pub(super) fn run(&self) -> Result<Verdict, Failure> {
        let mut command = command();
        // Names the subcommands after the whole, and gives them the options that all have.
        command.build();
        match &self.output {
            None => stdout::write(page(command)?.as_bytes())?,
            Some(folder) => {
                let subcommands = command.get_subcommands().cloned();
                let all: Vec<clap::Command> = subcommands.chain([command.clone()]).collect();
                let targets = all.into_iter().map(|command| {
                    let page = Page::new(command.clone());
                    let path = folder.join(page.get_filename());
                    Ok(Target {
                        before: fs::read(&path).ok(),
                        path,
                        text: self::page(command)?,
                    })
                });
                atomic::write(&targets.collect::<Result<Vec<_>, Failure>>()?)?;
            }
        }
        Ok(Verdict::Yes)
    }
}

fn page(command: clap::Command) -> Result<String, Failure> {
    let mut page = Vec::new();
    let rendered = Page::new(command).render(&mut page);
    rendered.map_err(|error| Failure::new(format!("cannot render the page: {error}")))?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
