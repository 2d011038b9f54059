//! Whoever applies the fixes of SARIF gets what `check --fix` writes.

use std::collections::{BTreeMap, BTreeSet};

use netpolc::diagnostics::codes;
use serde_json::Value;

use crate::machine::sarif::{decoded, list, range, results};
use crate::support::Folder;
use crate::support::fences::read;
use crate::support::golden::{files, root};
use crate::support::pages::texts;

/// Texts by their names, and which of them are inputs.
type Program = (BTreeMap<String, String>, Vec<String>);

/// What the fixes of a program come to.
enum Mended {
    /// There is none, or only alternatives.
    Nothing,
    /// Some wait for others, or are followed by others: `--fix` takes several rounds.
    InRounds,
    Texts(BTreeMap<String, String>),
}

#[test]
fn applying_them_is_what_fix_does() {
    let mut wrong = Vec::new();
    let (mut compared, mut in_rounds) = (0, 0);
    for (name, (texts, inputs)) in programs() {
        let folder = texts.iter().fold(Folder::new(), |folder, (name, text)| {
            folder.file(name, text)
        });
        let mended = match mended(&folder, &texts, &inputs) {
            Mended::Nothing => continue,
            Mended::InRounds => {
                in_rounds += 1;
                continue;
            }
            Mended::Texts(mended) => mended,
        };
        compared += 1;
        let mut arguments = vec!["check", "--fix", "--format", "sarif"];
        arguments.extend(inputs.iter().map(String::as_str));
        folder.netpolc(&arguments).output();
        for (file, text) in mended {
            let fixed = folder.read(&file);
            if fixed != text {
                wrong.push(format!("{name}: {file}: `--fix`:\n{fixed}\nSARIF:\n{text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 80, "{compared} compared, {in_rounds} not");
    assert!(
        in_rounds * 5 < compared,
        "{compared} compared, {in_rounds} not"
    );
}

/// The examples that fail, and the fixtures of one file: as they are, with CRLF, and behind a byte order
/// mark.
fn programs() -> Vec<(String, Program)> {
    let mut programs = Vec::new();
    for code in codes::ALL {
        let page = read(code.page);
        let section = "Example that fails";
        let mut blocks = page.fences.iter().filter(|one| one.section == section);
        if blocks.any(|one| one.language == "netpol") {
            let (files, inputs) = texts(&page, section);
            let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
            let files = files.iter().map(owned).collect();
            let inputs = inputs.iter().map(|one| (*one).to_owned()).collect();
            programs.push((code.id.to_owned(), (files, inputs)));
        }
    }
    for path in files(&root().join("tests/cases/check"), ".netpol") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        if name.starts_with("bad") && !text.contains("use ") && !text.contains("manifests ") {
            let shown = path.strip_prefix(root()).unwrap().display().to_string();
            let returns = text.replace("\r\n", "\n").replace('\n', "\r\n");
            let marked = format!("\u{feff}{text}");
            for text in [text, returns, marked] {
                let texts = BTreeMap::from([("input.netpol".to_owned(), text)]);
                programs.push((shown.clone(), (texts, vec!["input.netpol".to_owned()])));
            }
        }
    }
    programs
}

/// The texts with all fixes applied that are none of several.
fn mended(folder: &Folder, texts: &BTreeMap<String, String>, inputs: &[String]) -> Mended {
    let found = fixes(folder, inputs);
    if found.is_empty() {
        return Mended::Nothing;
    }
    let mut mended = texts.clone();
    let mut lines = BTreeSet::new();
    for (file, text) in &mut mended {
        let mut changes: Vec<(std::ops::Range<usize>, String)> = Vec::new();
        for fix in &found {
            let changed = list(&fix["artifactChanges"]).iter();
            let changed = changed.filter(|one| decoded(uri(one)) == *file);
            let own = changed
                .flat_map(|one| list(&one["replacements"]))
                .map(|one| {
                    let new = one["insertedContent"]["text"].as_str().unwrap();
                    (range(text, &one["deletedRegion"]), new.to_owned())
                });
            let own: Vec<_> = own.collect();
            let meets = own.iter().any(|(range, new)| {
                let touches = |other: &std::ops::Range<usize>| {
                    range.start <= other.end && other.start <= range.end
                };
                let is_line = range.is_empty() && new.contains('\n');
                changes.iter().any(|(other, _)| touches(other))
                    || is_line && !lines.insert(new.trim().to_owned())
            });
            if meets {
                return Mended::InRounds;
            }
            changes.extend(own);
        }
        changes.sort_by_key(|(range, _)| (range.start, range.end));
        for (range, new) in changes.into_iter().rev() {
            text.replace_range(range, &new);
        }
    }
    let again = mended.iter().fold(Folder::new(), |folder, (name, text)| {
        folder.file(name, text)
    });
    if fixes(&again, inputs).is_empty() {
        Mended::Texts(mended)
    } else {
        Mended::InRounds
    }
}

/// The fixes that `--fix` would apply: those that are none of several, and change inputs only.
fn fixes(folder: &Folder, inputs: &[String]) -> Vec<Value> {
    let mut arguments = vec!["check", "--format", "sarif"];
    arguments.extend(inputs.iter().map(String::as_str));
    let ran = folder.netpolc(&arguments).output();
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    let fixes = results(&document).iter().filter_map(|result| {
        let [fix] = list(&result["fixes"]) else {
            return None;
        };
        let mut changed = list(&fix["artifactChanges"]).iter();
        let of_inputs = changed.all(|one| inputs.contains(&decoded(uri(one))));
        of_inputs.then(|| fix.clone())
    });
    fixes.collect()
}

fn uri(change: &Value) -> &str {
    change["artifactLocation"]["uri"].as_str().unwrap()
}
