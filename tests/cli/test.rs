//! `netpolc test`, and what `check` and `build` make of expectations.

use std::collections::BTreeMap;

use crate::support::Folder;

const SHOP: &str = "\
namespace shop
default deny
allow * -> dns
allow frontend -> backend:8080
";

/// A file with two expectations that hold and one that fails.
fn shop() -> Folder {
    let expected = "expect allow frontend -> backend:8080\n\
                    expect allow frontend, cart -> backend:8080 because \"R&D <x>\"\n\
                    expect deny internet -> *\n";
    Folder::new().file("shop.netpol", format!("{SHOP}{expected}"))
}

#[test]
fn all_hold() {
    let expected = "expect allow frontend -> backend:8080\nexpect deny cart -> backend\n";
    let folder = Folder::new().file("shop.netpol", format!("{SHOP}{expected}"));
    let test = |arguments: &[&str]| folder.netpolc(arguments).output();
    test(&["test"]).expect(0, "2 expectations hold\n", "");
    test(&["test", "--format", "short"]).silent();
    test(&["check"]).silent();
}

#[test]
fn one_that_fails_says_why() {
    shop().netpolc(&["test"]).output().expect(
        1,
        "\
shop.netpol:6: failed: expect allow frontend, cart -> backend:8080 because \"R&D <x>\"
  `cart -> backend:8080` is blocked: `default deny` (shop.netpol:2) isolates both ends, and no line lets it out or in
  = help: `allow frontend, cart -> backend:8080` would let it through

3 expectations: 2 hold, 1 fails
",
        "",
    );
}

#[test]
fn what_passes_names_the_line() {
    let text = format!("{SHOP}expect deny frontend -> backend:8080\n");
    let folder = Folder::new().file("shop.netpol", text);
    folder.netpolc(&["test"]).output().expect(
        1,
        "\
shop.netpol:5: failed: expect deny frontend -> backend:8080
  it passes: `allow frontend -> backend:8080` (shop.netpol:4) lets it through

1 expectation fails
",
        "",
    );
}

#[test]
fn colours_are_for_terminals() {
    let folder = shop();
    let plain = folder.netpolc(&["test"]).output();
    assert!(!plain.stdout.contains('\u{1b}'), "{}", plain.stdout);
    let forced = folder.netpolc(&["test", "--color", "always"]).output();
    let failed = "shop.netpol:6: \u{1b}[1;31mfailed\u{1b}[0m: expect";
    assert!(forced.stdout.starts_with(failed), "{}", forced.stdout);
}

#[test]
fn short_is_a_line_each() {
    let short = ["test", "--format", "short"];
    shop().netpolc(&short).output().expect(
        1,
        "shop.netpol:6:1: error[E0318 failed-expectation]: this does not hold: `cart -> backend:8080` is blocked: \
         `default deny` isolates both ends, and no line lets it out or in\n",
        "",
    );
}

#[test]
fn json_lists_all_of_them() {
    let folder = shop();
    let json = folder.netpolc(&["test", "--format", "json"]).output();
    let json = json.expect(1, "[\n  {[..]},\n  {[..]},\n  {[..]}\n]\n", "");
    let found: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(
        found[1],
        serde_json::json!({
            "file": "shop.netpol",
            "start": {"line": 6, "column": 1},
            "end": {"line": 6, "column": 62},
            "text": "expect allow frontend, cart -> backend:8080 because \"R&D <x>\"",
            "expected": "allow",
            "holds": false,
            "reason": "`cart -> backend:8080` is blocked: `default deny` (shop.netpol:2) isolates both ends, \
                       and no line lets it out or in",
            "passing": ["frontend -> backend:8080"],
            "stopped": ["cart -> backend:8080"],
            "sources": null,
            "targets": null,
        })
    );
    assert_eq!(found[0]["holds"], true);
    assert_eq!(
        found[0]["reason"],
        "it passes: `allow frontend -> backend:8080` (shop.netpol:4) lets it through"
    );
    assert_eq!(found[2]["expected"], "deny");
    assert_eq!(found[2]["passing"], serde_json::json!([]));
}

