//! A code as a rule, with its page as the help.

use std::path::Path;

use crate::diagnostics::render::report::word;
use crate::diagnostics::render::sarif::log::{Configuration, Message, Page, Properties, Rule};
use crate::diagnostics::{Code, Severity};

/// The section of a page that says what the code is about.
const MEANING: &str = "## What it means\n\n";

pub(super) fn rule(code: &'static Code) -> Rule {
    let meaning = plain(meaning(code.page)).replace('\n', " ");
    let page = plain(code.page.trim_end());
    Rule {
        id: code.id,
        name: code.slug,
        short_description: Message::new(first_sentence(&meaning).to_owned()),
        full_description: Message::new(meaning),
        help: Page {
            text: page.clone(),
            markdown: page,
        },
        default_configuration: Configuration {
            level: word(code.severity),
        },
        properties: Properties {
            tags: [tag(code.id)],
            severity: match code.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "recommendation",
            },
        },
    }
}

/// The first paragraph of the section; else all of the page.
fn meaning(page: &str) -> &str {
    let behind = page.split_once(MEANING).map_or(page, |(_, rest)| rest);
    behind.split("\n\n").next().unwrap_or(behind).trim()
}

fn first_sentence(paragraph: &str) -> &str {
    let ends = [". ", ": ", "; "];
    let end = ends.iter().filter_map(|end| paragraph.find(end)).min();
    let sentence = end
        .and_then(|end| paragraph.get(..end))
        .unwrap_or(paragraph);
    sentence.trim_end_matches(['.', ':'])
}

/// A text of Markdown without its links to other documents: a reader of SARIF has none of them.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("](") {
        let link = before.rsplit_once('[').zip(behind.split_once(')'));
        if let Some(((before, words), (_, behind))) =
            link.filter(|(_, (target, _))| is_document(target))
        {
            plain.extend([before, words]);
            rest = behind;
        } else {
            plain.extend([before, "]("]);
            rest = behind;
        }
    }
    plain.push_str(rest);
    plain
}

/// `../language.md#manifests`, `E0201.md`
fn is_document(target: &str) -> bool {
    let path = target.split('#').next().unwrap_or(target);
    let is_page = Path::new(path).extension().is_some_and(|end| end == "md");
    is_page && !path.contains(['\n', ' '])
}

/// What a code is about, by its number.
fn tag(id: &str) -> &'static str {
    match id.get(..3) {
        Some("E01") => "syntax",
        Some("E02") => "names",
        Some("E03") => "meaning",
        Some("W04") => "lint",
        Some("N05") => "note",
        _ => "input",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::codes;

    #[test]
    fn pages_become_help_without_dead_links() {
        let text = "a [b c](../language.md#d) e [f](https://g) `[x](y)` [g](E0201.md).";
        assert_eq!(plain(text), "a b c e [f](https://g) `[x](y)` g.");
        for code in codes::ALL {
            assert!(!plain(code.page).contains(".md)"), "{}", code.id);
        }
    }

    #[test]
    fn every_code_has_a_short_description() {
        for code in codes::ALL {
            let meaning = plain(meaning(code.page)).replace('\n', " ");
            let short = first_sentence(&meaning);
            let length = short.chars().count();
            assert!((10..200).contains(&length), "{}: {short}", code.id);
            assert!(!short.contains("##"), "{}: {short}", code.id);
        }
        assert_eq!(first_sentence("It is so. Or not."), "It is so");
        assert_eq!(first_sentence("It is so."), "It is so");
    }
}
