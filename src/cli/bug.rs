//! What a panic says: that it is a bug, and what to do with it.

use std::io::Write;
use std::panic::{self, PanicHookInfo};

/// Replaces the words and the backtrace of a panic. The exit code is 101, as without it.
pub(super) fn install() {
    panic::set_hook(Box::new(|info| {
        // Where standard error is closed there is nobody to tell.
        let _ = std::io::stderr().write_all(words(info).as_bytes());
    }));
}

fn words(info: &PanicHookInfo<'_>) -> String {
    let payload = info.payload();
    let formatted = payload.downcast_ref::<String>().map(String::as_str);
    let what = formatted.or_else(|| payload.downcast_ref::<&str>().copied());
    let what = what.unwrap_or("no reason given");
    let place = info.location().map(ToString::to_string);
    report(what, place.as_deref().unwrap_or("an unknown place"))
}

/// How every message about a bug begins.
pub(super) const WHOSE: &str = "this is a bug in netpolc, not in your files";

/// What to do about a bug.
pub(super) fn what_to_do() -> String {
    let home = match env!("CARGO_PKG_REPOSITORY") {
        "" => "where you got netpolc from",
        address => address,
    };
    format!("please report it at {home}, with these lines and the files that cause it")
}

fn report(what: &str, place: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "error: {WHOSE}: {what}\n  \
         = note: netpolc {version}, at {place}\n  \
         = help: {}\n",
        what_to_do()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_it_is_and_what_to_do() {
        let said = report("index out of range", "src/x.rs:1:2");
        assert!(said.starts_with("error: this is a bug in netpolc, not in your files: index out"));
        assert!(said.contains("at src/x.rs:1:2\n  = help: please report it at "));
    }
}
