//! What the documents say is so: every example compiles, or fails as it says; every command exists;
//! every code has its page.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use netpolc::diagnostics::{Severity, codes};
use netpolc::driver::{Run, run};

use crate::support::Folder;
use crate::support::compile::{short, tested, yaml};
use crate::support::fences::{Document, Fence, read};
use crate::support::golden::{files, root};
use crate::support::memory::Memory;
use crate::support::pages::{Example, programs};

/// How many blocks may stand there that are not compiled.
const MOST_FRAGMENTS: usize = 6;

/// The sections that every page has, in this order; others may stand between them.
const SECTIONS: [&str; 4] = ["What it means", "Example that fails", "Fixed", "Why"];

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let mut pages: Vec<String> = files(&root().join("docs/errors"), ".md")
        .iter()
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .filter(|name| name != "README")
        .collect();
    pages.sort();
    let mut ids: Vec<String> = codes::ALL.iter().map(|code| code.id.to_owned()).collect();
    ids.sort();
    assert_eq!(pages, ids);
}

#[test]
fn the_index_lists_every_code_in_order() {
    let index = fs::read_to_string(root().join("docs/errors/README.md")).unwrap();
    let rows: Vec<(String, String)> = index
        .lines()
        .filter(|line| line.starts_with("| ["))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [code, slug, meaning] = cells.as_slice() else {
                panic!("a row has three cells: {line}");
            };
            assert!(!meaning.is_empty(), "{line}");
            ((*code).to_owned(), (*slug).to_owned())
        })
        .collect();
    let expected: Vec<(String, String)> = codes::ALL
        .iter()
        .map(|code| {
            let id = code.id;
            (format!("[{id}]({id}.md)"), format!("`{}`", code.slug))
        })
        .collect();
    assert_eq!(rows, expected);
}

