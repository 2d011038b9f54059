//! Applies fixes until none is left: `netpolc check --fix`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::cli::failure::Failure;
use crate::cli::rewritten::{self, Rewritten};
use crate::diagnostics::render::Report;
use crate::diagnostics::{Diagnostic, Edit, Fix, Severity, apply, compatible};
use crate::driver::{Input, Run};
use crate::source::FileId;

/// How often the texts are compiled at most. Fixes that wait for others are halved by each round.
const ROUNDS: usize = 100;

/// Codes below this one are those of statements that cannot be read.
const READABLE: &str = "E0150";

/// The inputs with their fixes applied.
pub(super) struct Fixed {
    texts: Vec<Rewritten>,
    fixes: usize,
}

/// Applies all fixes to `texts`, in rounds: one that meets another waits for the texts that the
/// other leads to. Returns what `compile` says of the texts that are left.
///
/// A round that would break a statement, or change nothing about what is wrong, is taken back, and
/// the fix that is at fault left out.
pub(super) fn fix(
    mut texts: Vec<Input>,
    paths: Vec<Option<PathBuf>>,
    compile: impl Fn(Vec<Input>) -> Run,
) -> (Run, Fixed) {
    let before: Vec<Vec<u8>> = texts.iter().map(|text| text.bytes.clone()).collect();
    let mut run = compile(texts.clone());
    let mut fixes = 0;
    let mut refused: Vec<Fix> = Vec::new();
    let mut most = usize::MAX;
    for _ in 0..ROUNDS {
        let editable = Editable::of(&run, &texts);
        let may = |fix: &Fix| editable.holds(fix) && !refused.contains(fix);
        let mut chosen = compatible(&run.diagnostics, may);
        chosen.truncate(most);
        if chosen.is_empty() {
            break;
        }
        let next = editable
            .apply(&chosen, &run, &texts)
            .map(|texts| (compile(texts.clone()), texts))
            .filter(|(next, _)| !is_worse(&run, next) && !stands_still(&run, next));
        match (next, chosen.as_slice()) {
            (Some((next, changed)), _) => {
                fixes += chosen.len();
                most = usize::MAX;
                run = next;
                texts = changed;
            }
            (None, [one]) => {
                refused.push((*one).clone());
                most = usize::MAX;
            }
            (None, several) => most = several.len() / 2,
        }
    }
    let texts = texts.into_iter().zip(paths).zip(before);
    let texts = texts.map(|((now, path), before)| Rewritten {
        path,
        before,
        now: now.bytes,
    });
    let texts = texts.collect();
    (run, Fixed { texts, fixes })
}

/// What `--fix` could do about the diagnostics that the summary counts; none where that is nothing.
pub(super) fn fixable(run: &Run, report: &Report<'_>) -> Option<String> {
    let inputs = Editable::inputs(run);
    let counted = |found: &&Diagnostic| report.severity(found) != Severity::Note;
    let all = report.diagnostics.iter().filter(counted);
    let mends = |found: &&Diagnostic| found.mend().is_some_and(|fix| inputs.holds(fix));
    let which = match (all.clone().filter(mends).count(), all.count()) {
        (0, _) => return None,
        (1, 1) => "it".to_owned(),
        (some, all) if some == all => "all of them".to_owned(),
        (some, _) => format!("{some} of them"),
    };
    Some(format!("{which} can be mended with `--fix`"))
}

impl Fixed {
    /// Writes the files that changed; either all or none.
    pub(super) fn write(&self) -> Result<(), Failure> {
        rewritten::write(&self.texts)
    }

    /// What standard input became, changed or not, where it is an input.
    pub(super) fn standard_input(&self) -> Option<&[u8]> {
        rewritten::standard_input(&self.texts)
    }

    /// What was done, such as `fixed 3 problems in 2 files`; none where that is nothing.
    pub(super) fn summary(&self) -> Option<String> {
        let files = rewritten::changed_files(&self.texts);
        let counted = |number: usize, what: &str| match number {
            1 => format!("1 {what}"),
            _ => format!("{number} {what}s"),
        };
        let problems = counted(self.fixes, "problem");
        (files > 0).then(|| format!("fixed {problems} in {}", counted(files, "file")))
    }
}

/// The files that fixes may change, with their places among the inputs.
struct Editable(BTreeMap<FileId, usize>);

