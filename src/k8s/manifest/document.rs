//! Where one document of a text ends and the next begins.

use std::ops::Range;

/// A part of the text between two lines that begin with `---`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Document {
    /// Its bytes, without the separators.
    pub(super) range: Range<usize>,
    /// Where the separator before it says more than it may.
    pub(super) beside: Option<Range<usize>>,
}

/// The parts of `text`, cut as kubectl does it: before anything of YAML is known, at each line that
/// begins with `---`. Nothing but blanks and a comment may follow on that line.
pub(super) fn split(text: &str) -> Vec<Document> {
    // A byte order mark is no part of a document.
    let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut documents = Vec::new();
    let mut open = Document {
        range: at..at,
        beside: None,
    };
    for line in text.get(at..).unwrap_or_default().split_inclusive('\n') {
        let end = at + line.len();
        if let Some(rest) = line.strip_prefix("---") {
            let word = rest.trim();
            let start = at + "---".len() + (rest.len() - rest.trim_start().len());
            let allowed = word.is_empty() || word.starts_with('#');
            open.range.end = at;
            documents.push(open);
            open = Document {
                range: end..end,
                beside: (!allowed).then(|| start..start + word.len()),
            };
        }
        at = end;
    }
    open.range.end = at;
    documents.push(open);
    documents
}

/// The places of the documents of a text, without the lines between them.
pub fn documents(text: &str) -> Vec<Range<usize>> {
    let documents = split(text).into_iter();
    documents.map(|document| document.range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        let documents = split(text);
        documents
            .iter()
            .map(|document| text.get(document.range.clone()).unwrap())
            .collect()
    }

    #[test]
    fn cut_at_dashes() {
        assert_eq!(parts(""), [""]);
        assert_eq!(parts("a: b"), ["a: b"]);
        assert_eq!(parts("---\na\n---\nb"), ["", "a\n", "b"]);
        assert_eq!(parts("a\r\n--- # x\r\nb\r\n"), ["a\r\n", "b\r\n"]);
        assert_eq!(parts("\u{feff}---\na"), ["", "a"]);
        assert_eq!(parts("a\n ---\nb"), ["a\n ---\nb"]);
        assert_eq!(parts("---"), ["", ""]);
    }

    #[test]
    fn what_stands_beside_the_dashes() {
        let text = "--- foo \n---#\n----\n---\t\n";
        let beside: Vec<&str> = split(text)
            .iter()
            .filter_map(|document| text.get(document.beside.clone()?))
            .collect();
        assert_eq!(beside, ["foo", "-"]);
    }
}
