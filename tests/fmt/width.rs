//! Lines are short, where they can be broken.

use crate::fmt::texts::{long, random};
use crate::fmt::tokens::tokens;
use crate::support::canonical::canonical;

const WIDTH: usize = 100;

#[test]
fn only_lines_that_cannot_be_broken_are_long() {
    let mut broken = 0;
    let mut longer = 0;
    for (name, text) in random().chain(long()) {
        let formatted = canonical(&text).unwrap();
        let mut line = String::new();
        let mut can_break = false;
        let all = tokens(&formatted);
        let mut last = "";
        for token in &all.tokens {
            if token.gap.contains('\n') {
                broken += usize::from(!token.first);
                longer += check(&name, &line, can_break, &formatted);
                let indent = token.gap.rsplit('\n').next().unwrap();
                indent.clone_into(&mut line);
                can_break = false;
            } else {
                line.push_str(&token.gap);
                let opens = ["(", "["].contains(&last);
                let closes = [")", "]"].contains(&token.text.as_str());
                can_break |= [",", "->"].contains(&last) || (token.lines && (opens || closes));
            }
            line.push_str(&token.text);
            last = &token.text;
        }
        longer += check(&name, &line, can_break, &formatted);
    }
    assert!(broken > 1000, "only {broken} lines are broken");
    assert!(
        longer < broken,
        "{longer} lines are too long, and {broken} are not"
    );
}

fn check(name: &str, line: &str, can_break: bool, formatted: &str) -> usize {
    let is_long = line.chars().count() > WIDTH;
    assert!(!(is_long && can_break), "{name}: {line}\n{formatted}");
    usize::from(is_long)
}
