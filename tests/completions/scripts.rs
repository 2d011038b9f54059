//! The scripts as texts.

use std::process::Command;

use netpolc::cli::command;
use netpolc::diagnostics::codes;

use crate::support::tool::tool;
use crate::support::{Folder, Ran};

const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

/// The script for a shell.
pub(crate) fn script(shell: &str) -> String {
    let ran = Folder::new().netpolc(&["completions", shell]).output();
    let Ran { stdout, stderr, .. } = &ran;
    assert!(ran.status == Some(0) && stderr.is_empty(), "{ran:?}");
    stdout.clone()
}

#[test]
fn each_names_every_command_and_every_option() {
    for shell in SHELLS {
        let script = script(shell);
        for subcommand in command().get_subcommands() {
            let name = subcommand.get_name();
            assert!(script.contains(name), "{shell}: {name}");
            for option in subcommand.get_arguments().filter_map(|arg| arg.get_long()) {
                // fish leaves out the dashes.
                assert!(script.contains(option), "{shell}: {name} --{option}");
            }
        }
    }
}

/// The scripts for elvish and PowerShell complete no values.
#[test]
fn those_that_complete_values_name_every_code() {
    for shell in ["bash", "fish", "zsh"] {
        let script = script(shell);
        for code in codes::ALL {
            assert!(script.contains(code.id), "{shell}: {}", code.id);
            assert!(script.contains(code.slug), "{shell}: {}", code.slug);
        }
    }
}

#[test]
fn they_are_the_same_each_time() {
    for shell in SHELLS {
        assert_eq!(script(shell), script(shell));
    }
}

#[test]
fn the_shells_can_read_them() {
    for shell in ["bash", "fish", "zsh"] {
        let what = "whether bash, zsh and fish read their completions: one of them is missing";
        let Some(program) = tool(shell, what) else {
            continue;
        };
        let folder = Folder::new().file("script", script(shell));
        let mut command = Command::new(program);
        command.args(["-n", "script"]).current_dir(folder.root());
        command.env("HOME", folder.root());
        Ran::of(command.output().unwrap()).silent();
    }
}

#[test]
fn there_are_five_shells() {
    let ran = Folder::new().netpolc(&["completions", "tcsh"]).output();
    let stderr = "error: invalid value 'tcsh' for '<SHELL>'\n  \
                  [possible values: bash, elvish, fish, powershell, zsh]\n[...]\n";
    ran.expect(2, "", stderr);
}
