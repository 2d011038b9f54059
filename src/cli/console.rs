//! Words to the person at the terminal, beside the product: on standard error.

use std::io::{IsTerminal, Write, stderr};

use crate::cli::color::Color;
use crate::cli::failure::Failure;
use crate::diagnostics::Severity;
use crate::diagnostics::render::escaped;

const RESET: &str = "\x1b[0m";
const BOLD: &str = "\x1b[1m";
const RED: &str = "\x1b[1;31m";
const YELLOW: &str = "\x1b[1;33m";
const GREEN: &str = "\x1b[1;32m";

/// How good news is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Tone {
    /// Green.
    Good,
    /// Yellow.
    Mixed,
    /// Red.
    Bad,
}

/// Standard error, and what was asked about colours.
#[derive(Clone, Copy, Debug)]
pub(super) struct Console {
    color: Color,
}

impl Console {
    pub(super) fn new(color: Color) -> Self {
        Self { color }
    }

    /// What was asked about colours, for other streams.
    pub(super) fn color(self) -> Color {
        self.color
    }

    /// Words for `stream`, in the colour of their tone.
    pub(super) fn toned(self, words: &str, tone: Tone, stream: &impl IsTerminal) -> String {
        if !self.color.on(stream) {
            return words.to_owned();
        }
        let color = match tone {
            Tone::Good => GREEN,
            Tone::Mixed => YELLOW,
            Tone::Bad => RED,
        };
        format!("{color}{words}{RESET}")
    }

    /// Says why a command could not do its work.
    pub(super) fn failure(self, failure: &Failure) {
        self.say(RED, "error", &failure.message, failure.help.as_deref());
    }

    /// The closing line of a command that has something to say about its input.
    pub(super) fn summary(self, severity: Severity, words: &str, help: Option<&str>) {
        match severity {
            Severity::Error => self.say(RED, "error", words, help),
            Severity::Warning => self.say(YELLOW, "warning", words, help),
            Severity::Note => self.note(words, help),
        }
    }

    /// Says something that is worth knowing.
    pub(super) fn note(self, words: &str, help: Option<&str>) {
        self.say(GREEN, "note", words, help);
    }

    fn say(self, color: &str, kind: &str, message: &str, help: Option<&str>) {
        let message = escaped(message);
        let mut text = if self.color.on(&stderr()) {
            format!("{color}{kind}{RESET}{BOLD}: {message}{RESET}\n")
        } else {
            format!("{kind}: {message}\n")
        };
        if let Some(help) = help {
            text.push_str("  = help: ");
            text.push_str(&escaped(help));
            text.push('\n');
        }
        write_stderr(text.as_bytes());
    }
}

/// Writes what is rendered already.
pub(super) fn write_stderr(bytes: &[u8]) {
    // Where standard error is closed there is nobody to tell.
    let _ = stderr().write_all(bytes);
}
