//! The hooks, run by pre-commit in a scratch repository; only cargo is a stand-in.

use std::fs;
use std::process::Command;

use crate::ci::cargo::{calls, variables};
use crate::ci::examples::example;
use crate::support::golden::root;
use crate::support::tool::tool;
use crate::support::{Folder, Ran};

const UNFORMATTED: &str = "allow   a->b\n";
const FORMATTED: &str = "allow a -> b\n";
const WRONG: &str = "allow a => b\n";

/// `hooks/` is the repository that has the hooks, `work/` one that uses them as `docs/ci.md` says.
struct Scratch {
    folder: Folder,
}

impl Scratch {
    fn new() -> Option<Self> {
        let what = "the hooks for pre-commit: it is missing, or git";
        tool("pre-commit", what).and(tool("git", what))?;
        let hooks = fs::read(root().join(".pre-commit-hooks.yaml")).unwrap();
        let folder = Folder::new()
            .file("hooks/.pre-commit-hooks.yaml", hooks)
            .file("work/README", "");
        let scratch = Self { folder };
        for place in ["hooks", "work"] {
            scratch.git(place, &["init", "--quiet"]);
            scratch.git(place, &["add", "."]);
            scratch.git(place, &["commit", "--quiet", "--message", "first"]);
        }
        scratch.git("hooks", &["tag", "v0.1.0"]);
        let hooks = scratch.folder.path("hooks").display().to_string();
        let config = example(".pre-commit-config.yaml");
        let here = config.replace("https://git.example.com/OWNER/netpolc", &hooks);
        assert_ne!(here, config);
        scratch.folder.write("work/.pre-commit-config.yaml", here);
        Some(scratch)
    }

    fn command(&self, program: &str, place: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.folder.path(place))
            .envs(variables(&self.folder))
            .env("HOME", self.folder.path("home"))
            .env("PRE_COMMIT_HOME", self.folder.path("home/pre-commit"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", self.folder.path("home/none"))
            .env_remove("GIT_DIR")
            .env_remove("GIT_INDEX_FILE");
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), "tester");
            command.env(format!("GIT_{role}_EMAIL"), "tester@example.com");
        }
        command
    }

    fn git(&self, place: &str, arguments: &[&str]) {
        let ran = Ran::of(self.command("git", place).args(arguments).output().unwrap());
        assert_eq!(ran.status, Some(0), "{ran:?}");
    }

    /// Adds all files to the next commit, and runs the hooks on it.
    fn run(&self) -> Ran {
        self.git("work", &["add", "."]);
        let mut command = self.command("pre-commit", "work");
        Ran::of(command.args(["run", "--verbose"]).output().unwrap())
    }
}

#[test]
fn files_are_formatted_and_checked() {
    let Some(scratch) = Scratch::new() else {
        return;
    };
    scratch
        .folder
        .write("work/-policies/a b.netpol", UNFORMATTED);
    let ran = scratch.run();
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("files were modified"), "{ran:?}");
    let now = scratch.folder.read("work/-policies/a b.netpol");
    assert_eq!(now, FORMATTED);
    let ran = scratch.run();
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert_eq!(calls(&scratch.folder)[0], "install");
}

/// A file that this commit leaves alone is checked as well.
#[test]
fn the_whole_repository_is_checked() {
    let Some(scratch) = Scratch::new() else {
        return;
    };
    scratch.folder.write("work/old.netpol", WRONG);
    scratch.git("work", &["add", "old.netpol"]);
    scratch.git("work", &["commit", "--quiet", "--message", "old"]);
    scratch.folder.write("work/new.netpol", FORMATTED);
    let ran = scratch.run();
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("error[E0103 wrong-arrow]"), "{ran:?}");
    assert!(ran.stdout.contains("old.netpol:1:9"), "{ran:?}");
}

#[test]
fn a_commit_without_policies_runs_nothing() {
    let Some(scratch) = Scratch::new() else {
        return;
    };
    let ran = scratch.run();
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("(no files to check)Skipped"), "{ran:?}");
}
