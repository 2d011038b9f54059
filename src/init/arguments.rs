//! The words of a command.

use crate::init::setting::Setting;

/// What the words of a command set: `--addr=cart:7070`, `--addr cart:7070`, `-Ddb.host=db`. A word that
/// belongs to no option has no name. `lines` are those that the words stand in.
pub(super) fn settings<'t>(words: &[&'t str]) -> Vec<Setting<'t>> {
    let mut found = Vec::new();
    let mut option = None;
    for (line, word) in words.iter().enumerate() {
        let (name, value) = match named(word) {
            Some((name, Some(value))) => (name, value),
            Some((name, None)) => {
                option = Some(name);
                continue;
            }
            None => (option.unwrap_or_default(), *word),
        };
        option = None;
        found.push(Setting {
            name: long(name),
            value,
            part: 0,
            line,
        });
    }
    found
}

/// The name of an option, or of what a word sets, with the value in the same word.
fn named(word: &str) -> Option<(&str, Option<&str>)> {
    let is_option = word.starts_with('-');
    let bare = word
        .strip_prefix("-D")
        .unwrap_or(word.trim_start_matches('-'));
    let is_of_name = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '-');
    match bare.split_once('=') {
        Some((name, value)) if !name.is_empty() && name.chars().all(is_of_name) => {
            Some((name, Some(value)))
        }
        _ if is_option => Some((bare, None)),
        _ => None,
    }
}

/// The long name of an option that many programs have.
fn long(name: &str) -> &str {
    match name {
        "h" => "host",
        "p" | "P" => "port",
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_and_words() {
        let words = [
            "wait",
            "--addr=a:1",
            "--host",
            "db",
            "-p",
            "5432",
            "-Dx.host=y",
            "-v",
            "--",
            "z",
            "k=v",
        ];
        let settings = settings(&words).into_iter();
        let shown: Vec<String> = settings
            .map(|one| format!("{} {}={}", one.line, one.name, one.value))
            .collect();
        let expected = [
            "0 =wait",
            "1 addr=a:1",
            "3 host=db",
            "5 port=5432",
            "6 x.host=y",
            "9 =z",
            "10 k=v",
        ];
        assert_eq!(shown, expected);
    }
}
