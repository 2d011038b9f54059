//! The syntax stage: fixtures, recovery, properties and bounded work.
//!
//! `NETPOLC_UPDATE=1 cargo test --test syntax` rewrites what the fixtures expect.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{ast_lines, diagnostic_lines, spans};
use netpolc::diagnostics::{Diagnostic, apply, codes};
use netpolc::source::FileId;
use netpolc::syntax::ast::Ast;
use netpolc::syntax::parse;
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/syntax");

/// Fixtures that are not about one code.
const MIXED: [&str; 2] = ["recovery", "twenty-mistakes"];

fn read(text: &str) -> (Ast, Vec<Diagnostic>) {
    parse(FileId(0), text)
}

/// The files of a folder of fixtures, sorted.
fn files(folder: &str) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(Path::new(CASES).join(folder))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

fn extension(path: &Path) -> &str {
    path.extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or("")
}

fn stem(path: &Path) -> &str {
    path.file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or("")
}

fn updating() -> bool {
    std::env::var_os("NETPOLC_UPDATE").is_some()
}

/// A fixture's program, and the expectation that it ends with.
fn split(text: &str) -> (&str, &str) {
    let start = if text.starts_with("#! ") {
        Some(0)
    } else {
        text.find("\n#! ").map(|at| at + 1)
    };
    start
        .and_then(|start| text.split_at_checked(start))
        .unwrap_or((text, ""))
}

#[test]
fn right_programs_parse() -> Result<(), Box<dyn Error>> {
    let mut failures = Vec::new();
    let paths = files("ok")?;
    for path in &paths {
        let dump = path.with_extension("ast");
        match extension(path) {
            "netpol" => {}
            "ast" if path.with_extension("netpol").exists() => continue,
            _ => {
                failures.push(format!("{} belongs to no fixture", path.display()));
                continue;
            }
        }
        let text = fs::read_to_string(path)?;
        let (ast, diagnostics) = read(&text);
        let printed = diagnostic_lines::print(&diagnostics, &text);
        if !printed.is_empty() {
            failures.push(format!("{}\n{printed}", path.display()));
        }
        let actual = ast_lines::print(&ast, &text);
        if updating() {
            fs::write(&dump, &actual)?;
        }
        let expected = fs::read_to_string(&dump).unwrap_or_default();
        if actual != expected {
            failures.push(format!("{} is now\n{actual}", dump.display()));
        }
    }
    assert!(paths.len() > 10, "the fixtures are gone");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    Ok(())
}

