//! Tests that need more than Rust.

use std::env;
use std::io::{Write, stderr};
use std::sync::Mutex;

/// Says once, past the test runner, what is skipped for want of something that this machine lacks.
/// In CI nothing is: there it fails.
pub(crate) fn skipped(what: &'static str) {
    static SAID: Mutex<Vec<&str>> = Mutex::new(Vec::new());
    assert!(env::var_os("CI").is_none(), "skipped in CI: {what}");
    let mut said = SAID.lock().unwrap();
    if !said.contains(&what) {
        said.push(what);
        say(&format!("skipped: {what}"));
    }
}

/// Says something past the test runner, which hides what tests print.
pub(crate) fn say(line: &str) {
    stderr().write_all(format!("{line}\n").as_bytes()).unwrap();
}
