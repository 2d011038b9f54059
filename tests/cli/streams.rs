//! Readers that go away, and disks that are full.

use std::fmt::Write;
use std::process::Stdio;

use crate::support::Folder;

/// More output than a pipe holds.
fn large() -> Folder {
    let text = (0..2000).fold(String::new(), |mut text, number| {
        writeln!(text, "allow a -> b{number}").unwrap();
        text
    });
    Folder::new().file("large.netpol", text)
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let folder = large();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let ran = folder.netpolc(&["build"]).stdout(Stdio::from(writer)).run();
    ran.expect(0, "", "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_one() {
    let folder = large();
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let ran = folder.netpolc(&["build"]).stdout(Stdio::from(full)).run();
    let words = "error: cannot write to standard output: no space left on device\n";
    ran.expect(2, "", words);
}
