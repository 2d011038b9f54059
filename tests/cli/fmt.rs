//! `netpolc fmt`.

use std::fs;

use crate::support::{Folder, Ran};

const LOOSE: &str = "allow  a->b   # why\n\n\n\nallow c -> d:(80)";
const NEAT: &str = "allow a -> b  # why\n\nallow c -> d:80\n";
const BROKEN: &str = "allow  a -> b\nallow => c\n";

fn fmt(folder: &Folder, arguments: &[&str]) -> Ran {
    folder.netpolc(&[&["fmt"], arguments].concat()).output()
}

#[test]
fn files_are_formatted_in_place() {
    let folder = Folder::new()
        .file("a.netpol", LOOSE)
        .file("deeper/b.netpol", LOOSE)
        .file("deeper/c.netpol", NEAT)
        .file("other.txt", LOOSE);
    fmt(&folder, &[]).expect(0, "", "note: formatted 2 files\n");
    assert_eq!(folder.read("a.netpol"), NEAT);
    assert_eq!(folder.read("deeper/b.netpol"), NEAT);
    assert_eq!(folder.read("other.txt"), LOOSE);
    let all = [
        "a.netpol",
        "deeper/b.netpol",
        "deeper/c.netpol",
        "other.txt",
    ];
    assert_eq!(folder.list("."), all);
    fmt(&folder, &[]).expect(0, "", "");

    folder.write("a.netpol", LOOSE);
    folder.write("deeper/b.netpol", LOOSE);
    fmt(&folder, &["a.netpol"]).expect(0, "", "note: formatted 1 file\n");
    assert_eq!(folder.read("deeper/b.netpol"), LOOSE);
}

#[test]
fn a_check_shows_what_would_change() {
    let folder = Folder::new().file("a.netpol", LOOSE).file("b.netpol", NEAT);
    fmt(&folder, &["--check"]).expect(
        1,
        "\
--- a.netpol
+++ a.netpol
@@ -1,5 +1,3 @@
-allow  a->b   # why
+allow a -> b  # why
 
-
-
-allow c -> d:(80)
\\ No newline at end of file
+allow c -> d:80
",
        "error: 1 file is not in canonical form\n  = help: `netpolc fmt` without `--check` rewrites what is not\n",
    );
    assert_eq!(folder.read("a.netpol"), LOOSE);
    fmt(&folder, &["--check", "b.netpol"]).expect(0, "", "");
    folder.write("b.netpol", "allow a -> b\r\n");
    let ran = fmt(&folder, &["--check"]);
    ran.expect(
        1,
        "--- a.netpol\n[...]\n+++ b.netpol\n[...]\n",
        "error: 2 files are not in canonical form\n  = help: [..]\n",
    );
    folder.write("b.netpol", BROKEN);
    let ran = fmt(&folder, &["--check", "b.netpol"]);
    ran.expect(
        1,
        "",
        "error[E0103 wrong-arrow]: [..]\n[...]\nerror: 1 error in 1 file\n",
    );
}

#[test]
fn standard_input_is_formatted_to_standard_output() {
    let folder = Folder::new().file("a.netpol", LOOSE);
    let fmt = |arguments: &[&str], text: &str| {
        let ran = folder.netpolc(&[&["fmt", "-"], arguments].concat());
        ran.stdin(text).output()
    };
    fmt(&[], LOOSE).expect(0, NEAT, "");
    fmt(&[], NEAT).expect(0, NEAT, "");
    fmt(&[], "").expect(0, "", "");
    fmt(&["--stdin-filename", "a.netpol"], LOOSE).expect(0, NEAT, "");
    assert_eq!(folder.read("a.netpol"), LOOSE);
    let said =
        "error[E0103 wrong-arrow]: [..]\n  ┌─ x/b.netpol:2:[..]\n[...]\nerror: 1 error in 1 file\n";
    fmt(&["--stdin-filename", "x/b.netpol"], BROKEN).expect(1, BROKEN, said);
    let patch = "--- <stdin>\n+++ <stdin>\n[...]\n";
    fmt(&["--check"], LOOSE).expect(1, patch, "error: 1 file is not in canonical form\n[...]\n");
    fmt(&["a.netpol"], LOOSE).expect(0, NEAT, "note: formatted 1 file\n");
    assert_eq!(folder.read("a.netpol"), NEAT);
}