#[test]
fn mistakes_are_explained() -> Result<(), Box<dyn Error>> {
    let mut failures = Vec::new();
    for path in files("err")? {
        let text = fs::read_to_string(&path)?;
        let (program, expected) = split(&text);
        let (_, diagnostics) = read(program);
        let actual = diagnostic_lines::print(&diagnostics, program);
        if updating() && actual != expected {
            fs::write(&path, format!("{program}{actual}"))?;
        } else if actual != expected {
            failures.push(format!("{} gives\n{actual}", path.display()));
        }
        let slug = stem(&path);
        let about = |diagnostic: &Diagnostic| diagnostic.code.slug == slug;
        if extension(&path) != "netpol"
            || diagnostics.is_empty()
            || !(MIXED.contains(&slug) || diagnostics.iter().all(about))
        {
            failures.push(format!("{} is not about its code alone", path.display()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    Ok(())
}

#[test]
fn every_syntax_code_has_a_fixture() {
    // The protocol's word is judged where its value is.
    let missing: Vec<_> = codes::ALL
        .iter()
        .filter(|code| code.id < codes::UNKNOWN_PROTOCOL.id)
        .map(|code| format!("{CASES}/err/{}.netpol", code.slug))
        .filter(|path| !Path::new(path).exists())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_fix_removes_its_diagnostic() -> Result<(), Box<dyn Error>> {
    let mut failures = Vec::new();
    let mut fixes = 0;
    for path in files("err")? {
        let text = fs::read_to_string(&path)?;
        let (program, _) = split(&text);
        for diagnostic in read(program).1 {
            for fix in &diagnostic.fixes {
                fixes += 1;
                let mended = apply(program, &fix.edits).ok_or("an edit lies outside")?;
                let still = read(&mended).1.into_iter().any(|after| {
                    after.code == diagnostic.code
                        && after.primary.span.start == diagnostic.primary.span.start
                });
                if still {
                    failures.push(format!("{}: {}", path.display(), diagnostic.message));
                }
            }
        }
    }
    assert!(fixes > 50, "only {fixes} fixes were tried");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    Ok(())
}

#[test]
fn messages_keep_their_form() -> Result<(), Box<dyn Error>> {
    for path in files("err")? {
        let text = fs::read_to_string(&path)?;
        for diagnostic in read(split(&text).0).1 {
            let message = &diagnostic.message;
            assert!(!message.ends_with('.'), "{message}");
            assert!(message.len() < 200, "{message}");
            // Names of grammar rules hold an underscore or are upper case.
            let prose: String = message.split('`').step_by(2).collect();
            assert!(!prose.contains('_'), "{message}");
            let shouted = |word: &str| word.len() > 2 && word.chars().all(char::is_uppercase);
            assert!(
                !prose.split(' ').any(|w| shouted(w) && w != "YAML"),
                "{message}"
            );
        }
    }
    Ok(())
}

#[test]
fn every_rule_of_the_grammar_has_an_example() -> Result<(), Box<dyn Error>> {
    let grammar = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/grammar/netpol.pest"))?;
    let mut before = "";
    let mut rules = 0;
    for line in grammar.lines() {
        if line.contains(" = ") && !line.starts_with([' ', '/']) {
            rules += 1;
            assert!(before.starts_with("// "), "{line}");
        }
        before = line;
    }
    assert!(rules > 80, "only {rules} rules were found");
    Ok(())
}

#[test]
fn twenty_mistakes_are_twenty_diagnostics() -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(Path::new(CASES).join("err/twenty-mistakes.netpol"))?;
    let (program, _) = split(&text);
    let (ast, diagnostics) = read(program);
    let index = netpolc::source::LineIndex::new(program);
    let lines: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| index.position(program, diagnostic.primary.span.start).line)
        .collect();
    assert_eq!(lines, (1..=20).collect::<Vec<_>>());
    assert!(ast.statements.is_empty());
    Ok(())
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() -> Result<(), Box<dyn Error>> {
    for path in files("ok")? {
        if extension(&path) != "netpol" {
            continue;
        }
        let text = fs::read_to_string(&path)?;
        let expected = ast_lines::print(&read(&text).0, &text);
        let crlf = text.replace('\n', "\r\n");
        assert!(read(&crlf).1.is_empty(), "{}", path.display());
        assert_eq!(ast_lines::print(&read(&crlf).0, &crlf), expected);
        let marked = format!("\u{feff}{text}");
        assert!(read(&marked).1.is_empty(), "{}", path.display());
        let bare = text.trim_end();
        assert_eq!(
            read(bare).0.statements.len(),
            read(&text).0.statements.len()
        );
        assert!(read(&format!("{bare}\r")).1.is_empty());
    }
    Ok(())
}

#[test]
fn control_characters_are_found_wherever_they_stand() {
    for text in [
        "allow a -> b\0",
        "allow \"a\0\" -> b",
        "allow a\r-> b",
        "# comment \0",
        "allow a -> b # \u{202e}c",
        "\0",
    ] {
        let slugs: Vec<_> = read(text).1.iter().map(|found| found.code.slug).collect();
        assert_eq!(slugs, ["control-character"], "{text:?}");
    }
}

#[test]
fn broken_declarations_poison_their_names() {
    let poisoned = |text: &str| {
        let (ast, _) = read(text);
        let names: Vec<_> = ast.poisoned.iter().map(ToString::to_string).collect();
        (names.join(" "), ast.poisoned_use)
    };
    let case = |text, names: &str, used| {
        assert_eq!(poisoned(text), (names.to_owned(), used), "{text}");
    };
    case("workload b, \"c d\" e", "b c d e", false);
    case("group g = a, (b", "a b g", false);
    case("worklod x", "x", false);
    case("label app workload x", "x", false);
    case("office = 10.0.0.0/8", "10.0.0.0 8 office", false);
    case("use common.netpol", "", true);
    case("allow a -> -> b", "", false);
    case("kind: Pod", "", false);
    case("workload x\nnetwork y = 10.0.0.0/8", "", false);
}

#[test]
fn a_broken_namespace_is_noted() {
    for (text, lost) in [
        ("namespace shop!", true),
        ("namespce shop", true),
        ("namespace shop label app", true),
        ("label app namespace shop", true),
        ("namespace shop\nallow ->", false),
        ("apiVersion: v1\nnamespace: shop", false),
    ] {
        assert_eq!(read(text).0.poisoned_namespace, lost, "{text}");
    }
}

fn check_spans(text: &str) -> Result<(), TestCaseError> {
    let (ast, diagnostics) = read(text);
    let said = diagnostics.iter().flat_map(spans::of_diagnostic);
    for span in spans::of_ast(&ast).into_iter().chain(said) {
        if text.get(span.range()).is_none() {
            return Err(TestCaseError::fail(format!("{span:?} of {text:?}")));
        }
    }
    Ok(())
}

fn runner(cases: u32) -> TestRunner {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, b"netpolc syntax, always the same!");
    TestRunner::new_with_rng(config, seed)
}

/// Pieces of the language, and of what people write for it.
const PIECES: [&str; 60] = [
    "allow ",
    "deny ",
    "expect ",
    "isolate ",
    "default ",
    "workload ",
    "network ",
    "group ",
    "service ",
    "namespace ",
    "label ",
    "use ",
    "->",
    " -> ",
    "=>",
    "<-",
    "→",
    "-->",
    ":",
    ",",
    ", ",
    "/",
    "*",
    "(",
    ")",
    "[",
    "]",
    "=",
    "!=",
    "==",
    "!",
    " in ",
    " notin ",
    "\"",
    "\"x y\"",
    "\\",
    " except ",
    " because ",
    ":80",
    ":http",
    "/udp",
    "8000-8999",
    ":ingress",
    ":egress",
    "any",
    "10.0.0.0/8",
    "2001:db8::1",
    "::",
    "\n",
    "\r\n",
    "\t",
    "#",
    "\u{a0}",
    "\u{200b}",
    "“",
    "é",
    "-",
    "frontend",
    "- from:",
    "\0",
];

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..24).prop_map(|all| all.concat())
}

#[test]
fn spans_lie_in_arbitrary_text() -> Result<(), Box<dyn Error>> {
    let text = prop_oneof![
        any::<String>(),
        pieces(),
        pieces().prop_map(|text| format!("allow a -> b{text}"))
    ];
    runner(4000).run(&text, |text| check_spans(&text))?;
    Ok(())
}

#[test]
fn spans_lie_in_mutated_programs() -> Result<(), Box<dyn Error>> {
    let mut programs = Vec::new();
    for path in files("ok")? {
        if extension(&path) == "netpol" {
            programs.push(fs::read_to_string(path)?);
        }
    }
    let mutation = (any::<prop::sample::Index>(), 0..4_usize, pieces());
    let case = (
        prop::sample::select(programs),
        prop::collection::vec(mutation, 1..4),
    );
    runner(1000).run(&case, |(program, mutations)| {
        let mut characters: Vec<char> = program.chars().collect();
        for (index, removed, piece) in mutations {
            let at = index.index(characters.len() + 1);
            let end = (at + removed).min(characters.len());
            characters.splice(at..end, piece.chars().take(12));
        }
        check_spans(&characters.into_iter().collect::<String>())
    })?;
    Ok(())
}

#[test]
fn a_broken_line_reaches_no_other() -> Result<(), Box<dyn Error>> {
    let line = prop_oneof![any::<String>(), pieces(), Just("allow (".to_owned())]
        .prop_map(|text| text.replace('\n', " "));
    runner(3000).run(&line, |line| {
        let first = "allow first -> backend:80";
        let last = "allow last -> backend:(80, 443)";
        let text = format!("{first}\n{line}\n{last}");
        let (ast, _) = read(&text);
        let said: Vec<_> = ast
            .statements
            .iter()
            .filter_map(|statement| text.get(statement.span.range()))
            .collect();
        if said.first() == Some(&first) && said.last() == Some(&last) {
            return Ok(());
        }
        Err(TestCaseError::fail(format!("{text:?} gives {said:?}")))
    })?;
    Ok(())
}

/// Texts whose every part invites to be read again and again.
#[test]
fn work_is_bounded() {
    let long = |piece: &str, size: usize| piece.repeat(size / piece.len());
    for piece in [
        "a", "-", "=", "—", "(", "[", "\"", "a,", "-—", "=~", ":", "::", ".", "é", "<", "[a", "a:",
        "1.", "\\", "->", "a-", "[(", "(]", " ", "#", "- ",
    ] {
        let garbage = long(piece, 1_000_000);
        let blank = matches!(piece, " " | "#");
        assert_eq!(read(&garbage).1.len(), usize::from(!blank), "{piece}");
        let garbage = long(piece, 40_000);
        for start in [
            "allow ",
            "allow a -> b:(",
            "allow [a in (",
            "workload x = [",
            "allow \"",
        ] {
            let (ast, diagnostics) = read(&format!("{start}{garbage}\nallow a -> b"));
            assert!(diagnostics.len() <= 1, "{start}{piece}");
            assert!(!ast.statements.is_empty(), "{start}{piece}");
        }
    }
}

/// What the cut shows is told without parsing a long statement, so mistakes before it are not found.
#[test]
fn long_statements_that_the_cut_shows_to_be_broken_are_not_parsed() {
    let slug = |count: usize| {
        let text = format!("allow a b{}", ", a".repeat(count) + ",");
        let said = read(&text).1;
        said.iter().map(|one| one.code.slug).collect::<Vec<_>>()
    };
    assert_eq!(slug(100), ["unexpected-token"]);
    assert_eq!(slug(40_000), ["hanging-line"]);
}

#[test]
fn many_rules_parse() {
    let text = "allow frontend -> backend:8080\n".repeat(10_000);
    assert_eq!(read(&text).0.statements.len(), 10_000);
    let lists = format!("allow {}b -> c", "a, ".repeat(20_000));
    assert!(read(&lists).1.is_empty());
}
