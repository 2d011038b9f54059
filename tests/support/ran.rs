//! One run of the binary.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::support::pattern::matches;

/// What the environment of the caller may say: about colours, and about the CI that it is.
const HEEDED: [&str; 6] = [
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "GITHUB_WORKSPACE",
    "GITHUB_STEP_SUMMARY",
];

/// The binary with its arguments, free of what the environment of the caller says.
pub(crate) struct Netpolc {
    command: Command,
    stdin: Vec<u8>,
}

impl Netpolc {
    pub(crate) fn new(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_netpolc"));
        command.args(arguments).current_dir(folder);
        for variable in HEEDED {
            command.env_remove(variable);
        }
        Self {
            command,
            stdin: Vec::new(),
        }
    }

    pub(crate) fn stdin(mut self, text: impl Into<Vec<u8>>) -> Self {
        self.stdin = text.into();
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn stdout(mut self, stdout: impl Into<Stdio>) -> Self {
        self.command.stdout(stdout);
        self
    }

    pub(crate) fn run(mut self) -> Ran {
        self.command.stdin(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A run that does not read its input closes it.
        let _ = stdin.write_all(&self.stdin);
        drop(stdin);
        Ran::of(child.wait_with_output().unwrap())
    }

    /// Runs it with its output captured.
    pub(crate) fn output(self) -> Ran {
        self.stdout(Stdio::piped()).run()
    }
}

/// All that a run said.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            status: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Compares everything; see [`matches`] for the holes that the expected texts may have.
    #[track_caller]
    pub(crate) fn expect(self, status: i32, stdout: &str, stderr: &str) -> Self {
        let same = self.status == Some(status)
            && matches(stdout, &self.stdout)
            && matches(stderr, &self.stderr);
        assert!(
            same,
            "expected status {status}\n--- stdout\n{stdout}\n--- stderr\n{stderr}\n\
             got status {:?}\n--- stdout\n{}\n--- stderr\n{}",
            self.status, self.stdout, self.stderr
        );
        self
    }

    /// A command that did its work and had nothing to say.
    #[track_caller]
    pub(crate) fn silent(self) {
        self.expect(0, "", "");
    }
}