#[test]
fn junit_is_xml_with_a_suite_for_each_file() {
    let folder = shop().file(
        "till/till.netpol",
        "namespace till\nexpect allow internet -> till\nexpect deny internet -> till\n",
    );
    let junit = folder.netpolc(&["test", "--format", "junit"]).output();
    assert_eq!((junit.status, junit.stderr.as_str()), (Some(1), ""));
    let read = elements(&junit.stdout);
    let shape: Vec<(usize, &str)> = read
        .iter()
        .map(|one| (one.depth, one.name.as_str()))
        .collect();
    assert_eq!(
        shape,
        [
            (0, "testsuites"),
            (1, "testsuite"),
            (2, "testcase"),
            (2, "testcase"),
            (3, "failure"),
            (2, "testcase"),
            (1, "testsuite"),
            (2, "testcase"),
            (2, "testcase"),
            (3, "failure"),
        ]
    );
    let value = |at: usize, name: &str| read[at].attributes[name].as_str();
    assert_eq!((value(0, "tests"), value(0, "failures")), ("5", "2"));
    assert_eq!((value(1, "tests"), value(1, "failures")), ("3", "1"));
    assert_eq!((value(6, "tests"), value(6, "failures")), ("2", "1"));
    assert_eq!(value(6, "name"), "till/till.netpol");
    assert_eq!(
        value(3, "name"),
        "expect allow frontend, cart -> backend:8080 because \"R&D <x>\""
    );
    assert_eq!((value(3, "file"), value(3, "line")), ("shop.netpol", "6"));
    assert_eq!(
        value(9, "message"),
        "it passes: nothing isolates `till` for ingress"
    );
    assert_eq!(
        read[9].text,
        format!("till/till.netpol:3: {}", value(9, "message"))
    );
    let again = folder.netpolc(&["test", "--format", "junit"]).output();
    assert_eq!(again.stdout, junit.stdout, "nothing in it changes");
}

#[test]
fn nothing_expected_is_nothing_failed() {
    let folder = Folder::new().file("shop.netpol", SHOP);
    let test = |format: &str| folder.netpolc(&["test", "--format", format]).output();
    test("text").expect(
        0,
        "",
        "note: these files expect nothing\n  = help: `expect allow a -> b:80` is a test\n",
    );
    test("short").silent();
    test("json").expect(0, "[]\n", "");
    let junit = test("junit");
    assert_eq!((junit.status, junit.stderr.as_str()), (Some(0), ""));
    assert_eq!(elements(&junit.stdout).len(), 1);
}

#[test]
fn files_with_errors_are_not_tested() {
    let folder = shop();
    folder.write("bad.netpol", "frobnicate a -> b\n");
    let test = |format: &str| folder.netpolc(&["test", "--format", format]).output();
    let text = "error[E0102 unknown-statement]: [..]\n[...]\n";
    test("text").expect(1, text, "error: 1 error in 1 file\n");
    let short = "bad.netpol:1:1: error[E0102 unknown-statement]: [..]\n";
    test("short").expect(1, short, "");
    let both = "error[E0102 unknown-statement]: [..]\n[...]\nerror: 1 error in 1 file\n";
    test("json").expect(1, "", both);
    test("junit").expect(1, "", both);
}

#[test]
fn warnings_are_for_check() {
    let text = "workload a\nallow a -> b\nexpect allow a -> b\n";
    let folder = Folder::new().file("shop.netpol", text);
    folder
        .netpolc(&["test"])
        .output()
        .expect(0, "1 expectation holds\n", "");
}

#[test]
fn standard_input_is_a_file_like_others() {
    let folder = Folder::new().file("base.netpol", SHOP);
    let text = "use \"../base.netpol\"\nnamespace shop\nexpect allow cart -> frontend\n";
    let arguments = [
        "test",
        "-",
        "base.netpol",
        "--stdin-filename",
        "tests/t.netpol",
    ];
    folder.write("tests/t.netpol", "# what is saved is not what is tested\n");
    folder.netpolc(&arguments).stdin(text).output().expect(
        1,
        "\
tests/t.netpol:3: failed: expect allow cart -> frontend
  it is blocked: `default deny` (base.netpol:2) isolates both ends, and no line lets it out or in
  = help: `allow cart -> frontend` would let it through

1 expectation fails
",
        "",
    );
}

#[test]
fn the_command_line_says_the_namespace_and_what_is_used() {
    let folder = Folder::new()
        .file(
            "shop.netpol",
            "isolate db ingress\nexpect deny clients -> shop/db\n",
        )
        .file("names.netpol", "group clients = frontend, cart\n");
    let plain = ["test", "shop.netpol", "--use", "names.netpol"];
    let named = [plain.as_slice(), &["--namespace", "shop"]].concat();
    folder
        .netpolc(&named)
        .output()
        .expect(0, "1 expectation holds\n", "");
    let unnamed = folder.netpolc(&plain).output();
    assert_eq!(unnamed.status, Some(1), "shop is another namespace then");
}

#[test]
fn check_reports_them_with_the_lines_that_decide() {
    shop().netpolc(&["check"]).output().expect(
        1,
        "\
error[E0318 failed-expectation]: this does not hold: `cart -> backend:8080` is blocked: [..]
  ┌─ shop.netpol:6:1
  │
2 │ default deny
  │ ------------ isolates both ends
3 │ allow * -> dns
4 │ allow frontend -> backend:8080
  │ ------------------------------ lets a part of it through
5 │ expect allow frontend -> backend:8080
6 │ expect allow frontend, cart -> backend:8080 because \"R&D <x>\"
  │ ^^^^^^[..]
  │
  = help: `allow frontend, cart -> backend:8080` would let it through

",
        "error: 1 error in 1 file\n",
    );
}

