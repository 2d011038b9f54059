//! A shell at a terminal, and somebody who types.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::Folder;

/// The key that the shell's own configuration makes write its line to `lines`, and empty it.
const RECORD: char = '\u{e}';
/// Long enough for a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(60);

/// What becomes of each text when it is typed, and the tabulator pressed behind it. The command starts
/// the shell, which is to make the file `ready` when it reads, and has `RECORD` bound.
pub(crate) fn typed(folder: &Folder, command: &str, texts: &[&str]) -> Vec<String> {
    let mut terminal = Command::new("script")
        .args(["--quiet", "--return", "--command", command, "/dev/null"])
        .current_dir(folder.root())
        .env("HOME", folder.root())
        .env("ZDOTDIR", folder.root())
        .env("TERM", "xterm")
        .env_remove("INPUTRC")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut keys = terminal.stdin.take().unwrap();
    let ready = || fs::exists(folder.path("ready")).unwrap();
    let mut seen = wait_for(ready);
    for count in 1..=texts.len() {
        let text = texts[count - 1];
        keys.write_all(format!("{text}\t{RECORD}").as_bytes())
            .unwrap();
        seen = seen && wait_for(|| lines(folder).len() >= count);
    }
    terminal.kill().unwrap();
    terminal.wait().unwrap();
    let lines = lines(folder);
    assert!(seen, "the shell did not answer: {lines:?}");
    lines
}

fn lines(folder: &Folder) -> Vec<String> {
    let text = fs::read_to_string(folder.path("lines")).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

fn wait_for(done: impl Fn() -> bool) -> bool {
    let deadline = Instant::now() + PATIENCE;
    while !done() {
        if Instant::now() > deadline {
            return false;
        }
        sleep(Duration::from_millis(5));
    }
    true
}