#[test]
fn pages_have_the_same_shape() {
    let mut wrong = Vec::new();
    for code in codes::ALL {
        let page = read(code.page);
        if page.title != format!("{} {}", code.id, code.slug) {
            wrong.push(format!("{}: is titled `{}`", code.id, page.title));
        }
        let sections: Vec<&str> = page
            .sections
            .iter()
            .map(String::as_str)
            .filter(|section| SECTIONS.contains(section))
            .collect();
        if sections != SECTIONS {
            wrong.push(format!("{}: has the sections {sections:?}", code.id));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn examples_that_fail_do_so_by_their_code_and_fixed_ones_do_not() {
    let mut wrong = Vec::new();
    // What no text brings about: the checks of the text come first.
    let reachable = codes::ALL
        .iter()
        .filter(|code| ***code != codes::BROKEN_PROMISE);
    for code in reachable {
        let page = read(code.page);
        let failing = Example::failing(code);
        let found = &failing.diagnostics;
        if found.is_empty() || found.iter().any(|one| one.code != *code) {
            let said = failing.short();
            wrong.push(format!("{}: the example that fails says\n{said}", code.id));
        }
        let sections = page.sections.iter().map(String::as_str);
        for section in sections.filter(|one| !SECTIONS.contains(one)) {
            for run in programs(&page, section) {
                if !run.diagnostics.is_empty() {
                    let said = short(&run);
                    wrong.push(format!("{}: `{section}` says\n{said}", code.id));
                }
            }
        }
        let fixed = Example::of(&page, "Fixed");
        if !fixed.diagnostics.is_empty() {
            let said = fixed.short();
            wrong.push(format!("{}: the fixed example says\n{said}", code.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn blocks_of_the_documents_compile_or_fail_as_they_say() {
    let mut wrong = Vec::new();
    let mut fragments = 0;
    let mut compiled = 0;
    for (name, document) in documents() {
        for fence in document
            .fences
            .iter()
            .filter(|one| one.language == "netpol")
        {
            if fence.has("fragment") {
                fragments += 1;
                continue;
            }
            compiled += 1;
            let run = compile_in(&document, fence);
            let found: Vec<&str> = run.diagnostics.iter().map(|one| one.code.slug).collect();
            let right = match fence.value("fails") {
                Some(slug) => !found.is_empty() && found.iter().all(|one| *one == slug),
                None => found.is_empty(),
            };
            if !right {
                wrong.push(format!("{name}:{}\n{}", fence.line, short(&run)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compiled > 50, "only {compiled} blocks were compiled");
    assert!(fragments <= MOST_FRAGMENTS, "{fragments} fragments");
}

/// A `yaml` block is what the nearest `netpol` block above it compiles to: a contiguous part of it,
/// or, with `abridged` in its fence, some of its lines in their order. With `file` in its fence it is
/// what somebody else wrote.
#[test]
fn yaml_in_the_documents_is_what_is_written() {
    let mut wrong = Vec::new();
    let mut compared = 0;
    for (name, document) in documents() {
        let mut written: Option<String> = None;
        for fence in &document.fences {
            if fence.language == "netpol" && !is_error(fence.value("fails")) {
                written = Some(yaml(&compile_in(&document, fence)));
            }
            if fence.language != "yaml" || fence.value("file").is_some() {
                continue;
            }
            compared += 1;
            let written: Vec<&str> = written.as_deref().unwrap_or_default().lines().collect();
            let shown: Vec<&str> = fence.text.lines().collect();
            let shown = match shown.split_first() {
                Some((first, rest)) if first.starts_with("# Generated by netpolc") => rest,
                _ => &shown,
            };
            let same = if fence.has("abridged") {
                let mut lines = written.iter();
                shown.iter().all(|line| lines.any(|one| one == line))
            } else {
                written.windows(shown.len()).any(|part| part == shown)
            };
            if !same {
                let (line, written) = (fence.line, written.join("\n"));
                wrong.push(format!("{name}:{line}: is no part of\n{written}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 5, "only {compared} blocks were compared");
}

/// Compiles a block of a document: `manifests` finds the blocks of YAML above it that have a `file`.
fn compile_in(document: &Document, fence: &Fence) -> Run {
    let mut memory = Memory::default();
    let above = document.fences.iter();
    let above = above.take_while(|one| one.line < fence.line);
    for manifest in above.filter(|one| one.language == "yaml") {
        if let Some(name) = manifest.value("file") {
            memory.add(name, manifest.text.as_bytes());
        }
    }
    memory.add("test.netpol", fence.text.as_bytes());
    run(vec![memory.input("test.netpol")], &memory, &tested())
}

/// Whether what a block says of itself keeps it from being written.
fn is_error(fails: Option<&str>) -> bool {
    let code = fails.and_then(codes::find);
    code.is_some_and(|code| code.severity == Severity::Error)
}

#[test]
fn commands_in_the_documents_exist() {
    let folder = Folder::new();
    let help = |arguments: &[&str]| folder.netpolc(arguments).output().stdout;
    let mut known = BTreeMap::new();
    known.insert(String::new(), options(&help(&["--help"])));
    for command in subcommands(&help(&["--help"])) {
        let options = options(&help(&[&command, "--help"]));
        known.insert(command, options);
    }
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (name, document) in documents() {
        for command in commands(&document) {
            seen += 1;
            if let Err(what) = exists(&known, &command) {
                wrong.push(format!("{name}: `netpolc {}`: {what}", command.join(" ")));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert!(seen > 15, "only {seen} commands were found");
}

#[test]
fn a_command_that_does_not_exist_is_found_out() {
    let mut known = BTreeMap::new();
    known.insert("build".to_owned(), vec!["--check".to_owned()]);
    let exists = |text: &str| exists(&known, &words_of(text)).is_ok();
    assert!(exists("build --check a.netpol"));
    assert!(!exists("build --chek a.netpol"));
    assert!(!exists("biuld"));
}

/// Every document but the pages of the codes, with its path.
fn documents() -> Vec<(String, Document)> {
    let mut paths: Vec<PathBuf> = ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"]
        .iter()
        .map(|name| root().join(name))
        .collect();
    paths.extend(files(&root().join("docs"), ".md"));
    paths.extend(files(&root().join("examples"), ".md"));
    let read = paths
        .iter()
        .filter(|path| !path.starts_with(root().join("docs/errors")) || path.ends_with("README.md"))
        .map(|path| {
            let name = path.strip_prefix(root()).unwrap();
            let text = fs::read_to_string(path).unwrap();
            (name.to_string_lossy().replace('\\', "/"), read(&text))
        });
    read.collect()
}

/// What follows `netpolc` in the shell blocks of a document, and in its inline code.
fn commands(document: &Document) -> Vec<Vec<String>> {
    let mut lines = Vec::new();
    for fence in &document.fences {
        if ["console", "sh"].contains(&fence.language.as_str()) {
            let joined = fence.text.replace("\\\n", " ");
            lines.extend(joined.lines().map(str::to_owned));
        }
    }
    for line in &document.prose {
        let code = line.split('`').skip(1).step_by(2);
        lines.extend(
            code.filter(|one| one.starts_with("netpolc "))
                .map(str::to_owned),
        );
    }
    let mut found = Vec::new();
    for line in lines {
        let line = line.split(" #").next().unwrap_or_default();
        let words = words_of(line);
        for part in words.split(|word| ["|", "&&", ";", "||"].contains(&word.as_str())) {
            let mut part = part
                .iter()
                .skip_while(|word| *word == "$" || word.contains('='));
            if part.next().is_some_and(|word| word == "netpolc") {
                found.push(
                    part.take_while(|word| *word != "<" && *word != ">")
                        .cloned()
                        .collect(),
                );
            }
        }
    }
    found
}

fn words_of(line: &str) -> Vec<String> {
    let words = line.split_whitespace();
    words
        .map(|word| word.trim_matches(['[', ']', '…']).to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether the command line is one that the binary has. Words in capitals stand for others.
fn exists(known: &BTreeMap<String, Vec<String>>, command: &[String]) -> Result<(), String> {
    let placeholder = |word: &str| word.chars().all(|char| char.is_ascii_uppercase());
    let subcommand = match command.first() {
        None => return Ok(()),
        Some(first) if first.starts_with('-') => "",
        Some(first) if placeholder(first) => "",
        Some(first) => first,
    };
    let Some(options) = known.get(subcommand) else {
        return Err(format!("there is no `{subcommand}`"));
    };
    for word in command
        .iter()
        .filter(|word| word.starts_with('-') && word.len() > 1 && *word != "->")
    {
        let option = word.split('=').next().unwrap_or(word);
        if !options.iter().any(|one| one == option) {
            return Err(format!("there is no `{option}`"));
        }
    }
    Ok(())
}

/// The subcommands that a help lists.
fn subcommands(help: &str) -> Vec<String> {
    let listed = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty());
    let first_words = listed.filter_map(|line| line.split_whitespace().next());
    let found: Vec<String> = first_words.map(str::to_owned).collect();
    assert!(found.contains(&"build".to_owned()), "{help}");
    found
}

/// The options that a help lists.
fn options(help: &str) -> Vec<String> {
    let words = help.split(|char: char| char.is_whitespace() || char == ',');
    words
        .filter(|word| word.starts_with('-') && word.len() > 1 && *word != "->")
        .map(str::to_owned)
        .collect()
}
