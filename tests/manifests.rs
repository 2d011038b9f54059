//! What is read from manifests, and what is said of them.

use std::fmt::Write;
use std::fs;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use k8s_openapi::serde::Deserialize;
use netpolc::diagnostics::render::{self, Report};
use netpolc::driver::{Options, Run, run};
use netpolc::k8s::manifest::{Manifests, read};
use netpolc::source::{FileId, Sources, Span};
use serde_json::Value;

use crate::corpus::corpus;
use crate::properties::random::Random;
use crate::support::case::cases;
use crate::support::compile::{Disk, file};
use crate::support::golden::{compare, files, root, update};
use crate::support::read_back::read_back;
use crate::support::spans;
use crate::yaml_traps::kubectl;

/// The text as a file of that name.
fn read_file(name: &str, text: &str) -> (Sources, Manifests) {
    let mut sources = Sources::default();
    let file = sources.add_manifest(name, text);
    let manifests = read(file, text);
    (sources, manifests)
}

/// All that is said, a line each, with its help and fixes.
fn said(sources: &Sources, manifests: &Manifests) -> String {
    let mut out = Vec::new();
    for diagnostic in &manifests.diagnostics {
        let report = Report {
            sources,
            diagnostics: std::slice::from_ref(diagnostic),
            deny_warnings: false,
        };
        render::short(&report, &mut out).unwrap();
        for note in &diagnostic.notes {
            out.extend(format!("  note: {note}\n").bytes());
        }
        if let Some(help) = &diagnostic.help {
            out.extend(format!("  help: {help}\n").bytes());
        }
        for fix in &diagnostic.fixes {
            out.extend(format!("  fix: {}\n", fix.title).bytes());
        }
    }
    String::from_utf8(out).unwrap()
}

/// The policies, a line each, with the lines that they stand on.
fn summary(sources: &Sources, manifests: &Manifests) -> String {
    let lines = |span: Span| {
        let source = sources.get(span.file).unwrap();
        let [from, to] = [span.start, span.end].map(|at| source.position(at));
        format!("{}:{}-{}:{}", from.line, from.column, to.line, to.column)
    };
    let mut text = String::new();
    for found in &manifests.policies {
        let spans = &found.spans;
        let object = serde_json::to_value(&found.object).unwrap();
        let _ = writeln!(
            text,
            "document {} at {}, name `{}`",
            found.document,
            lines(spans.object),
            sources.slice(spans.name).escape_debug()
        );
        for (what, rules) in [("ingress", &spans.ingress), ("egress", &spans.egress)] {
            for (at, rule) in rules.iter().enumerate() {
                let _ = writeln!(text, "  {what} {at} at {}", lines(*rule));
            }
        }
        let _ = writeln!(text, "  metadata {}", object["metadata"]);
        let _ = writeln!(text, "  spec {}", object["spec"]);
    }
    let _ = writeln!(text, "{} of other kinds", manifests.skipped);
    text
}

