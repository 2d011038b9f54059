//! `netpolc explain`: the page of a diagnostic.

use std::ffi::OsStr;
use std::fmt::Write;

use clap::Args;
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::error::Error;

use crate::cli::failure::Failure;
use crate::cli::stdout;
use crate::cli::verdict::Verdict;
use crate::diagnostics::{Code, codes};

const EXAMPLES: &str = "\
Examples:
  netpolc explain E0201
  netpolc explain unknown-name
  netpolc explain | grep name

Exit codes: 0 printed, 2 there is no such code";

/// Explain a diagnostic: what it means, an example, and how to mend it
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Explain {
    /// Its number (E0201) or name (unknown-name); without it, list all
    #[arg(value_parser = CodeName, hide_possible_values = true)]
    code: Option<String>,
}

/// Takes any word, and has shells complete codes: for a slip there are better words than a list of
/// all.
#[derive(Clone)]
struct CodeName;

impl TypedValueParser for CodeName {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let numbers = codes::ALL
            .iter()
            .map(|code| PossibleValue::new(code.id).help(code.slug));
        let slugs = codes::ALL
            .iter()
            .map(|code| PossibleValue::new(code.slug).help(code.id));
        Some(Box::new(numbers.chain(slugs)))
    }
}

impl Explain {
    pub(super) fn run(&self) -> Result<Verdict, Failure> {
        match &self.code {
            None => stdout::write(index().as_bytes())?,
            Some(name) => {
                let code = codes::find(name).ok_or_else(|| unknown(name))?;
                stdout::write(format!("{}\n", code.page.trim_end()).as_bytes())?;
            }
        }
        Ok(Verdict::Yes)
    }
}

fn index() -> String {
    codes::ALL.iter().fold(String::new(), |mut index, code| {
        // Writing to a string cannot fail.
        let _ = writeln!(index, "{}  {}", code.id, code.slug);
        index
    })
}

fn unknown(name: &str) -> Failure {
    let failure = Failure::new(format!("there is no diagnostic `{name}`"));
    match similar(name) {
        Some(known) => failure.help(format!("did you mean `{known}`?")),
        None => failure.help("`netpolc explain` lists all of them"),
    }
}

/// The one code that may be meant: the same number in another spelling, or a slug that is as good as
/// the same.
fn similar(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let number = name.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let same = |code: &&&Code| code.id.get(1..) == Some(number);
    if let Some(code) = codes::ALL.iter().find(same) {
        return Some(code.id);
    }
    let distance = |code: &&Code| strsim::osa_distance(&name, code.slug);
    let nearest = codes::ALL
        .iter()
        .copied()
        .min_by_key(|code| distance(code))?;
    let limit = (name.chars().count() / 3).max(1);
    (distance(&nearest) <= limit).then_some(nearest.slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_one_that_is_near() {
        assert_eq!(similar("201"), None);
        assert_eq!(similar("0201"), Some("E0201"));
        assert_eq!(similar("e0401"), Some("W0401"));
        assert_eq!(similar("unknow-name"), Some("unknown-name"));
        assert_eq!(similar("Unknown-Name"), Some("unknown-name"));
        assert_eq!(similar("frobnicate"), None);
        assert_eq!(similar(""), None);
    }
}
