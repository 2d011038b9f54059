//! `netpolc completions`: what shells complete.

use std::fmt::Write;

use clap::{Arg, Args};
use clap_complete::{Shell, generate};

use crate::cli::command;
use crate::cli::failure::Failure;
use crate::cli::stdout;
use crate::cli::verdict::Verdict;

const EXAMPLES: &str = "\
Examples:
  netpolc completions bash > ~/.local/share/bash-completion/completions/netpolc
  netpolc completions zsh > ~/.zfunc/_netpolc
  netpolc completions fish > ~/.config/fish/completions/netpolc.fish
  netpolc completions powershell >> $PROFILE

Exit codes: 0 printed, 2 there is no such shell";

/// Print a script that makes a shell complete commands, options, files and codes
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self) -> Result<Verdict, Failure> {
        let mut command = command();
        let name = command.get_name().to_owned();
        let mut script = Vec::new();
        generate(self.shell, &mut command, name, &mut script);
        if self.shell == Shell::Fish {
            script.extend(values_for_fish(&command).into_bytes());
        }
        stdout::write(&script)?;
        Ok(Verdict::Yes)
    }
}

/// The values of arguments without a dash, which the script for fish leaves out.
fn values_for_fish(command: &clap::Command) -> String {
    let mut lines = String::new();
    let name = command.get_name();
    for subcommand in command.get_subcommands() {
        let values = subcommand
            .get_positionals()
            .flat_map(Arg::get_possible_values);
        let values: Vec<String> = values.map(|value| value.get_name().to_owned()).collect();
        if !values.is_empty() {
            // Writing to a string cannot fail.
            let _ = writeln!(
                lines,
                "complete -c {name} -n \"__fish_{name}_using_subcommand {}\" -f -a \"{}\"",
                subcommand.get_name(),
                values.join(" ")
            );
        }
    }
    lines
}
