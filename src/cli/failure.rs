//! What keeps a command from doing its work.

use std::fmt::Display;
use std::io;
use std::path::Path;

use crate::cli::bug;

/// A reason why a command could not do what it was asked to.
#[derive(Debug)]
pub(super) struct Failure {
    /// What went wrong, in the style of diagnostics.
    pub(super) message: String,
    /// What to do about it.
    pub(super) help: Option<String>,
    /// The exit code: 2, or 101 for a bug.
    pub(super) exit_code: u8,
}

impl Failure {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
            exit_code: 2,
        }
    }

    /// Where the compiler found out that it is wrong itself.
    pub(super) fn bug(what: impl Display) -> Self {
        Self {
            exit_code: 101,
            ..Self::new(format!("{}: {what}", bug::WHOSE)).help(bug::what_to_do())
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// `cannot read PATH: no such file or directory`
    pub(super) fn io(doing: &str, path: &Path, error: &io::Error) -> Self {
        Self::named(doing, path.display(), error)
    }

    /// As [`Failure::io`], for what is no path.
    pub(super) fn named(doing: &str, name: impl Display, error: &io::Error) -> Self {
        Self::new(format!("cannot {doing} `{name}`: {}", reason(error)))
    }
}

/// Why something could not be done, in the words of the system and without its number.
pub(super) fn reason(error: &io::Error) -> String {
    let words = error.to_string();
    let end = words.find(" (os error ").unwrap_or(words.len());
    let words = words.get(..end).unwrap_or(&words);
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_words_alone() {
        let missing = io::Error::from_raw_os_error(2);
        assert_eq!(reason(&missing), "no such file or directory");
        assert_eq!(reason(&io::Error::other("Odd (but so)")), "odd (but so)");
    }
}
