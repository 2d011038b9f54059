//! Compares what is on disk with what would be written.

use std::fmt::Write;
use std::fs;

use crate::cli::console::Console;
use crate::cli::diff::{NONE, diff, shown};
use crate::cli::failure::Failure;
use crate::cli::output::left_over::LeftOver;
use crate::cli::stdout;
use crate::cli::target::Target;
use crate::cli::verdict::Verdict;
use crate::diagnostics::Severity;

/// Prints the difference to every file that is not as it would be written, in the order of their
/// paths, and closes with their number.
pub(super) fn check(
    files: &[Target],
    left_overs: &[LeftOver],
    console: Console,
) -> Result<Verdict, Failure> {
    let mut diffs = Vec::new();
    let (mut stale, mut missing) = (0, 0);
    for file in files {
        let name = shown(&file.path);
        match &file.before {
            Some(before) if *before == file.text.as_bytes() => {}
            Some(before) => {
                stale += 1;
                diffs.push((&file.path, diff((&name, before), (&name, &file.text))));
            }
            None => {
                missing += 1;
                diffs.push((&file.path, diff((NONE, b""), (&name, &file.text))));
            }
        }
    }
    for LeftOver { path, .. } in left_overs {
        let before = fs::read(path).map_err(|error| Failure::io("read", path, &error))?;
        diffs.push((path, diff((&shown(path), &before), (NONE, ""))));
    }
    if diffs.is_empty() {
        return Ok(Verdict::Yes);
    }
    diffs.sort();
    let text: String = diffs.into_iter().map(|(_, diff)| diff).collect();
    stdout::write(text.as_bytes())?;
    let words = summary(stale, missing, left_overs.len());
    let help =
        "`netpolc build` without `--check` writes them; what is left over is yours to delete";
    console.summary(Severity::Error, &words, Some(help));
    Ok(Verdict::No)
}

fn summary(stale: usize, missing: usize, left_over: usize) -> String {
    let mut words = String::from("not up to date:");
    let mut before = " ";
    for (number, kind) in [
        (stale, "stale"),
        (missing, "missing"),
        (left_over, "left over"),
    ] {
        if number > 0 {
            // Writing to a string cannot fail.
            let _ = write!(words, "{before}{number} {kind}");
            before = ", ";
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_each_kind() {
        assert_eq!(summary(1, 0, 2), "not up to date: 1 stale, 2 left over");
        assert_eq!(summary(0, 3, 0), "not up to date: 3 missing");
    }
}
