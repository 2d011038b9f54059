//! Whole transcripts: what people see who make the classic mistakes.
//!
//! A `.txt` file below `tests/cases/transcripts` has command lines that begin with `$ netpolc`, each with all
//! that it prints and its exit code. They run in the folder where it stands; `< FILE` is their input.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::support::fences::read;
use crate::support::golden::{compare, files, root, update};
use crate::support::{Folder, Netpolc, Ran};

#[test]
fn they_are_those_expected() {
    let all = files(&root().join("tests/cases/transcripts"), ".txt");
    assert!(all.len() > 10, "only {} transcripts", all.len());
    let mut wrong = Vec::new();
    for path in all {
        let kept = fs::read_to_string(&path).unwrap();
        let commands = kept.lines().filter(|line| line.starts_with(PROMPT));
        let mut now = String::new();
        for command in commands {
            let ran = run(path.parent().unwrap(), command);
            let Ran { stdout, stderr, .. } = &ran;
            let _ = writeln!(
                now,
                "{command}\n{stdout}{stderr}[{}]\n",
                ran.status.unwrap()
            );
        }
        assert!(!now.is_empty(), "{}: no command", path.display());
        compare(&path, &now, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(
        !update(),
        "the golden files were written: run again without NETPOLC_UPDATE"
    );
}

/// What the documents show: run on the block of the language above it, as `shop.netpol`, beside the manifests
/// above that.
#[test]
fn those_in_the_documents_are_true() {
    let mut wrong = Vec::new();
    let mut shown = 0;
    for name in ["README.md", "docs/tutorial.md"] {
        let text = fs::read_to_string(root().join(name)).unwrap();
        let folder = Folder::new();
        let (mut renewed, mut rest) = (String::new(), text.as_str());
        for fence in &read(&text).fences {
            match fence.language.as_str() {
                "netpol" => folder.write("shop.netpol", &fence.text),
                "yaml" => {
                    if let Some(file) = fence.value("file") {
                        folder.write(file, &fence.text);
                    }
                }
                "console" if fence.text.starts_with(SHOWN) => {
                    let (command, _) = fence.text.split_once('\n').unwrap();
                    let ran = run(folder.root(), command);
                    let (before, after) = rest.split_once(&fence.text).unwrap();
                    let _ = writeln!(renewed, "{before}{command}\n{}", ran.stdout.trim_end());
                    rest = after;
                    shown += 1;
                }
                _ => {}
            }
        }
        renewed.push_str(rest);
        compare(&root().join(name), &renewed, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert_eq!(shown, 3);
}

/// The command that documents show the answer of.
const SHOWN: &str = "$ netpolc check shop.netpol\n";

/// What a command line begins with.
const PROMPT: &str = "$ netpolc ";

fn run(folder: &Path, command: &str) -> Ran {
    let words = command.strip_prefix(PROMPT).unwrap();
    let (words, input) = match words.split_once(" < ") {
        Some((words, input)) => (words, Some(input)),
        None => (words, None),
    };
    let mut arguments = Vec::new();
    for (at, part) in words.split('\'').enumerate() {
        // What is in single quotes is one word.
        match at % 2 {
            1 => arguments.push(part),
            _ => arguments.extend(part.split_whitespace()),
        }
    }
    let netpolc = Netpolc::new(folder, &arguments);
    match input {
        Some(input) => netpolc
            .stdin(fs::read(folder.join(input)).unwrap())
            .output(),
        None => netpolc.output(),
    }
}
