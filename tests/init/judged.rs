//! What is said of real applications, each with a sentence of judgement: is it true, or where is the limit?

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use crate::corpus::corpus;
use crate::init::applications::written;
use crate::inventory;
use crate::support::golden::{compare, root, update};

/// How judgements begin.
const KINDS: [&str; 2] = ["  a true fault: ", "  a known limit: "];

#[test]
fn what_is_said_of_real_applications_is_judged() {
    let Some(corpus) = corpus() else {
        return;
    };
    let apps = corpus.join("apps");
    let golden = root().join("tests/cases/init/corpus/judged.txt");
    let before = fs::read_to_string(&golden).unwrap_or_default();
    let mut judgements = BTreeMap::new();
    let mut lines = before.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(judgement) = lines.next_if(|next| next.starts_with(' ')) {
            judgements.insert(line, judgement);
        }
    }
    let mut now = String::new();
    for (name, _, _) in inventory::applications::APPLICATIONS {
        let (folder, home) = written(&apps, name);
        let arguments = [&["check", "out.netpol", "--format", "short"], &*home].concat();
        let ran = folder.netpolc(&arguments).output();
        assert_eq!(ran.status, Some(0), "{name}: {}", ran.stdout);
        let _ = writeln!(now, "# {name}");
        for line in ran.stdout.lines() {
            let line = line.split_once("/apps/").map_or(line, |(_, rest)| rest);
            assert!(line.contains(": warning["), "{line}");
            let judgement = judgements.get(line).unwrap_or(&"  ?");
            let _ = writeln!(now, "{line}\n{judgement}");
        }
    }
    let mut wrong = Vec::new();
    compare(&golden, &now, &mut wrong);
    let judged = now.lines().filter(|line| line.starts_with(' '));
    let unjudged = judged.filter(|line| !KINDS.iter().any(|kind| line.starts_with(kind)));
    wrong.extend(unjudged.map(|line| format!("no judgement: {line}")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(
        !update(),
        "the judgements were written: run again without NETPOLC_UPDATE"
    );
}
