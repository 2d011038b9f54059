//! For people: each diagnostic with the lines that it is about.
//!
//! The only place that knows the library that draws them.

use std::io::{Error, Result, Write};
use std::ops::Range;

use codespan_reporting::diagnostic::{self as drawn, LabelStyle};
use codespan_reporting::files::{self, Files, Location};
use codespan_reporting::term::termcolor::Ansi;
use codespan_reporting::term::{Config, emit_to_io_write, emit_to_write_style};

use crate::diagnostics::render::excerpt::{Excerpt, HEAD_LINES, TAIL_LINES};
use crate::diagnostics::render::harmless::{escaped, words};
use crate::diagnostics::render::locator::Locator;
use crate::diagnostics::render::remarks::remarks;
use crate::diagnostics::render::report::Report;
use crate::diagnostics::{Diagnostic, Label, Severity};
use crate::source::{FileId, Position};

/// Writes each diagnostic with its excerpts, notes, help and fixes, and an empty line after it.
///
/// # Errors
/// Those of `out`.
pub fn text(report: &Report<'_>, colour: bool, out: &mut dyn Write) -> Result<()> {
    let config = Config {
        start_context_lines: HEAD_LINES,
        end_context_lines: TAIL_LINES,
        ..Config::default()
    };
    let locator = Locator::new(report.sources);
    for diagnostic in report.diagnostics {
        let (files, shown) = draw(&locator, report.severity(diagnostic), diagnostic);
        let drawn = if colour {
            emit_to_write_style(&mut Ansi::new(&mut *out), &config, &files, &shown)
        } else {
            emit_to_io_write(&mut *out, &config, &files, &shown)
        };
        drawn.map_err(|error| match error {
            files::Error::Io(error) => error,
            other => Error::other(other),
        })?;
    }
    Ok(())
}

/// The excerpts of one diagnostic.
struct Excerpts {
    files: Vec<File>,
}

struct File {
    id: FileId,
    name: String,
    excerpt: Excerpt,
    place: Position,
}

fn draw(
    locator: &Locator<'_>,
    severity: Severity,
    diagnostic: &Diagnostic,
) -> (Excerpts, drawn::Diagnostic<usize>) {
    let primary = std::iter::once((LabelStyle::Primary, &diagnostic.primary));
    let secondary = diagnostic.secondary.iter();
    let labels: Vec<_> = primary
        .chain(secondary.map(|label| (LabelStyle::Secondary, label)))
        .collect();
    let mut excerpts = Excerpts { files: Vec::new() };
    let mut shown = Vec::new();
    for (_, label) in &labels {
        let id = label.span.file;
        let Some(source) = locator.sources().get(id) else {
            continue;
        };
        if excerpts.files.iter().any(|file| file.id == id) {
            continue;
        }
        let own: Vec<&(LabelStyle, &Label)> = labels
            .iter()
            .filter(|(_, label)| label.span.file == id)
            .collect();
        let spans: Vec<_> = own.iter().map(|(_, label)| label.span).collect();
        let excerpt = if diagnostic.is_private {
            Excerpt::hidden(source, &spans)
        } else {
            Excerpt::new(source, &spans)
        };
        let file = excerpts.files.len();
        shown.extend(
            own.iter()
                .zip(&excerpt.places)
                .map(|((style, label), place)| {
                    drawn::Label::new(*style, file, place.clone())
                        .with_message(words(&label.message))
                }),
        );
        excerpts.files.push(File {
            id,
            name: escaped(&source.name).into_owned(),
            excerpt,
            place: locator.position(id, label.span.start),
        });
    }
    let severity = match severity {
        Severity::Error => drawn::Severity::Error,
        Severity::Warning => drawn::Severity::Warning,
        Severity::Note => drawn::Severity::Note,
    };
    let drawn = drawn::Diagnostic::new(severity)
        .with_code(format!("{} {}", diagnostic.code.id, diagnostic.code.slug))
        .with_message(words(&diagnostic.message))
        .with_labels(shown)
        .with_notes(remarks(diagnostic).collect());
    (excerpts, drawn)
}

impl Excerpts {
    fn file(&self, id: usize) -> std::result::Result<&File, files::Error> {
        self.files.get(id).ok_or(files::Error::FileMissing)
    }
}