impl Editable {
    /// All inputs.
    fn inputs(run: &Run) -> Self {
        Self(run.units.iter().map(|unit| unit.file).zip(0..).collect())
    }

    /// The inputs that are text: of others the places in a fix are not those of the bytes.
    fn of(run: &Run, texts: &[Input]) -> Self {
        let Self(mut inputs) = Self::inputs(run);
        inputs.retain(|file, index| {
            let text = run.sources.get(*file).map(|source| source.text.as_bytes());
            text.is_some() && text == texts.get(*index).map(|text| text.bytes.as_slice())
        });
        Self(inputs)
    }

    /// Whether all that a fix changes is in these files.
    fn holds(&self, fix: &Fix) -> bool {
        let mut edits = fix.edits.iter();
        edits.all(|edit| self.0.contains_key(&edit.span.file))
    }

    /// `texts` with fixes applied to them; none where a fix does not fit its text.
    fn apply(&self, fixes: &[&Fix], run: &Run, texts: &[Input]) -> Option<Vec<Input>> {
        let mut by_file: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
        for edit in fixes.iter().flat_map(|fix| &fix.edits) {
            by_file.entry(edit.span.file).or_default().push(edit);
        }
        let mut changed = texts.to_vec();
        for (file, edits) in by_file {
            let text = changed.get_mut(*self.0.get(&file)?)?;
            text.bytes = apply(&run.sources.get(file)?.text, edits)?.into_bytes();
        }
        Some(changed)
    }
}

/// Whether more lines of a file cannot be read than before: no fix means to do that.
fn is_worse(before: &Run, after: &Run) -> bool {
    let broken = |run: &Run| {
        let found = run.diagnostics.iter();
        let lines = found
            .filter(|one| one.code.id < READABLE)
            .filter_map(|one| {
                let span = one.primary.span;
                let line = run.sources.get(span.file)?.lines().line(span.start);
                Some((span.file, line))
            });
        let mut broken: BTreeMap<FileId, usize> = BTreeMap::new();
        for (file, _) in lines.collect::<BTreeSet<_>>() {
            *broken.entry(file).or_default() += 1;
        }
        broken
    };
    let before = broken(before);
    let grown = |(file, now): (FileId, usize)| now > before.get(&file).copied().unwrap_or(0);
    broken(after).into_iter().any(grown)
}

/// Whether all that could be mended is still there, on lines that read as before: a fix that inserts
/// a line, and does not help, would insert it in each round.
fn stands_still(before: &Run, after: &Run) -> bool {
    let (mut before, mut after) = (places(before), places(after));
    loop {
        match (before.next(), after.next()) {
            (Some(one), Some(other)) if one.is(&other) => {}
            (ends, too) => return ends.is_none() && too.is_none(),
        }
    }
}

/// A diagnostic with a fix, and where it stands.
struct Place<'a> {
    diagnostic: &'a Diagnostic,
    line: &'a str,
    /// How many bytes of the file stand behind its start.
    behind: usize,
}

impl Place<'_> {
    /// Whether the same is said of the same line, and all before it is as long as it was, or all
    /// behind it.
    fn is(&self, after: &Place<'_>) -> bool {
        let (one, other) = (self.diagnostic, after.diagnostic);
        let (from, to) = (one.primary.span, other.primary.span);
        from.file == to.file
            && (from.start == to.start || self.behind == after.behind)
            && one.code.id == other.code.id
            && one.message == other.message
            && self.line == after.line
    }
}