#[test]
fn a_file_with_errors_is_left_alone() {
    let folder = Folder::new()
        .file("a.netpol", BROKEN)
        .file("b.netpol", LOOSE)
        .file("c.netpol", b"allow  a -> \xff\n");
    let said = "\
error[E0103 wrong-arrow]: [..]
  ┌─ a.netpol:2:[..]
[...]
error[E0801 invalid-utf8]: [..]
[...]
error: 2 errors in 2 files
note: formatted 1 file
";
    fmt(&folder, &[]).expect(1, "", said);
    assert_eq!(folder.read("a.netpol"), BROKEN);
    assert_eq!(folder.read("b.netpol"), NEAT);
    assert_eq!(
        fs::read(folder.path("c.netpol")).unwrap(),
        b"allow  a -> \xff\n"
    );
    let ran = fmt(&folder, &["--message-format", "short", "a.netpol"]);
    ran.expect(1, "", "a.netpol:2:[..]: error[E0103 wrong-arrow]: [..]\n");
}

/// Names that nothing declares, and files that are not there, are no concern of the form.
#[test]
fn what_a_text_means_does_not_matter() {
    let text = "use \"nowhere.netpol\"\nallow 1.2.3.4/8 -> b\n";
    let folder = Folder::new().file("a.netpol", text.replace(' ', "  "));
    fmt(&folder, &[]).expect(0, "", "note: formatted 1 file\n");
    assert_eq!(folder.read("a.netpol"), text);
}

#[test]
fn what_cannot_be_read_is_a_failure() {
    let folder = Folder::new();
    fmt(&folder, &[]).expect(2, "", "error: there is no `.netpol` file in `.`\n");
    fmt(&folder, &["none.netpol"]).expect(2, "", "error: cannot read `none.netpol`: [..]\n");
    fmt(&folder, &["--stdin-filename", "a"]).expect(2, "", "error: [..]\n[...]\n");
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_mode_and_a_link_stays_a_link() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    let folder = Folder::new()
        .file("real/a.netpol", LOOSE)
        .file("neat.netpol", NEAT);
    let path = folder.path("real/a.netpol");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&path, folder.path("link.netpol")).unwrap();
    let about = || {
        let about = fs::metadata(folder.path("neat.netpol")).unwrap();
        (about.ino(), about.mtime(), about.mtime_nsec())
    };
    let before = about();
    fmt(&folder, &["link.netpol", "neat.netpol"]).expect(0, "", "note: formatted 1 file\n");
    assert!(folder.path("link.netpol").is_symlink());
    assert_eq!(folder.read("real/a.netpol"), NEAT);
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o640);
    assert_eq!(about(), before);
    assert_eq!(folder.list("real"), ["a.netpol"]);
}

/// Where one file cannot be written, no file is.
#[cfg(unix)]
#[test]
fn all_files_are_written_or_none() {
    let folder = Folder::new().file("a.netpol", LOOSE);
    let made = std::process::Command::new("mkfifo")
        .arg(folder.path("pipe.netpol"))
        .status();
    assert!(made.unwrap().success());
    let pipe = folder.path("pipe.netpol");
    let writer = std::thread::spawn(move || fs::write(pipe, LOOSE).unwrap());
    let ran = fmt(&folder, &["a.netpol", "pipe.netpol"]);
    writer.join().unwrap();
    ran.expect(
        2,
        "",
        "error: cannot write `pipe.netpol`: it is not a file\n",
    );
    assert_eq!(folder.read("a.netpol"), LOOSE);
    assert_eq!(folder.list("."), ["a.netpol", "pipe.netpol"]);
}
