//! `netpolc check --fix`.

use std::fs;
use std::path::Path;

use crate::support::case::{cases, split};
use crate::support::golden::{files, root};
use crate::support::{Folder, Ran};

const FIX: &[&str] = &["check", "--fix"];

fn file(text: impl AsRef<[u8]>) -> Folder {
    Folder::new().file("shop.netpol", text)
}

fn fixed(folder: &Folder) -> Ran {
    folder.netpolc(FIX).output()
}

#[test]
fn what_has_a_fix_is_mended_and_the_rest_reported() {
    let folder = Folder::new()
        .file("a.netpol", "# Kept.\nallow a => b  # this too\nallow c\n")
        .file("b.netpol", "alow a -> c:90-80\n");
    fixed(&folder).expect(
        1,
        "\
error[E0101 unexpected-token]: [..]
  ┌─ a.netpol:3:[..]
  │
3 │ allow c
[...]
",
        "error: 1 error in 1 file\nnote: fixed 3 problems in 2 files\n",
    );
    let a = "# Kept.\nallow a -> b  # this too\nallow c\n";
    assert_eq!(folder.read("a.netpol"), a);
    assert_eq!(folder.read("b.netpol"), "allow a -> c:80-90\n");
    assert_eq!(folder.list("."), ["a.netpol", "b.netpol"]);
    folder.write("a.netpol", "allow a=>b\n");
    fixed(&folder).expect(0, "", "note: fixed 1 problem in 1 file\n");
}

#[test]
fn one_mistake_behind_the_other() {
    let folder = file("alow a => b : 80, 443; allow a -> c : 080\n");
    fixed(&folder).expect(0, "", "note: fixed [..] problems in 1 file\n");
    let text = "allow a -> b:(80, 443)\nallow a -> c:80\n";
    assert_eq!(folder.read("shop.netpol"), text);
}

#[test]
fn machine_formats_are_all_that_is_said() {
    for (format, said) in [("short", ""), ("github", ""), ("json", "[]\n")] {
        let folder = file("allow a => b\n");
        let arguments = [FIX, &["--format", format]].concat();
        folder.netpolc(&arguments).output().expect(0, said, "");
        assert_eq!(folder.read("shop.netpol"), "allow a -> b\n");
    }
}

#[cfg(unix)]
#[test]
fn what_needs_no_fix_is_not_touched() {
    use std::os::unix::fs::MetadataExt;

    let folder = file("allow a  ->   b\r\nallow c -> d");
    folder.write("wrong.netpol", "frobnicate\n");
    let about = || {
        ["shop.netpol", "wrong.netpol"].map(|path| {
            let about = fs::metadata(folder.path(path)).unwrap();
            (about.ino(), about.mtime(), about.mtime_nsec())
        })
    };
    let before = about();
    fixed(&folder).expect(1, "error[[..]\n[...]\n", "error: 1 error in 1 file\n");
    assert_eq!(about(), before);

    folder.write("wrong.netpol", "allow a => e\n");
    fixed(&folder).expect(0, "", "note: fixed 1 problem in 1 file\n");
    let [shop, wrong] = about();
    assert_eq!(shop, before[0]);
    assert_ne!(wrong, before[1]);
}

#[test]
fn check_says_what_fix_would_mend() {
    let said = |text: &str, help: &str| {
        let folder = file(text);
        let ran = folder.netpolc(&["check"]).output();
        let (_, found) = ran.stderr.split_once('\n').unwrap();
        assert_eq!(found, help, "{text}");
    };
    let one = "  = help: it can be mended with `--fix`\n";
    said("allow a => b\n", one);
    let all = "  = help: all of them can be mended with `--fix`\n";
    said("allow a => b\nallow a => c\n", all);
    let some = "  = help: 1 of them can be mended with `--fix`\n";
    said("allow a => b\nfrobnicate\n", some);
    said("frobnicate\n", "");

    let folder = file("allow a => b\n");
    let build = folder.netpolc(&["build"]).output();
    assert_eq!(
        build.stderr.lines().last(),
        Some("error: 1 error in 1 file")
    );
}

