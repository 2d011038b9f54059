//! The summary of a step of GitHub Actions: how much there was, and a table, in Markdown.

use std::fmt::Write as _;
use std::io::{Result, Write};

use crate::diagnostics::render::harmless::words;
use crate::diagnostics::render::locator::Locator;
use crate::diagnostics::render::placement::Placements;
use crate::diagnostics::render::report::{Report, word};
use crate::diagnostics::render::summary::summary;

/// How many diagnostics are listed at most.
const MOST_ROWS: usize = 100;
/// How many bytes they take at most: half of what GitHub takes of a step.
const MOST_BYTES: usize = 512 << 10;

const HEAD: &str = "| | Place | Code | What is wrong |\n| --- | --- | --- | --- |\n";

/// Writes the summary, with the diagnostics that weigh most.
///
/// # Errors
/// Those of `out`.
pub fn step_summary(
    report: &Report<'_>,
    placements: &Placements,
    out: &mut dyn Write,
) -> Result<()> {
    let found = summary(report).map_or_else(|| "nothing is wrong".to_owned(), |(_, words)| words);
    write!(out, "### netpolc\n\n{found}\n\n")?;
    if report.diagnostics.is_empty() {
        return Ok(());
    }
    let rows = rows(report, placements);
    out.write_all(HEAD.as_bytes())?;
    out.write_all(rows.concat().as_bytes())?;
    match report.diagnostics.len().saturating_sub(rows.len()) {
        0 => writeln!(out),
        left_out => write!(out, "\n{left_out} more are in the log of the step\n\n"),
    }
}

fn rows(report: &Report<'_>, placements: &Placements) -> Vec<String> {
    let locator = Locator::new(report.sources);
    let mut rows = Vec::new();
    let mut bytes = 0;
    for diagnostic in report.by_severity().into_iter().take(MOST_ROWS) {
        let span = diagnostic.primary.span;
        let start = locator.position(span.file, span.start);
        let row = format!(
            "| {} | {}:{}:{} | {} {} | {} |\n",
            word(report.severity(diagnostic)),
            cell(placements.of(span.file).path()),
            start.line,
            start.column,
            diagnostic.code.id,
            diagnostic.code.slug,
            cell(&diagnostic.message),
        );
        bytes += row.len();
        if bytes > MOST_BYTES {
            break;
        }
        rows.push(row);
    }
    rows
}

/// Words that are nothing but text wherever Markdown, HTML or GitHub look for more: each character that
/// one of them could take for a sign is written as a number.
fn cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    for character in words(text).chars() {
        if character.is_ascii_punctuation() && !"-,;'()/+%=?!\"".contains(character) {
            // Writing to a string cannot fail.
            let _ = write!(cell, "&#{};", u32::from(character));
        } else {
            cell.push(character);
        }
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::render::placement::Placement;
    use crate::diagnostics::{Diagnostic, codes};
    use crate::source::{FileId, Sources, Span};

    fn shown(path: &str, diagnostics: &[Diagnostic]) -> String {
        let mut sources = Sources::default();
        sources.add("a", "é x\n");
        let report = Report {
            sources: &sources,
            diagnostics,
            deny_warnings: false,
        };
        let placements = Placements::new(vec![Placement::Below(path.to_owned())]);
        let mut out = Vec::new();
        step_summary(&report, &placements, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn wrong(code: &'static crate::diagnostics::Code, message: &str) -> Diagnostic {
        Diagnostic::new(code, Span::new(FileId(0), 3, 4), message)
    }

    #[test]
    fn counts_and_a_table() {
        assert_eq!(shown("a", &[]), "### netpolc\n\nnothing is wrong\n\n");
        let found = [
            wrong(&codes::UNDECLARED_NAME, "no name"),
            wrong(&codes::UNKNOWN_NAME, "no name at all"),
        ];
        assert_eq!(
            shown("k8s/a", &found),
            "\
### netpolc

1 error and 1 warning in 1 file

| | Place | Code | What is wrong |
| --- | --- | --- | --- |
| error | k8s/a:1:3 | E0201 unknown-name | no name at all |
| warning | k8s/a:1:3 | W0401 undeclared-name | no name |

"
        );
    }

    #[test]
    fn text_stays_text() {
        let hostile =
            "`a|b`\n\n<img src=x> [x](https://y) &amp; **b** _c_ $d$ @e #1 \\ ~f~ :g: !h\r";
        let text = shown(hostile, &[wrong(&codes::UNKNOWN_NAME, hostile)]);
        let row = text.lines().nth(6).unwrap();
        assert_eq!(row.matches('|').count(), 5, "{row}");
        let read = row.split('|').nth(4).unwrap().trim();
        let signs: Vec<char> = read
            .chars()
            .filter(|one| one.is_ascii_punctuation() && !"&#;()/-=!".contains(*one))
            .collect();
        assert_eq!(signs, [], "{row}");
        assert!(
            read.starts_with("&#96;a&#124;b&#96;&#92;n&#92;n&#60;img"),
            "{read}"
        );
    }

    #[test]
    fn it_comes_to_an_end() {
        let many = vec![wrong(&codes::UNKNOWN_NAME, "short"); 120];
        let text = shown("a", &many);
        assert_eq!(text.matches("| error |").count(), MOST_ROWS);
        assert!(
            text.ends_with("|\n\n20 more are in the log of the step\n\n"),
            "{text}"
        );
        let long = vec![wrong(&codes::UNKNOWN_NAME, &"\u{e0001}".repeat(5000)); 100];
        let text = shown(&"|".repeat(5000), &long);
        assert!(text.len() < MOST_BYTES + 200, "{}", text.len());
        assert!(text.contains(" more are in the log"));
    }
}