#[test]
fn help_is_given_only_where_it_is_certain() {
    let helps = |text: &str| {
        let folder = Folder::new().file("shop.netpol", text);
        let ran = folder.netpolc(&["test"]).output();
        assert_eq!(ran.status, Some(1), "{text}");
        ran.stdout.contains("would let it through")
    };
    assert!(helps(&format!("{SHOP}expect allow cart -> backend\n")));
    let promised = "deny cart -> backend\nexpect allow cart -> backend\n";
    assert!(
        !helps(&format!("{SHOP}{promised}")),
        "a promise is against it"
    );
    let source = "namespace shop\nisolate cart egress\nallow cart -> dns\n";
    assert!(
        !helps(&format!("{source}expect allow cart -> backend\n")),
        "it would isolate backend"
    );
    let other = "namespace till\nexpect allow shop/cart -> shop/backend\n";
    let folder = Folder::new()
        .file("shop.netpol", SHOP)
        .file("till.netpol", other);
    let ran = folder.netpolc(&["test"]).output();
    let failed = "till.netpol:2: failed: [..]\n  it is blocked: [..]\n\n1 expectation fails\n";
    ran.expect(1, failed, "");
    let several = "namespace shop, till\ndefault deny\nallow * -> dns\nexpect allow a -> b\n";
    assert!(!helps(several), "two namespaces may differ");
}

#[test]
fn help_helps() {
    let text = format!("{SHOP}expect allow frontend, cart -> backend:(8080, 9090), *:metrics\n");
    let helped = format!("{text}allow frontend, cart -> backend:(8080, 9090), *:metrics\n");
    let folder = Folder::new().file("shop.netpol", text);
    let ran = folder.netpolc(&["test"]).output();
    let line = "`allow frontend, cart -> backend:(8080, 9090), *:metrics` would let it through";
    assert!(ran.stdout.contains(line), "{}", ran.stdout);
    folder.write("shop.netpol", helped);
    folder
        .netpolc(&["test"])
        .output()
        .expect(0, "1 expectation holds\n", "");
}

#[test]
fn a_fix_does_not_hide_what_fails() {
    let folder = Folder::new().file(
        "shop.netpol",
        format!("{SHOP}expect allow cart => backend:8080\n"),
    );
    let ran = folder
        .netpolc(&["check", "--fix", "--format", "short"])
        .output();
    let left = "shop.netpol:5:1: error[E0318 failed-expectation]: [..]\n";
    ran.expect(1, left, "");
}

#[test]
fn build_does_not_ask() {
    let ran = shop().netpolc(&["build"]).output();
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
    assert!(ran.stdout.contains("kind: NetworkPolicy"));
}

/// An element of an XML document.
struct Element {
    depth: usize,
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
}

/// Reads a document strictly: declaration, one root, quoted attributes that occur once, known entities,
/// closing tags that fit, and no character that XML 1.0 does not have.
fn elements(xml: &str) -> Vec<Element> {
    let bad = |one: char| one.is_control() && one != '\n';
    assert!(!xml.contains(bad), "control characters");
    let start = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    let mut rest = xml.strip_prefix(start).unwrap();
    let mut all: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    while let Some((text, tag)) = rest.split_once('<') {
        let text = entities(text);
        match open.last() {
            Some(at) => all[*at].text.push_str(text.trim()),
            None => assert_eq!(text.trim(), "", "text outside of the root"),
        }
        let (tag, after) = tag.split_once('>').unwrap();
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            let at = open.pop().unwrap();
            assert_eq!(all[at].name, name, "tags are closed in order");
            continue;
        }
        assert!(all.is_empty() || !open.is_empty(), "one root");
        let empty = tag.strip_suffix('/');
        let (name, attributes) = tag_of(empty.unwrap_or(tag));
        all.push(Element {
            depth: open.len(),
            name,
            attributes,
            text: String::new(),
        });
        if empty.is_none() {
            open.push(all.len() - 1);
        }
    }
    assert!(open.is_empty(), "all is closed");
    assert_eq!(rest, "\n", "nothing behind the root");
    all
}

/// The name and the attributes of a tag.
fn tag_of(tag: &str) -> (String, BTreeMap<String, String>) {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let is_name = |text: &str| !text.is_empty() && text.chars().all(|one| one.is_ascii_lowercase());
    assert!(is_name(name), "{name}");
    let mut attributes = BTreeMap::new();
    while !rest.is_empty() {
        let (key, value) = rest.split_once("=\"").unwrap();
        let (value, after) = value.split_once('"').unwrap();
        assert!(is_name(key), "{key}");
        assert!(!value.contains('\n'), "a line break in `{value}`");
        let twice = attributes.insert(key.to_owned(), entities(value));
        assert_eq!(twice, None, "{key} occurs once");
        rest = after.strip_prefix(' ').unwrap_or(after);
        assert!(after.is_empty() || after.starts_with(' '), "{after}");
    }
    (name.to_owned(), attributes)
}

/// A text with its entities replaced.
fn entities(text: &str) -> String {
    let mut parts = text.split('&');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(';').unwrap();
        plain.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            other => panic!("&{other};"),
        });
        plain.push_str(rest);
    }
    plain
}