#[test]
fn a_file_that_is_only_used_is_left_alone() {
    let base = "network office = 203.0.113.7/24\n";
    let folder = Folder::new()
        .file(
            "apps/shop.netpol",
            "use \"../base.netpol\"\nallow office => b\n",
        )
        .file("base.netpol", base);
    let fix = |inputs: &[&str]| folder.netpolc(&[FIX, inputs].concat()).output();
    fix(&["apps"]).expect(
        1,
        "error[E0158 host-bits-in-cidr]: [..]\n  ┌─ base.netpol:1:18\n[...]\n",
        "error: 1 error in 1 file\nnote: fixed 1 problem in 1 file\n",
    );
    assert_eq!(folder.read("base.netpol"), base);
    let shop = "use \"../base.netpol\"\nallow office -> b\n";
    assert_eq!(folder.read("apps/shop.netpol"), shop);

    let check = folder.netpolc(&["check", "apps"]).output();
    assert!(!check.stderr.contains("--fix"), "{}", check.stderr);
    let with = fix(&["apps", "--use", "base.netpol"]);
    assert_eq!(with.status, Some(1));
    assert_eq!(folder.read("base.netpol"), base);
}

/// What the fix of a used input changes is seen by the input that uses it.
#[test]
fn an_input_is_used_as_it_is_after_its_fixes() {
    let folder = Folder::new()
        .file("base.netpol", "netwrk office = 203.0.113.0/24\n")
        .file(
            "shop.netpol",
            "use \"base.netpol\"\nallow office -> b:80, 81\n",
        );
    fixed(&folder).expect(0, "", "note: fixed 2 problems in 2 files\n");
    assert_eq!(
        folder.read("base.netpol"),
        "network office = 203.0.113.0/24\n"
    );
    assert!(folder.read("shop.netpol").contains("b:(80, 81)"));
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = Folder::new();
    let fix = |text: &str, arguments: &[&str]| {
        let arguments = [FIX, &["-"], arguments].concat();
        folder.netpolc(&arguments).stdin(text).output()
    };
    let note = "note: fixed 1 problem in 1 file\n";
    fix("allow a => b", &[]).expect(0, "allow a -> b", note);
    fix("allow a  -> b\n", &[]).expect(0, "allow a  -> b\n", "");
    fix("", &[]).silent();
    fix("allow a => b\nallow c\n", &[]).expect(
        1,
        "allow a -> b\nallow c\n",
        "error[E0101 unexpected-token]: [..]\n[...]\nerror: 1 error in 1 file\nnote: fixed 1 problem in 1 file\n",
    );
    fix("allow c\n", &["--format", "short"]).expect(
        1,
        "allow c\n",
        "<stdin>:1:8: error[E0101 unexpected-token]: [..]\n",
    );
}

/// An editor passes what is not saved yet.
#[test]
fn standard_input_is_not_written_to_the_file_that_it_replaces() {
    let folder = file("frobnicate\n").file("other.netpol", "use \"shop.netpol\"\nallow a => b\n");
    let arguments = [FIX, &["-", "--stdin-filename", "shop.netpol", "."]].concat();
    let ran = folder.netpolc(&arguments).stdin("allow c => d\n").output();
    let note = "note: fixed 2 problems in 2 files\n";
    ran.expect(0, "allow c -> d\n", note);
    assert_eq!(folder.read("shop.netpol"), "frobnicate\n");
    let other = "use \"shop.netpol\"\nallow a -> b\n";
    assert_eq!(folder.read("other.netpol"), other);
}

#[test]
fn what_is_no_text_is_not_written() {
    let bytes = b"allow a => b\n# \xff\n";
    let folder = file(bytes);
    let ran = fixed(&folder);
    assert_eq!(ran.status, Some(1));
    assert!(ran.stdout.contains("invalid-utf8"), "{}", ran.stdout);
    assert_eq!(fs::read(folder.path("shop.netpol")).unwrap(), bytes);
}

#[test]
fn lines_end_as_they_did() {
    let folder = file("\u{feff}# é\r\nallow a => b; allow c => d\r\n");
    fixed(&folder).expect(0, "", "[..]\n");
    assert_eq!(
        folder.read("shop.netpol"),
        "\u{feff}# é\r\nallow a -> b\r\nallow c -> d\r\n"
    );
}

