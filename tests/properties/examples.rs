//! The examples, shuffled and respelt as text, are written to the same bytes.

use std::path::Path;

use netpolc::driver::{Options, Run, run};

use crate::properties::random::Random;
use crate::properties::rewriting::difference;
use crate::support::compile::{Disk, file, short, yaml};
use crate::support::golden::{files, root};

const SHUFFLES: u64 = 12;

#[test]
fn rewritten_examples_are_written_to_the_same_bytes() {
    let paths = files(&root().join("examples"), ".netpol");
    assert!(paths.len() >= 18, "only {} examples", paths.len());
    let mut changed = 0;
    for path in &paths {
        let input = file(path, "example.netpol").unwrap();
        let text = String::from_utf8(input.bytes).unwrap();
        let expected = compiled(path, &text);
        for seed in 0..SHUFFLES {
            let rewritten = rewritten(&text, &mut Random::new(seed));
            changed += u64::from(rewritten != text);
            let run = compiled(path, &rewritten);
            let said = short(&run);
            let (before, after) = (yaml(&expected), yaml(&run));
            assert!(
                before == after && run.has_errors() == expected.has_errors(),
                "{}, seed {seed}:\n{rewritten}\n{said}{}",
                path.display(),
                difference(&before, &after)
            );
        }
    }
    let all = SHUFFLES * u64::try_from(paths.len()).unwrap();
    assert!(
        changed * 10 > all * 9,
        "only {changed} of {all} are changed"
    );
}

/// Compiles a text as if it stood in the file of that path, so that what it uses is found.
fn compiled(path: &Path, text: &str) -> Run {
    let mut input = file(path, "example.netpol").unwrap();
    input.bytes = text.as_bytes().to_vec();
    run(vec![input], &Disk, &Options::default())
}

fn rewritten(text: &str, random: &mut Random) -> String {
    let mut sections: Vec<Vec<String>> = vec![Vec::new()];
    for statement in statements(text) {
        if statement.starts_with("namespace ") {
            sections.push(Vec::new());
        }
        sections.last_mut().unwrap().push(statement);
    }
    let mut out = String::new();
    for mut section in sections {
        let rules: Vec<String> = section
            .iter()
            .filter(|one| {
                ["allow ", "isolate ", "default "]
                    .iter()
                    .any(|word| one.starts_with(word))
            })
            .cloned()
            .collect();
        if !rules.is_empty() {
            section.extend(random.some(&rules));
        }
        let namespace = usize::from(
            section
                .first()
                .is_some_and(|one| one.starts_with("namespace ")),
        );
        random.shuffle(&mut section[namespace..]);
        for statement in section {
            out.push_str(random.pick(&["", "", "\n", "# a comment -> of ours, (\n", "  "]));
            out.push_str(&respelt(&statement, random));
            out.push_str(random.pick(&["\n", "\n", "   # why [\n", "\r\n", "\n\n"]));
        }
    }
    out
}

/// The statements of a text, without comments: a line that goes on is one with the next. No string in
/// the examples has a `#`.
fn statements(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut open = String::new();
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        if !open.is_empty() {
            open.push('\n');
        }
        open.push_str(line);
        let depth = open.matches(['(', '[']).count() - open.matches([')', ']']).count();
        if depth == 0 && !open.ends_with(',') && !open.ends_with("->") {
            all.push(std::mem::take(&mut open));
        }
    }
    assert_eq!(open, "", "a statement without its end");
    all
}

/// The same statement otherwise: the space around marks, `==`, and parentheses around one port.
fn respelt(statement: &str, random: &mut Random) -> String {
    let (rule, reason) = match statement.find(" because ") {
        Some(at) => statement.split_at(at),
        None => (statement, ""),
    };
    if rule.starts_with("use ") {
        return statement.to_owned();
    }
    let arrow = random.pick(&[" -> ", "->", "\t->\n  ", " ->  # on\n\n "]);
    let comma = random.pick(&[", ", ",", ",\n\n  # next\n  ", " , "]);
    let mut out = String::new();
    let mut in_selector = false;
    for word in rule
        .replace(" -> ", arrow)
        .split_inclusive([',', '[', ']', '='])
    {
        match word.chars().last() {
            Some('[') => in_selector = true,
            Some(']') => in_selector = false,
            _ => {}
        }
        match word.strip_suffix(',') {
            Some(word) => {
                out.push_str(word);
                out.push_str(comma);
            }
            None => out.push_str(word),
        }
        if in_selector && word.ends_with('=') && !word.ends_with("!=") && random.chance(50) {
            out.push('=');
        }
    }
    out = one_port(&out, random);
    out.push_str(reason);
    out
}

/// `:80` as `:(80)`, here and there. What has `::` is an address.
fn one_port(rule: &str, random: &mut Random) -> String {
    if rule.contains("::") {
        return rule.to_owned();
    }
    let mut out = String::new();
    for (at, part) in rule.split(':').enumerate() {
        let end = part
            .find(|char: char| !char.is_ascii_digit())
            .unwrap_or(part.len());
        let (number, rest) = part.split_at(end);
        if at > 0 {
            out.push(':');
        }
        let alone = rest.is_empty() || rest.starts_with([' ', ',', '\n', '\t', '\r']);
        if at > 0 && end > 0 && alone && random.chance(60) {
            out.extend(["(", number, random.pick(&["", " ", ","]), ")"]);
        } else {
            out.push_str(number);
        }
        out.push_str(rest);
    }
    out
}
