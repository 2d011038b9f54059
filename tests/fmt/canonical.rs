//! What we show is in canonical form: the examples, the programs in the documents, and what `init` writes.

use std::fs;
use std::path::PathBuf;

use crate::support::canonical::canonical;
use crate::support::fences::read;
use crate::support::golden::{compare, files, root, update};

#[test]
fn examples_and_first_programs_are_canonical() {
    let mut paths = files(&root().join("examples"), ".netpol");
    assert!(paths.len() >= 18, "only {} examples", paths.len());
    let written = files(&root().join("tests/cases/init"), ".netpol");
    assert!(written.len() >= 4, "only {} first programs", written.len());
    paths.extend(written);
    let mut wrong = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        compare(&path, &canonical(&text).unwrap(), &mut wrong);
    }
    finish(&wrong);
}

/// A block that shows another form says `unformatted` behind the word `netpol` of its fence.
#[test]
fn programs_in_the_documents_are_canonical() {
    let mut paths: Vec<PathBuf> = ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"]
        .map(|name| root().join(name))
        .into();
    paths.extend(files(&root().join("docs"), ".md"));
    paths.extend(files(&root().join("examples"), ".md"));
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in paths {
        let mut text = fs::read_to_string(&path).unwrap();
        for fence in read(&text).fences {
            if fence.language != "netpol" || fence.has("unformatted") {
                continue;
            }
            let Some(formatted) = canonical(&fence.text) else {
                continue;
            };
            count += 1;
            if formatted == fence.text {
                continue;
            }
            if update() {
                text = text.replacen(&fence.text, &formatted, 1);
            } else {
                wrong.push(format!("{}:{}:\n{formatted}", path.display(), fence.line));
            }
        }
        if update() {
            fs::write(&path, text).unwrap();
        }
    }
    assert!(count > 150, "only {count} programs");
    finish(&wrong);
}

fn finish(wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "not in canonical form:\n{}",
        wrong.join("\n")
    );
    assert!(
        !update(),
        "the files were written: run again without NETPOLC_UPDATE"
    );
}