#[test]
fn the_same_object_twice_is_mended_by_a_prefix() {
    let rule =
        |from: &str| format!("# Ours.\r\n\r\n  namespace shop # too\r\nallow {from} -> db\r\n");
    let folder = Folder::new()
        .file("a.netpol", rule("a"))
        .file("b/0day.netpol", rule("b"))
        .file("c/a.netpol", rule("c"))
        .file("d/a.netpol", rule("d"))
        .file("e/a.netpol", format!("prefix \"taken\"\r\n{}", rule("e")))
        .file("f/taken.netpol", rule("f"))
        .file("g/taken.netpol", format!("prefix taken\r\n{}", rule("g")));
    let ran = folder
        .netpolc(&[FIX, &["--format", "short"]].concat())
        .output();
    let mended = |prefix: &str, from: &str| {
        rule(from).replace("  namespace", &format!("prefix {prefix}\r\n  namespace"))
    };
    assert_eq!(folder.read("a.netpol"), rule("a"));
    assert_eq!(folder.read("b/0day.netpol"), mended("\"0day\"", "b"));
    assert_eq!(folder.read("c/a.netpol"), mended("a", "c"));
    // What has no name of its own is left.
    for (path, line) in [
        ("d/a.netpol", 4),
        ("f/taken.netpol", 4),
        ("g/taken.netpol", 5),
    ] {
        let said = format!("{path}:{line}:1: error[E0313 same-object]: ");
        assert!(ran.stdout.contains(&said), "{}", ran.stdout);
    }
    assert_eq!(ran.stdout.lines().count(), 3, "{}", ran.stdout);
    assert_eq!(folder.read("d/a.netpol"), rule("d"));
}

#[test]
fn a_prefix_that_makes_the_name_of_another_object_is_not_free() {
    let folder = Folder::new()
        .file("a.netpol", "allow x -> db\nallow x -> b-db\n")
        .file("b.netpol", "allow y -> db\n");
    let check = folder.netpolc(&["check"]).output();
    assert_eq!(check.stderr, "error: 1 error in 1 file\n");
    folder.write("b.netpol", "prefix\nallow y -> db\n");
    let check = folder.netpolc(&["check", "--format", "short"]).output();
    assert_eq!(check.stdout.lines().count(), 2, "{}", check.stdout);
    folder.write("a.netpol", "allow x -> db\n");
    fixed(&folder);
    let text = folder.read("b.netpol");
    assert_eq!(
        text, "prefix\nallow y -> db\n",
        "a prefix that cannot be read"
    );
}

#[cfg(unix)]
#[test]
fn modes_and_links_are_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = Folder::new().file("real/shop.netpol", "allow a => b\n");
    folder.write("apps/other.netpol", "allow a => c\n");
    symlink("../real/shop.netpol", folder.path("apps/shop.netpol")).unwrap();
    let mode = |mode| fs::Permissions::from_mode(mode);
    fs::set_permissions(folder.path("real/shop.netpol"), mode(0o640)).unwrap();
    fs::set_permissions(folder.path("apps/other.netpol"), mode(0o755)).unwrap();
    let ran = folder.netpolc(&[FIX, &["apps"]].concat()).output();
    ran.expect(0, "", "note: fixed 2 problems in 2 files\n");
    assert!(folder.path("apps/shop.netpol").is_symlink());
    assert_eq!(folder.read("real/shop.netpol"), "allow a -> b\n");
    let now = |path: &str| {
        let about = fs::metadata(folder.path(path)).unwrap();
        about.permissions().mode() & 0o7777
    };
    assert_eq!(now("real/shop.netpol"), 0o640);
    assert_eq!(now("apps/other.netpol"), 0o755);
    assert_eq!(folder.list("real"), ["shop.netpol"]);
    assert_eq!(folder.list("apps"), ["other.netpol", "shop.netpol"]);
}

/// In a folder whose path is nearly as long as the system takes, a short name can be read, but no
/// longer one can be written beside it: not even by root.
#[cfg(target_os = "linux")]
#[test]
fn one_file_that_cannot_be_written_and_none_is() {
    const LONGEST: usize = 4095;
    let folder = Folder::new().file("a.netpol", "allow a => b\n");
    let root = fs::canonicalize(folder.root()).unwrap();
    let mut deep = root.join("z");
    let length = |path: &Path| path.as_os_str().len();
    let folder_length = LONGEST - "/a.netpol".len();
    while length(&deep) < folder_length {
        let left = folder_length - length(&deep) - 1;
        // A last name of one byte leaves no room for its slash.
        let part = if left > 201 { 200 } else { left };
        deep.push("x".repeat(part));
    }
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("a.netpol"), "allow a => c\n").unwrap();
    let ran = folder.netpolc(FIX).output();
    let error = "error: cannot write `z/x[..]/a.netpol`: file name too long\n";
    ran.expect(2, "", error);
    assert_eq!(folder.read("a.netpol"), "allow a => b\n");
    let below = fs::read_to_string(deep.join("a.netpol")).unwrap();
    assert_eq!(below, "allow a => c\n");
    let left: Vec<_> = fs::read_dir(&root).unwrap().collect();
    assert_eq!(left.len(), 2, "nothing stays beside it");
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_replaced_by_a_file() {
    let folder = Folder::new();
    let binary = env!("CARGO_BIN_EXE_netpolc");
    let script = format!(
        "mkfifo shop.netpol; echo 'allow a => b' > shop.netpol & '{binary}' check --fix shop.netpol"
    );
    let mut shell = std::process::Command::new("sh");
    let ran = shell
        .args(["-c", &script])
        .current_dir(folder.root())
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(ran.stderr).unwrap(),
        "error: cannot write `shop.netpol`: it is not a file\n"
    );
    assert_eq!(folder.list("."), ["shop.netpol"]);
}