impl<'a> Files<'a> for Excerpts {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> std::result::Result<&'a str, files::Error> {
        Ok(&self.file(id)?.name)
    }

    fn source(&'a self, id: usize) -> std::result::Result<&'a str, files::Error> {
        Ok(&self.file(id)?.excerpt.text)
    }

    fn line_index(&'a self, id: usize, at: usize) -> std::result::Result<usize, files::Error> {
        Ok(self.file(id)?.excerpt.line_at(at))
    }

    fn line_number(&'a self, id: usize, line: usize) -> std::result::Result<usize, files::Error> {
        Ok(self.file(id)?.excerpt.number(line))
    }

    fn line_range(
        &'a self,
        id: usize,
        line: usize,
    ) -> std::result::Result<Range<usize>, files::Error> {
        let range = self.file(id)?.excerpt.line(line);
        range.ok_or(files::Error::LineTooLarge {
            given: line,
            max: 0,
        })
    }

    /// The place in the file itself that its excerpt is about; the excerpt does not know the columns
    /// of the line that it is cut from.
    fn location(&'a self, id: usize, _at: usize) -> std::result::Result<Location, files::Error> {
        let place = self.file(id)?.place;
        Ok(Location {
            line_number: place.line,
            column_number: place.column,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::codes;
    use crate::source::{Sources, Span};

    fn shown(sources: &Sources, diagnostic: Diagnostic, colour: bool) -> String {
        let mut out = Vec::new();
        let report = Report {
            sources,
            diagnostics: &[diagnostic],
            deny_warnings: false,
        };
        text(&report, colour, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn one(text: &str, start: u32, end: u32) -> String {
        let mut sources = Sources::default();
        let file = sources.add("shop.netpol", text);
        let span = Span::new(file, start, end);
        shown(
            &sources,
            Diagnostic::new(&codes::UNKNOWN_NAME, span, "nothing is called so").label("here"),
            false,
        )
    }

    #[test]
    fn every_part_has_its_line() {
        let mut sources = Sources::default();
        let shop = sources.add("shop.netpol", "namespace shop\n\tallow é -> 犬犬:80\n");
        let base = sources.add("base.netpol", "deny a -> b\n");
        let wrong = Diagnostic::new(&codes::UNKNOWN_NAME, Span::new(shop, 28, 34), "no `犬犬`")
            .label("not declared")
            .also(Span::new(shop, 10, 14), "in this namespace")
            .also(Span::new(base, 5, 6), "")
            .note("a fact\nof two lines")
            .help("declare it")
            .fix("write `dogs`", Span::new(shop, 28, 34), "dogs");
        assert_eq!(
            shown(&sources, wrong, false),
            "error[E0201 unknown-name]: no `犬犬`
  ┌─ shop.netpol:2:13
  │
1 │ namespace shop
  │           ---- in this namespace
2 │     allow é -> 犬犬:80
  │                ^^^^ not declared
  │
  ┌─ base.netpol:1:6
  │
1 │ deny a -> b
  │      -
  │
  = note: a fact
    of two lines
  = help: declare it
  = fix: write `dogs`

"
        );
    }

    #[test]
    fn empty_files_and_ends_of_files() {
        assert_eq!(
            one("", 0, 0),
            "error[E0201 unknown-name]: nothing is called so
  ┌─ shop.netpol:1:1
  │
1 │ \n  │ ^ here

"
        );
        assert_eq!(
            one("allow a ->", 10, 10),
            "error[E0201 unknown-name]: nothing is called so
  ┌─ shop.netpol:1:11
  │
1 │ allow a ->
  │           ^ here

"
        );
        assert!(one("allow a\n", 8, 8).contains("shop.netpol:2:1\n  │\n2 │ \n  │ ^ here\n"));
    }

    #[test]
    fn places_of_many_lines_are_cut_in_the_middle() {
        assert_eq!(
            one("(\n2\n3\n4\n5\n6\n7\n8\n)\n", 0, 17),
            "error[E0201 unknown-name]: nothing is called so
  ┌─ shop.netpol:1:1
  │  
1 │ ╭ (
2 │ │ 2
3 │ │ 3
4 │ │ 4
  · │
8 │ │ 8
9 │ │ )
  │ ╰─^ here

"
        );
    }

    #[test]
    fn long_lines_are_cut() {
        let text = format!("{}WRONG{}", "a ".repeat(5_000_000), "b ".repeat(5_000_000));
        let found = one(&text, 10_000_000, 10_000_005);
        assert!(found.contains("shop.netpol:1:10000001\n"), "{found}");
        assert!(found.len() < 1000, "{found}");
        let lines: Vec<_> = found.lines().collect();
        let column = |line: &str, what: &str| {
            let before = line.split(what).next().unwrap();
            before.chars().count()
        };
        assert_eq!(column(lines[3], "WRONG"), column(lines[4], "^^^^^ here"));
    }

    #[test]
    fn nothing_reaches_the_terminal_as_it_is() {
        let mut sources = Sources::default();
        let file = sources.add("a\u{1b}b", "x \u{1b}[2J\u{202e}\u{7} y");
        let span = Span::new(file, 11, 12);
        let wrong = Diagnostic::new(&codes::UNKNOWN_NAME, span, "no `\u{1b}`\n")
            .label("\u{9b}")
            .note("\u{1b}\r");
        assert_eq!(
            shown(&sources, wrong, false),
            "error[E0201 unknown-name]: no `\\u{1b}`\\n
  ┌─ a\\u{1b}b:1:10
  │
1 │ x ␛[2J\u{fffd}␇ y
  │          ^ \\u{9b}
  │
  = note: \\u{1b}\\r

"
        );
    }

    #[test]
    fn colours_only_where_asked_for() {
        let mut sources = Sources::default();
        let file = sources.add("a", "x");
        let wrong = Diagnostic::new(&codes::UNDECLARED_NAME, Span::new(file, 0, 1), "no `x`");
        let plain = shown(&sources, wrong.clone(), false);
        let coloured = shown(&sources, wrong, true);
        assert!(!plain.contains('\u{1b}') && coloured.contains("\u{1b}["));
        let mut rest = coloured.as_str();
        let mut stripped = String::new();
        while let Some((before, after)) = rest.split_once('\u{1b}') {
            stripped.push_str(before);
            rest = after.split_once('m').unwrap().1;
        }
        assert_eq!(stripped + rest, plain);
    }
}