fn places(run: &Run) -> impl Iterator<Item = Place<'_>> {
    let mendable = run.diagnostics.iter().filter(|one| one.mend().is_some());
    mendable.filter_map(|diagnostic| {
        let span = diagnostic.primary.span;
        let text = &run.sources.get(span.file)?.text;
        let (before, behind) = text.split_at_checked(span.start as usize)?;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = behind.find('\n').map_or(text.len(), |at| before.len() + at);
        Some(Place {
            diagnostic,
            line: text.get(start..end)?,
            behind: behind.len(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Code, codes};
    use crate::driver::Unit;
    use crate::source::{Sources, Span};

    /// What a made-up rule has to say of a text: a code, the place, and the edit that would mend it.
    type Rule = fn(&str) -> Vec<(&'static Code, usize, (usize, usize, &'static str))>;

    /// Fixes one text by a made-up rule; says how often it was compiled.
    fn fixed(text: &str, rule: Rule) -> (String, usize, usize) {
        let compiled = std::cell::Cell::new(0);
        let input = Input {
            name: "a".to_owned(),
            title: "a".to_owned(),
            identity: "a".to_owned(),
            bytes: text.as_bytes().to_vec(),
        };
        let (_, fixed) = fix(vec![input], vec![None], |texts| {
            compiled.set(compiled.get() + 1);
            let text = String::from_utf8(texts[0].bytes.clone()).unwrap();
            let found = rule(&text);
            let mut sources = Sources::default();
            let file = sources.add("a", text);
            let span = |start: usize, end: usize| {
                Span::new(
                    file,
                    u32::try_from(start).unwrap(),
                    u32::try_from(end).unwrap(),
                )
            };
            let diagnostics = found.into_iter().map(|(code, at, (start, end, text))| {
                Diagnostic::new(code, span(at, at), "wrong").fix("mend it", span(start, end), text)
            });
            Run {
                diagnostics: diagnostics.collect(),
                faults: Vec::new(),
                tested: Vec::new(),
                asked: None,
                sources,
                units: vec![Unit {
                    file,
                    title: "a".to_owned(),
                    prefix: None,
                    policies: Vec::new(),
                }],
            }
        });
        let text = String::from_utf8(fixed.texts[0].now.clone()).unwrap();
        (text, fixed.fixes, compiled.get())
    }

    fn each(
        text: &str,
        what: char,
        code: &'static Code,
        by: &'static str,
    ) -> Vec<(&'static Code, usize, (usize, usize, &'static str))> {
        let places = text.match_indices(what);
        let edits = places.map(|(at, _)| (code, at, (at, at + 1, by)));
        edits.collect()
    }

    #[test]
    fn fixes_that_touch_take_a_few_rounds() {
        let shrink: Rule = |text| each(text, 'x', &codes::UNKNOWN_NAME, "");
        let long = format!("{}y", "x".repeat(1000));
        let (text, fixes, compiled) = fixed(&long, shrink);
        assert_eq!((text.as_str(), fixes), ("y", 1000));
        assert!(compiled < 15, "{compiled}");
    }

    #[test]
    fn a_fix_that_does_not_help_is_not_applied() {
        let insert_behind: Rule = |_| vec![(&codes::UNKNOWN_NAME, 0, (2, 2, "b\n"))];
        assert_eq!(fixed("a\n", insert_behind), ("a\n".to_owned(), 0, 2));
        let insert_before: Rule = |text| {
            let at = text.find('a').unwrap();
            vec![(&codes::UNKNOWN_NAME, at, (0, 0, "b\n"))]
        };
        assert_eq!(fixed("a\n", insert_before), ("a\n".to_owned(), 0, 2));
        let grow: Rule = |_| vec![(&codes::UNKNOWN_NAME, 0, (0, 0, "a"))];
        let (_, fixes, compiled) = fixed("a\n", grow);
        assert_eq!((fixes, compiled), (ROUNDS, ROUNDS + 1), "but it ends");
    }

    #[test]
    fn a_fix_that_breaks_a_statement_is_left_out_and_no_other() {
        // A `?` becomes `!`, which cannot be read, and a `-` becomes `+`.
        let rule: Rule = |text| {
            let mut found = each(text, '?', &codes::UNKNOWN_NAME, "!");
            found.extend(each(text, '-', &codes::UNKNOWN_NAME, "+"));
            let broken = text.match_indices('!').map(|(at, _)| at);
            found.extend(broken.map(|at| (&codes::UNEXPECTED_TOKEN, at, (0, 0, ""))));
            found
        };
        let (text, fixes, _) = fixed("-.\n-.\n-.\n?.\n-.\n-.\n", rule);
        assert_eq!((text.as_str(), fixes), ("+.\n+.\n+.\n?.\n+.\n+.\n", 5));
    }

    #[test]
    fn a_fix_that_does_not_fit_its_text_is_left_out() {
        let outside: Rule = |text| {
            let mut found = each(text, '-', &codes::UNKNOWN_NAME, "+");
            found.push((&codes::UNKNOWN_NAME, 0, (90, 99, "x")));
            found
        };
        assert_eq!(fixed("-.-", outside).0, "+.+");
    }
}