/// Every fixture and example: nothing that has a fix in an input is left, nothing is changed by fixing
/// once more, and nothing that is right is changed at all.
#[test]
fn all_fixes_are_applied_at_once_and_for_good() {
    let mut wrong = Vec::new();
    let mut mended = 0;
    for program in programs() {
        let folder = Folder::new();
        for (path, text) in &program.files {
            folder.write(path, text);
        }
        let inputs: Vec<&str> = program.inputs.iter().map(String::as_str).collect();
        let run = |command: &[&str]| {
            let arguments = [command, &["--format", "json"], &inputs].concat();
            let ran = folder.netpolc(&arguments).output();
            let said: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
            said.as_array().unwrap().clone()
        };
        let state = || -> Vec<Vec<u8>> {
            let paths = program.files.iter();
            let read = paths.map(|(path, _)| fs::read(folder.path(path)).unwrap());
            read.collect()
        };
        let fixes = |said: &[serde_json::Value]| {
            let in_inputs =
                |edit: &serde_json::Value| inputs.contains(&edit["file"].as_str().unwrap());
            let one = |said: &&serde_json::Value| match &said["fixes"].as_array().unwrap()[..] {
                [fix] => fix["edits"].as_array().unwrap().iter().all(in_inputs),
                _ => false,
            };
            let place = |said: &serde_json::Value| {
                format!("{}:{}: {}", said["file"], said["start"], said["message"])
            };
            said.iter().filter(one).map(place).collect::<Vec<_>>()
        };
        let before = state();
        let fixable = fixes(&run(&["check"]));
        let left = fixes(&run(FIX));
        let after = state();
        if !left.is_empty() {
            wrong.push(format!("{}: {left:?} is left", program.name));
        }
        if fixable.is_empty() != (before == after) {
            wrong.push(format!(
                "{}: changed without a fix, or not by one",
                program.name
            ));
        }
        mended += usize::from(before != after);
        run(FIX);
        if state() != after {
            wrong.push(format!("{}: changed by a second time", program.name));
        }
        let right = program.name.contains("/good") || program.name.starts_with("examples");
        if right && before != after {
            wrong.push(format!(
                "{}: changed, though nothing is wrong",
                program.name
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(mended > 25, "only {mended} programs were mended");
}

/// Files, by their paths, and which of them to check.
struct Program {
    name: String,
    files: Vec<(String, Vec<u8>)>,
    inputs: Vec<String>,
}

fn programs() -> Vec<Program> {
    let mut programs = Vec::new();
    for case in cases(&root().join("tests/cases/check")) {
        let text = |path: &Path| split(&fs::read(path).unwrap()).0;
        let files = case
            .files()
            .map(|(name, path)| (name.to_owned(), text(&path)));
        programs.push(Program {
            name: case.name.clone(),
            files: files.collect(),
            inputs: case.inputs().map(|(name, _)| name.to_owned()).collect(),
        });
    }
    for path in files(&root().join("tests/cases/syntax/err"), ".netpol") {
        let bytes = fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let end = text.find("\n#! ").map_or(bytes.len(), |at| at + 1);
        programs.push(Program {
            name: path.file_name().unwrap().to_string_lossy().into_owned(),
            files: vec![("case.netpol".to_owned(), bytes[..end].to_vec())],
            inputs: vec!["case.netpol".to_owned()],
        });
    }
    let examples = root().join("examples");
    let paths = files(&examples, ".netpol");
    let relative = |path: &Path| {
        let inner = path.strip_prefix(&examples).unwrap();
        inner.to_string_lossy().replace('\\', "/")
    };
    let all: Vec<_> = paths
        .iter()
        .map(|path| (relative(path), fs::read(path).unwrap()))
        .collect();
    for (path, _) in &all {
        programs.push(Program {
            name: format!("examples/{path}"),
            files: all.clone(),
            inputs: vec![path.clone()],
        });
    }
    programs
}