#[test]
fn manifests_are_read_as_it_says_beside_them() {
    let folder = root().join("tests/cases/manifest");
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in files(&folder, "") {
        let name = path.file_name().unwrap().to_string_lossy();
        let Some((_, "yaml" | "json")) = name.split_once("in.") else {
            if name != "out.txt" {
                wrong.push(format!("{} belongs to no case", path.display()));
            }
            continue;
        };
        count += 1;
        let text = fs::read_to_string(&path).unwrap();
        let (sources, manifests) = read_file(&name, &text);
        let mut out = said(&sources, &manifests);
        out.push_str(&summary(&sources, &manifests));
        compare(&path.with_file_name("out.txt"), &out, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(count > 15, "only {count} cases");
    assert!(
        !update(),
        "the golden files were written: run again without NETPOLC_UPDATE"
    );
}

/// The lines of a text in quotes may be indented in any way, in block style and in brackets; with kubectl
/// as the judge.
#[test]
fn lines_in_quotes_are_what_kubectl_makes_of_them() {
    const SEED: u64 = 5;
    const TEXTS: usize = 12;
    let mut random = Random::new(SEED);
    let pieces = [
        "a", " b", "", "é →", "- c", "d: e", "# f", "''", "\\\"", "\\n", "g \\",
    ];
    for round in 0..8 {
        let mut text = annotated("zero: z");
        for at in 0..TEXTS {
            let is_double = random.chance(50);
            let quote = if is_double { '"' } else { '\'' };
            let mut written = String::from(quote);
            for line in 0..=random.below(5) {
                if line > 0 {
                    written.push('\n');
                    written.push_str(&" ".repeat(random.below(8)));
                }
                let piece = random.pick(&pieces);
                let is_of_double = piece.contains(['\\', '"']);
                let is_of_single = piece == "''";
                if is_of_double == is_of_single || is_of_double == is_double {
                    written.push_str(piece);
                }
            }
            if written.ends_with('\\') {
                written.push_str(" x");
            }
            written.push(quote);
            let line = match random.below(3) {
                0 => format!("    key{at}: {written}\n"),
                1 => format!("    key{at}:\n     {written}\n"),
                _ => format!("    key{at}: !!str {written}  # {at}\n"),
            };
            text = text.replacen("    zero:", &format!("{line}    zero:"), 1);
        }
        let Some(theirs) = kubectl("quotes.yaml", &text) else {
            return;
        };
        let (_, manifests) = read_file("quotes.yaml", &text);
        let what = format!("seed {SEED}, round {round}:\n{text}");
        assert_eq!(
            manifests.diagnostics.len(),
            0,
            "{what}{:?}",
            manifests.diagnostics
        );
        let ours = manifests.policies[0].object.metadata.annotations.as_ref();
        for (key, value) in ours.unwrap() {
            let theirs = &theirs[0]["metadata"]["annotations"][key];
            assert_eq!(theirs, value, "{what}");
        }
    }
}

/// Every bare word of the semantics' table, with what it is as a value (JSON) and as a key.
const TRAPS: &[(&str, &str, &str)] = &[
    ("on", "true", "true"),
    ("Off", "false", "false"),
    ("YES", "true", "true"),
    ("no", "false", "false"),
    ("true", "true", "true"),
    ("False", "false", "false"),
    ("y", "true", "true"),
    ("n", "false", "false"),
    ("Y", "true", "true"),
    ("N", "false", "false"),
    ("0777", "511", "511"),
    ("017", "15", "15"),
    ("0o17", "15", "15"),
    ("08", "8", "8"),
    ("09", "9", "9"),
    ("0x1F", "31", "31"),
    ("0b101", "5", "5"),
    ("1_000", "1000", "1000"),
    ("123", "123", "123"),
    ("0123456", "42798", "42798"),
    ("1e3", "1000", "1000"),
    ("12e2", "1200", "1200"),
    ("1E3", "1000", "1000"),
    ("1e-3", "0.001", "0.001"),
    ("1e6", "1000000", "1e+06"),
    ("1.10", "1.1", "1.1"),
    ("1.0", "1", "1"),
    ("1.5", "1.5", "1.5"),
    (
        "123456789012345678901234567890",
        "1.2345678901234568e+29",
        "1.2345679e+29",
    ),
    ("1e400", "\"1e400\"", "1e400"),
    ("12e4567", "\"12e4567\"", "12e4567"),
    ("inf", "\"inf\"", "inf"),
    ("nan", "\"nan\"", "nan"),
    ("NaN", "\"NaN\"", "NaN"),
    ("Infinity", "\"Infinity\"", "Infinity"),
    ("2024-01-01", "\"2024-01-01\"", "2024-01-01"),
    ("12:30", "\"12:30\"", "12:30"),
    ("1:30", "\"1:30\"", "1:30"),
    ("22:22:22", "\"22:22:22\"", "22:22:22"),
    ("1.2.3", "\"1.2.3\"", "1.2.3"),
    ("v1.0", "\"v1.0\"", "v1.0"),
    ("1-2", "\"1-2\"", "1-2"),
    ("10.0.0.0/8", "\"10.0.0.0/8\"", "10.0.0.0/8"),
    ("5e", "\"5e\"", "5e"),
    ("0b102", "\"0b102\"", "0b102"),
    ("nO", "\"nO\"", "nO"),
    ("tRUE", "\"tRUE\"", "tRUE"),
];

/// What one bare word is to us: the value of an annotation if it is a string, else its type.
fn ours(word: &str) -> (String, String) {
    let (sources, manifests) = read_file("trap.yaml", &annotated(&format!("a: {word}")));
    let value = if let Some(found) = manifests.policies.first() {
        let annotations = found.object.metadata.annotations.clone().unwrap();
        format!("{:?}", annotations["a"])
    } else {
        let said = said(&sources, &manifests);
        let kinds = ["a boolean", "a number"];
        let kind = kinds.iter().find(|kind| said.contains(*kind));
        (*kind.unwrap_or(&"unreadable")).to_owned()
    };
    let (_, manifests) = read_file("trap.yaml", &annotated(&format!("{word}: a")));
    let annotations = manifests.policies.first().map(|found| {
        let annotations = found.object.metadata.annotations.clone().unwrap();
        annotations.keys().next().unwrap().clone()
    });
    (value, annotations.unwrap_or_default())
}

fn annotated(entry: &str) -> String {
    format!(
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: a\n  \
         annotations:\n    {entry}\nspec: {{podSelector: {{}}}}\n"
    )
}

#[test]
fn bare_words_are_what_kubectl_makes_of_them() {
    for (word, value, key) in TRAPS {
        let expected = match value.bytes().next() {
            Some(b'"') => (*value).to_owned(),
            Some(b't' | b'f') => "a boolean".to_owned(),
            _ => "a number".to_owned(),
        };
        let (found, found_key) = ours(word);
        assert_eq!(found, expected, "{word}");
        // Some are no keys of annotations, but the server would say so of the same string.
        if !found_key.is_empty() {
            assert_eq!(found_key, *key, "{word}");
        }
    }
    for word in ["null", "~", "Null", "NULL", ""] {
        let (_, manifests) = read_file("trap.yaml", &annotated(&format!("a: {word}")));
        let codes: Vec<&str> = manifests
            .diagnostics
            .iter()
            .map(|one| one.code.slug)
            .collect();
        assert_eq!(codes, ["empty-value"], "{word}");
        let (_, manifests) = read_file("trap.yaml", &annotated(&format!("{word}: a")));
        assert_eq!(manifests.diagnostics[0].code.slug, "wrong-type", "{word}");
    }
    for word in [".inf", "-.INF", ".nan"] {
        assert_eq!(ours(word).0, "a number", "{word}");
    }
}

/// The same table, with kubectl as the judge of it.
#[test]
fn the_table_of_bare_words_is_kubectls() {
    let mut text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nvalues:\n".to_owned();
    for (word, _, _) in TRAPS {
        let _ = writeln!(text, "- {word}");
    }
    text.push_str("keys:\n");
    for (word, _, _) in TRAPS {
        let _ = writeln!(text, "- {word}: a");
    }
    let Some(read) = kubectl("table.yaml", &text) else {
        return;
    };
    for (at, (word, value, key)) in TRAPS.iter().enumerate() {
        let value: Value = serde_json::from_str(value).unwrap();
        assert_eq!(read[0]["values"][at], value, "{word}");
        let keys: Vec<&String> = read[0]["keys"][at].as_object().unwrap().keys().collect();
        assert_eq!(keys, [key], "{word}");
    }
}

#[test]
fn what_is_written_reads_back() {
    let mut count = 0;
    let emitted = cases(&root().join("tests/cases/emit"));
    let mut runs: Vec<(String, Run)> = emitted
        .iter()
        .map(|case| (case.name.clone(), case.compile()))
        .collect();
    for path in files(&root().join("examples"), ".netpol") {
        let input = file(&path, "example.netpol").unwrap();
        let run = run(vec![input], &Disk, &Options::default());
        runs.push((path.display().to_string(), run));
    }
    for (name, run) in runs.iter().filter(|(_, run)| !run.has_errors()) {
        for unit in &run.units {
            assert_eq!(read_back(unit), None, "{name}");
            count += unit.policies.len();
        }
    }
    assert!(count > 200, "only {count} policies");
}

#[test]
fn real_manifests_are_read() {
    let Some(folder) = corpus() else {
        return;
    };
    let mut count = 0;
    for path in files(&folder, ".yaml") {
        let text = fs::read_to_string(&path).unwrap();
        let (sources, manifests) = read_file("in.yaml", &text);
        let said = said(&sources, &manifests);
        if said.contains(": error[") {
            continue;
        }
        let mut other = Vec::new();
        for document in serde_yaml::Deserializer::from_str(&text) {
            let Ok(value) = serde_yaml::Value::deserialize(document) else {
                break;
            };
            let word = |name: &str| value.get(name).and_then(serde_yaml::Value::as_str);
            if word("kind") == Some("NetworkPolicy")
                && word("apiVersion") == Some("networking.k8s.io/v1")
            {
                other.push(serde_yaml::from_value::<NetworkPolicy>(value).unwrap());
            }
        }
        let specs = |objects: Vec<&NetworkPolicy>| -> Vec<_> {
            objects
                .iter()
                .map(|object| (object.metadata.name.clone(), object.spec.clone()))
                .collect()
        };
        let found = specs(manifests.policies.iter().map(|one| &one.object).collect());
        assert_eq!(found, specs(other.iter().collect()), "{}", path.display());
        count += found.len();
    }
    assert!(count > 140, "only {count} policies");
}

/// Texts of policies to break.
fn policies() -> Vec<String> {
    let folder = root().join("tests/cases/manifest");
    let found = files(&folder, "").into_iter();
    found
        .filter(|path| path.file_stem().is_some_and(|name| name == "in"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}

/// Reads a text; every place that is named lies in it.
fn read_any(text: &str) -> Manifests {
    let manifests = read(FileId(0), text);
    let said = manifests.diagnostics.iter().flat_map(spans::of_diagnostic);
    for span in spans::of_policies(&manifests.policies).chain(said) {
        assert!(text.get(span.range()).is_some(), "{span:?} of\n{text}");
    }
    manifests
}

#[test]
fn broken_texts_are_read_in_peace() {
    let mut random = Random::new(20);
    for text in policies() {
        for _ in 0..60 {
            let mut bytes = text.clone().into_bytes();
            for _ in 0..=random.below(3) {
                let at = random.below(bytes.len());
                match random.below(4) {
                    0 => bytes.truncate(at.max(1)),
                    1 => bytes[at] ^= 1 << random.below(8),
                    2 => {
                        bytes.remove(at.min(bytes.len() - 1));
                        bytes.push(b'\n');
                    }
                    _ => bytes.insert(at, b" \t\n:-#'\"[]{}&*!|>?,%"[random.below(20)]),
                }
            }
            read_any(&String::from_utf8_lossy(&bytes));
        }
    }
    for _ in 0..300 {
        let bytes: Vec<u8> = (0..random.below(400))
            .map(|_| u8::try_from(random.below(256)).unwrap())
            .collect();
        read_any(&String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn every_fix_takes_its_mistake_away() {
    let mut count = 0;
    for text in policies() {
        for one in read_any(&text).diagnostics {
            let Some(fix) = one.mend() else {
                continue;
            };
            count += 1;
            let mut mended = text.clone();
            for edit in &fix.edits {
                mended.replace_range(edit.span.range(), &edit.text);
            }
            let left = read_any(&mended).diagnostics;
            let start = one.primary.span.start;
            let same = left
                .iter()
                .find(|other| other.primary.span.start == start && other.message == one.message);
            assert_eq!(same, None, "{}", fix.title);
        }
    }
    assert!(count > 15, "only {count} fixes");
}

#[test]
fn what_blows_up_is_refused() {
    let codes = |text: &str| -> Vec<&str> {
        let diagnostics = read_any(text).diagnostics;
        let mut codes: Vec<&str> = diagnostics.iter().map(|one| one.code.slug).collect();
        codes.dedup();
        codes
    };
    let mut bomb = "a0: &a0 [x, x]\n".to_owned();
    for level in 1..40 {
        let _ = writeln!(bomb, "a{level}: &a{level} [*a{0}, *a{0}, *a{0}]", level - 1);
    }
    assert_eq!(codes(&bomb), ["oversized-yaml"]);
    let merges: Vec<String> = (1..40)
        .map(|level| {
            format!(
                "b{level}: &b{level} {{<<: [*b{0}, *b{0}], k{level}: x}}\n",
                level - 1
            )
        })
        .collect();
    assert_eq!(
        codes(&format!("b0: &b0 {{k: x}}\n{}", merges.concat())),
        ["oversized-yaml"]
    );
    for open in ["[", "{a: ", "- ", "{\"a\": ", "? "] {
        assert_eq!(codes(&open.repeat(20_000)).len(), 1, "{open}");
    }
    let steps: Vec<String> = (0..5_000)
        .map(|depth| format!("{}a:\n", " ".repeat(depth)))
        .collect();
    assert_eq!(codes(&steps.concat()), ["oversized-yaml"]);
    let deep = "[".repeat(500) + &"]".repeat(500);
    assert_eq!(codes(&format!("{{\"a\": {deep}}}")), ["oversized-yaml"]);
}

#[test]
fn large_texts_take_no_longer_than_they_are() {
    let keys: Vec<String> = (0..50_000)
        .map(|at| format!("        k{at}: v\n"))
        .collect();
    let labels = annotated("a: b").replace("podSelector: {}", "podSelector: {matchLabels: {}}");
    let labels = labels.replace("    a: b\n", &keys.concat());
    assert_eq!(
        read_any(&labels).diagnostics.len(),
        1,
        "too many annotations"
    );
    let same = labels.lines().map(|line| {
        let is_key = line.starts_with("        k");
        if is_key {
            "        k: v\n".to_owned()
        } else {
            format!("{line}\n")
        }
    });
    assert_eq!(
        read_any(&same.collect::<String>()).diagnostics.len(),
        49_999
    );
    let many = format!("{}---\n", annotated("é: b")).repeat(3_000);
    assert_eq!(read_any(&many).diagnostics.len(), 3_000);
    let rules = annotated("a: b").replace(
        "podSelector: {}",
        &format!("ingress: [{}]", "{}, ".repeat(50_000)),
    );
    assert_eq!(read_any(&rules).policies[0].spans.ingress.len(), 50_000);
}
