//! Runs the steps of `action.yml` as GitHub's runner does.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_yaml::Value;

use crate::ci::cargo;
use crate::support::golden::root;
use crate::support::{Folder, Ran};

/// The text of the action.
pub(crate) fn action() -> Value {
    let text = fs::read_to_string(root().join("action.yml")).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

/// The steps of the action.
pub(crate) fn steps() -> Vec<Value> {
    action()["runs"]["steps"].as_sequence().unwrap().clone()
}

/// What came of a run of the action.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) status: i32,
    pub(crate) log: String,
    pub(crate) outputs: BTreeMap<String, String>,
    pub(crate) summary: String,
}

/// A repository, and the folders of the runner beside it.
pub(crate) struct Runner {
    pub(crate) folder: Folder,
}

impl Runner {
    /// `workspace/` in the folder is the checkout of the repository.
    pub(crate) fn new(folder: Folder) -> Self {
        for place in ["output", "summary", "temp/here"] {
            folder.write(place, "");
        }
        Self { folder }
    }

    /// Runs all steps, up to the first that fails.
    pub(crate) fn run(&self, inputs: &[(&str, &str)]) -> Outcome {
        let (mut status, mut log) = (0, String::new());
        for step in steps() {
            let Ran {
                status: ended,
                stdout,
                stderr,
            } = self.step(&step, inputs);
            log.push_str(&stdout);
            log.push_str(&stderr);
            status = ended.unwrap();
            if status != 0 {
                break;
            }
        }
        let outputs = self.folder.read("output");
        let outputs = outputs.lines().map(|line| line.split_once('=').unwrap());
        Outcome {
            status,
            log,
            outputs: outputs
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            summary: self.folder.read("summary"),
        }
    }

    fn step(&self, step: &Value, inputs: &[(&str, &str)]) -> Ran {
        assert_eq!(step["shell"].as_str(), Some("bash"));
        self.folder.write("step.sh", step["run"].as_str().unwrap());
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail"])
            .arg(self.folder.path("step.sh"))
            .current_dir(self.folder.path("workspace"))
            .envs(cargo::variables(&self.folder))
            .env("GITHUB_ACTION_PATH", root())
            .env("GITHUB_WORKSPACE", self.folder.path("workspace"))
            .env("GITHUB_OUTPUT", self.folder.path("output"))
            .env("GITHUB_STEP_SUMMARY", self.folder.path("summary"))
            .env("RUNNER_TEMP", self.folder.path("temp"));
        let given = step["env"].as_mapping();
        for (name, value) in given.into_iter().flatten() {
            let value = input(value.as_str().unwrap(), inputs);
            bash.env(name.as_str().unwrap(), value);
        }
        Ran::of(bash.output().unwrap())
    }
}

/// The value of `${{ inputs.NAME }}`: what is given, else the default.
fn input(expression: &str, inputs: &[(&str, &str)]) -> String {
    let name = expression.strip_prefix("${{ inputs.").unwrap();
    let name = name.strip_suffix(" }}").unwrap();
    let default = action()["inputs"][name]["default"]
        .as_str()
        .unwrap()
        .to_owned();
    let given = inputs.iter().find(|(one, _)| *one == name);
    given.map_or(default, |(_, value)| (*value).to_owned())
}
