//! bash, zsh and fish, with the script that is meant for them.

use std::process::Command;

use netpolc::diagnostics::codes;

use crate::completions::scripts::script;
use crate::completions::terminal::typed;
use crate::support::skip::skipped;
use crate::support::tool::tool;
use crate::support::{Folder, Ran};

/// What is typed, and what is there once the tabulator was pressed.
const CASES: [(&str, &str); 9] = [
    ("netpolc expl", "netpolc explain "),
    ("netpolc check pol", "netpolc check policies/"),
    (
        "netpolc check policies/sh",
        "netpolc check policies/shop.netpol ",
    ),
    ("netpolc build -o pol", "netpolc build -o policies/"),
    (
        "netpolc why 'a -> b' policies/sh",
        "netpolc why 'a -> b' policies/shop.netpol ",
    ),
    ("netpolc explain wrong-a", "netpolc explain wrong-arrow "),
    ("netpolc check --deny", "netpolc check --deny-warnings "),
    ("netpolc build --format js", "netpolc build --format json "),
    ("netpolc completions z", "netpolc completions zsh "),
];

const BASH: &str = r#"
source netpolc.bash
record() { printf '%s\n' "$READLINE_LINE" >>lines; READLINE_LINE=; READLINE_POINT=0; }
bind -x '"\C-n": record'
PROMPT_COMMAND='touch ready'
"#;

const ZSH: &str = r#"
fpath=($PWD $fpath)
autoload -Uz compinit && compinit -D -u
record() { print -r -- "$BUFFER" >>lines; BUFFER= }
zle -N record
bindkey '^N' record
precmd() { touch ready }
"#;

fn folder() -> Folder {
    Folder::new().file("policies/shop.netpol", "allow a -> b\n")
}

/// A number that its first four letters tell from all others, and these.
fn number() -> (String, String) {
    let alone = |start: &str| {
        codes::ALL
            .iter()
            .filter(|one| one.id.starts_with(start))
            .count()
    };
    let mut starts = codes::ALL
        .iter()
        .map(|code| (code.id.get(..4).unwrap(), code.id));
    let (start, id) = starts.find(|(start, _)| alone(start) == 1).unwrap();
    (
        format!("netpolc explain {start}"),
        format!("netpolc explain {id} "),
    )
}

#[track_caller]
fn completes(folder: &Folder, command: &str) {
    let (start, id) = number();
    let mut cases = CASES.to_vec();
    cases.push((&start, &id));
    let texts: Vec<&str> = cases.iter().map(|(text, _)| *text).collect();
    let expected: Vec<&str> = cases.iter().map(|(_, line)| *line).collect();
    assert_eq!(typed(folder, command, &texts), expected);
}

/// Whether there is the shell, and the terminal of util-linux to run it in.
fn is_here(shell: &str, what: &'static str) -> bool {
    let version = Command::new("script").arg("--version").output();
    let terminal = version.is_ok_and(|said| said.stdout.windows(10).any(|at| at == b"util-linux"));
    if !terminal {
        skipped(what);
    }
    terminal && tool(shell, what).is_some()
}

#[test]
fn bash_completes() {
    let what = "what bash completes: bash or util-linux is missing";
    if !is_here("bash", what) {
        return;
    }
    let folder = folder()
        .file("netpolc.bash", script("bash"))
        .file("rc", BASH);
    completes(&folder, "bash --noprofile --rcfile rc -i");
}

#[test]
fn zsh_completes() {
    let what = "what zsh completes: zsh or util-linux is missing";
    if !is_here("zsh", what) {
        return;
    }
    let folder = folder().file("_netpolc", script("zsh")).file(".zshrc", ZSH);
    completes(&folder, "zsh -d -i");
}

/// fish says itself what the tabulator would offer, each with its description behind a tabulator.
#[test]
fn fish_completes() {
    let Some(fish) = tool("fish", "what fish completes: fish is missing") else {
        return;
    };
    let folder = folder().file("netpolc.fish", script("fish"));
    let (start, id) = number();
    let mut cases = CASES.to_vec();
    cases.push((&start, &id));
    for (text, line) in cases {
        let mut command = Command::new(&fish);
        command
            .args(["--no-config", "--command"])
            .arg("source netpolc.fish; complete --do-complete $argv")
            .arg(text)
            .current_dir(folder.root())
            .env("HOME", folder.root());
        let ran = Ran::of(command.output().unwrap());
        let offered: Vec<&str> = ran
            .stdout
            .lines()
            .filter_map(|line| line.split('\t').next())
            .collect();
        let last = line.trim_end().rsplit(' ').next().unwrap();
        assert_eq!(offered, [last], "{text}: {}", ran.stderr);
    }
}
