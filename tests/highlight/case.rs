//! Lines of programs with the class of each character below them: `tests/highlight/cases`.

use std::fs;
use std::path::PathBuf;

use netpolc::syntax::classes::{Class, classes};
use serde::de::DeserializeOwned;

use crate::support::golden::{files, root};

/// A file of cases: one program.
pub(crate) struct Case {
    pub(crate) path: PathBuf,
    /// Its lines, without what tells them from the text around them.
    pub(crate) lines: Vec<Line>,
    /// The whole file.
    kept: String,
}

/// A line of a program, and the class of each of its characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) text: String,
    /// As letters, without blanks at the end.
    pub(crate) marks: String,
}

impl Case {
    pub(crate) fn all() -> Vec<Self> {
        let paths = files(&root().join("tests/highlight/cases"), ".txt");
        let cases = paths.into_iter().map(|path| {
            let kept = fs::read_to_string(&path).unwrap();
            Self {
                lines: lines(&kept),
                kept,
                path,
            }
        });
        cases.collect()
    }

    /// Those of [`Case::all`], and each program of the examples and of the fixtures of `fmt` and `syntax`.
    pub(crate) fn everything() -> Vec<Self> {
        let mut all = Self::all();
        for folder in ["examples", "tests/cases/fmt", "tests/cases/syntax/ok"] {
            for path in files(&root().join(folder), ".netpol") {
                let text = fs::read_to_string(&path).unwrap_or_default();
                // How editors show other line ends and byte order marks is their own.
                if !text.contains(['\r', '\u{feff}']) {
                    all.push(Self::of(path, &text));
                }
            }
        }
        assert!(all.len() > 60, "only {} programs", all.len());
        all
    }

    /// A program, with the marks that the compiler's own parser gives.
    fn of(path: PathBuf, text: &str) -> Self {
        let text: String = text.lines().flat_map(|line| [line, "\n"]).collect();
        let lines = text.lines().zip(parsed(&text));
        let lines = lines.map(|(text, marks)| Line {
            text: text.to_owned(),
            marks,
        });
        Self {
            path,
            lines: lines.collect(),
            kept: String::new(),
        }
    }

    pub(crate) fn name(&self) -> &str {
        self.path.file_stem().unwrap().to_str().unwrap()
    }

    /// The program.
    pub(crate) fn text(&self) -> String {
        let lines = self.lines.iter().map(|line| format!("{}\n", line.text));
        lines.collect()
    }

    /// The file as it would be with these classes.
    pub(crate) fn with(&self, marks: &[String]) -> String {
        let mut marks = marks.iter();
        let mut out = String::new();
        for line in self.kept.lines() {
            if line.starts_with(':') {
                continue;
            }
            out += line;
            out.push('\n');
            if line.starts_with('>') {
                let below = marks.next().unwrap();
                out += format!(": {below}").trim_end();
                out.push('\n');
            }
        }
        out
    }
}

fn lines(kept: &str) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    for line in kept.lines() {
        if let Some(text) = line.strip_prefix('>') {
            found.push(Line {
                text: text.strip_prefix(' ').unwrap_or(text).to_owned(),
                marks: String::new(),
            });
        } else if let Some(marks) = line.strip_prefix(':') {
            let last = found.last_mut().unwrap();
            marks
                .strip_prefix(' ')
                .unwrap_or(marks)
                .clone_into(&mut last.marks);
        }
    }
    found
}

/// The letter of a class.
pub(crate) fn letter(class: Class) -> char {
    match class {
        Class::Comment => '#',
        Class::String => '"',
        Class::Keyword => 'K',
        Class::Operator => 'O',
        Class::Modifier => 'M',
        Class::Wildcard => '*',
        Class::Name => 'n',
        Class::Declaration => 'D',
        Class::Namespace => 's',
        Class::Key => 'k',
        Class::Value => 'v',
        Class::Number => '0',
        Class::Port => 'P',
        Class::Protocol => 'p',
        Class::Address => 'a',
        Class::Punctuation => '.',
    }
}

/// The marks below each line of a text whose parts, as ranges of bytes, have these classes. No part
/// overlaps another.
pub(crate) fn marks(
    text: &str,
    parts: impl IntoIterator<Item = (usize, usize, Class)>,
) -> Vec<String> {
    let mut letters: Vec<char> = text.bytes().map(|_| ' ').collect();
    for (start, end, class) in parts {
        for place in &mut letters[start..end] {
            *place = letter(class);
        }
    }
    let mut all = Vec::new();
    let mut marks = String::new();
    for (at, character) in text.char_indices() {
        if character == '\n' {
            all.push(std::mem::take(&mut marks).trim_end().to_owned());
        } else {
            // Whether blanks have a class shows nowhere.
            let blank = character.is_whitespace() && !matches!(letters[at], '"' | '#');
            marks.push(if blank { ' ' } else { letters[at] });
        }
    }
    all
}

/// The marks that the compiler's own parser gives.
pub(crate) fn parsed(text: &str) -> Vec<String> {
    let parts = classes(text);
    let parts = parts
        .into_iter()
        .map(|one| (one.start as usize, one.end as usize, one.class));
    marks(text, parts)
}

/// Where an editor shows another class than the cases. It has `printed` for each case a line of JSON, with what it
/// makes of each line; `parts` are the ranges in that with their classes.
pub(crate) fn wrong<T: DeserializeOwned>(
    cases: &[Case],
    editor: &str,
    printed: &str,
    parts: impl Fn(&str, T) -> Vec<(usize, usize, Class)>,
) -> String {
    let printed = printed.lines();
    let all: Vec<Vec<T>> = printed
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(all.len(), cases.len());
    let mut wrong = Vec::new();
    for (case, lines) in cases.iter().zip(all) {
        let text = case.text();
        let mut found = Vec::new();
        let mut start = 0;
        for (line, said) in text.split_inclusive('\n').zip(lines) {
            let parts = parts(line, said).into_iter();
            found.extend(parts.map(|(from, to, class)| (start + from, start + to, class)));
            start += line.len();
        }
        wrong.extend(differences(case, editor, &marks(&text, found)));
    }
    wrong.concat()
}

/// Where an editor's marks differ from those of the cases.
pub(crate) fn differences(case: &Case, editor: &str, marks: &[String]) -> Vec<String> {
    assert_eq!(marks.len(), case.lines.len(), "{editor}: {}", case.name());
    let lines = case.lines.iter().zip(marks);
    let wrong = lines.filter(|(line, marks)| line.marks != **marks);
    wrong
        .map(|(line, marks)| {
            format!(
                "{editor}, {}:\n> {}\n: {}\n! {marks}\n",
                case.name(),
                line.text,
                line.marks
            )
        })
        .collect()
}
