//! The fenced blocks of a Markdown document.

/// One fenced block.
#[derive(Clone, Debug)]
pub(crate) struct Fence {
    /// The line of its opening fence, from 1.
    pub(crate) line: usize,
    /// The `## ` heading that it stands under.
    pub(crate) section: String,
    /// The first word behind the fence; empty where there is none.
    pub(crate) language: String,
    /// The other words.
    pub(crate) words: Vec<String>,
    /// What stands in it.
    pub(crate) text: String,
}

impl Fence {
    /// The value of the word `key=value`.
    pub(crate) fn value(&self, key: &str) -> Option<&str> {
        let mut words = self.words.iter();
        words.find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
    }

    /// Whether the word stands behind the fence.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.words.iter().any(|one| one == word)
    }
}

/// A document: its headings of the second level, its blocks, and the lines outside them.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub(crate) title: String,
    pub(crate) sections: Vec<String>,
    pub(crate) fences: Vec<Fence>,
    pub(crate) prose: Vec<String>,
}

/// Reads a document. A block that is not closed ends with the text.
pub(crate) fn read(text: &str) -> Document {
    let mut document = Document::default();
    let mut open: Option<(usize, Fence)> = None;
    for (line, number) in text.lines().zip(1..) {
        if let Some((ticks, mut fence)) = open.take() {
            if ticks_of(line).is_some_and(|(count, rest)| count >= ticks && rest.is_empty()) {
                document.fences.push(fence);
            } else {
                fence.text.push_str(line);
                fence.text.push('\n');
                open = Some((ticks, fence));
            }
            continue;
        }
        // A fence's words hold no backtick; what does is code within a line.
        if let Some((ticks, words)) = ticks_of(line).filter(|(_, rest)| !rest.contains('`')) {
            let mut words = words.split_whitespace().map(str::to_owned);
            let fence = Fence {
                line: number,
                section: document.sections.last().cloned().unwrap_or_default(),
                language: words.next().unwrap_or_default(),
                words: words.collect(),
                text: String::new(),
            };
            open = Some((ticks, fence));
            continue;
        }
        if let Some(title) = line.strip_prefix("# ") {
            title.clone_into(&mut document.title);
        }
        if let Some(section) = line.strip_prefix("## ") {
            document.sections.push(section.to_owned());
        }
        document.prose.push(line.to_owned());
    }
    document.fences.extend(open.map(|(_, fence)| fence));
    document
}

/// How many backticks a line opens with, at least three, and what follows them.
fn ticks_of(line: &str) -> Option<(usize, &str)> {
    let rest = line.trim_start_matches('`');
    let count = line.len() - rest.len();
    (count >= 3).then_some((count, rest.trim()))
}
