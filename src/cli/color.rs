//! Whether to write in colours.

use std::env;
use std::ffi::OsString;
use std::io::IsTerminal;

/// When to write in colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set, or wherever `FORCE_COLOR` is
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

impl Color {
    /// Whether to colour what goes to `stream`.
    pub(super) fn on(self, stream: &impl IsTerminal) -> bool {
        self.decide(stream.is_terminal(), |name| env::var_os(name))
    }

    fn decide(self, terminal: bool, variable: impl Fn(&str) -> Option<OsString>) -> bool {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto if set("NO_COLOR").is_some() => false,
            Self::Auto => match set("FORCE_COLOR") {
                Some(value) => value != "0",
                None => terminal && set("TERM").is_none_or(|kind| kind != "dumb"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(terminal: bool, variables: &[(&str, &str)]) -> bool {
        Color::Auto.decide(terminal, |name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn the_flag_wins_then_no_color_then_force_color_then_the_terminal() {
        assert!(Color::Always.decide(false, |_| Some("1".into())));
        assert!(!Color::Never.decide(true, |_| Some("1".into())));
        assert!(auto(true, &[]) && !auto(false, &[]));
        assert!(auto(false, &[("FORCE_COLOR", "1")]));
        assert!(!auto(true, &[("FORCE_COLOR", "0")]));
        assert!(!auto(true, &[("NO_COLOR", "1"), ("FORCE_COLOR", "1")]));
        assert!(auto(true, &[("NO_COLOR", "")]), "an empty NO_COLOR is none");
        assert!(!auto(true, &[("TERM", "dumb")]));
    }
}
