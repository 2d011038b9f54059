//! For people: the expectations that fail, and how many do.

use crate::cli::tested::{place, reason};
use crate::diagnostics::render::escaped;
use crate::driver::Tested;
use crate::source::Sources;

const RESET: &str = "\x1b[0m";
const RED: &str = "\x1b[1;31m";
const GREEN: &str = "\x1b[1;32m";

/// Two lines for each that fails, or three, and the count of all.
pub(in crate::cli) fn text(sources: &Sources, tested: &[Tested], color: bool) -> String {
    let mut text = String::new();
    let failed: Vec<&Tested> = tested.iter().filter(|one| !one.holds).collect();
    for one in &failed {
        let word = painted("failed", RED, color);
        let (place, said) = (place(sources, &one.origin), escaped(&one.origin.text));
        let reason = reason(sources, one);
        text.extend([&place, ": ", &word, ": ", &said, "\n"]);
        text.extend(["  ", &escaped(&reason), "\n"]);
        for note in one.notes() {
            text.extend(["  = note: ", &escaped(&note), "\n"]);
        }
        if let Some(remedy) = &one.remedy {
            text.extend(["  = help: `", &escaped(remedy), "` would let it through\n"]);
        }
    }
    if !failed.is_empty() {
        text.push('\n');
    }
    text.push_str(&summary(tested.len(), failed.len(), color));
    text
}

/// `3 expectations: 2 hold, 1 fails`
fn summary(all: usize, failed: usize, color: bool) -> String {
    let what = if all == 1 {
        "1 expectation".to_owned()
    } else {
        format!("{all} expectations")
    };
    let counted = |number: usize, verb: &str| match number {
        1 => format!("1 {verb}s"),
        more => format!("{more} {verb}"),
    };
    let held = all.saturating_sub(failed);
    let verb = |verb: &str| {
        if all == 1 {
            format!("{verb}s")
        } else {
            verb.to_owned()
        }
    };
    let words = match (held, failed) {
        (_, 0) => painted(&format!("{what} {}", verb("hold")), GREEN, color),
        (0, _) => painted(&format!("{what} {}", verb("fail")), RED, color),
        _ => {
            let failed = painted(&counted(failed, "fail"), RED, color);
            format!("{what}: {}, {failed}", counted(held, "hold"))
        }
    };
    format!("{words}\n")
}

fn painted(words: &str, paint: &str, color: bool) -> String {
    if color {
        format!("{paint}{words}{RESET}")
    } else {
        words.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_some_and_all() {
        assert_eq!(summary(1, 0, false), "1 expectation holds\n");
        assert_eq!(summary(1, 1, false), "1 expectation fails\n");
        assert_eq!(summary(3, 0, false), "3 expectations hold\n");
        assert_eq!(summary(3, 3, false), "3 expectations fail\n");
        assert_eq!(summary(3, 1, false), "3 expectations: 2 hold, 1 fails\n");
        assert_eq!(
            summary(3, 2, true),
            "3 expectations: 1 holds, \x1b[1;31m2 fail\x1b[0m\n"
        );
    }
}
