//! The objects of a text, read one by one: of a list no more than one item is held at a time.

use std::ops::Range;

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::manifest::document;
use crate::k8s::manifest::json;
use crate::k8s::manifest::node::{Entry, Kind, Node};
use crate::k8s::manifest::object::{Head, Object, each};
use crate::k8s::manifest::reader::Reader;
use crate::k8s::manifest::said::{Said, settle};
use crate::k8s::manifest::text::Text;
use crate::k8s::manifest::tree::{Items, Tree};
use crate::k8s::manifest::yaml;
use crate::source::{FileId, Span};

/// What stands in a text for a byte that is no part of a character. YAML and JSON allow it nowhere.
pub const SUBSTITUTE: char = '\u{1a}';

/// What `read` makes of each object of a text of YAML or JSON, and what is wrong with the text, in
/// its order.
///
/// As kubectl does, it takes nothing of a document that is broken in one place. The others are read.
pub(in crate::k8s) fn objects<T>(
    file: FileId,
    text: &str,
    read: impl FnMut(&mut Reader, &Object<'_>) -> Option<T>,
) -> (Vec<T>, Vec<Diagnostic>) {
    let mut stream = Stream {
        file,
        reader: Reader::default(),
        found: Vec::new(),
        read,
        document: 0,
        said: Vec::new(),
    };
    let mut is_first = true;
    for part in document::split(text) {
        let start = part.range.start;
        let content = text.get(part.range).unwrap_or_default();
        if let Some(beside) = part.beside {
            let wrong = ill_separator(file, beside.clone());
            stream.broken(beside, wrong);
        }
        if content.trim().is_empty() {
            continue;
        }
        if let Some(at) = content.find(SUBSTITUTE) {
            let at = start + at;
            stream.broken(start..start + content.len(), no_text(file, at));
            stream.document += 1;
            is_first = false;
            continue;
        }
        // kubectl looks for JSON where a file begins, and there may be several values of it.
        let values = is_first.then(|| json::values(content)).flatten();
        is_first = false;
        let Some(values) = values else {
            let range = start..start + content.len();
            stream.value(range, Content::Yaml(Text::new(content)));
            continue;
        };
        for value in values {
            let range = start + value.start..start + value.end;
            let value = content.get(value).unwrap_or_default();
            stream.value(range, Content::Json(value));
        }
    }
    let diagnostics = settle(file, text, stream.document, stream.said);
    (stream.found, diagnostics)
}

/// A part of a text that is one value.
pub(super) enum Content<'t> {
    Yaml(Text<'t>),
    Json(&'t str),
}

impl Content<'_> {
    /// Hands the value, which stands at `start` in the file, to a tree.
    pub(super) fn feed(
        &self,
        file: FileId,
        start: usize,
        tree: &mut Tree<'_>,
    ) -> Result<(), Diagnostic> {
        match self {
            Self::Yaml(text) => yaml::feed(file, text, start, tree),
            Self::Json(text) => json::feed(file, text, start, tree),
        }
    }

    /// Mends what made the last reading of it fail; whether it is worth to read it again.
    pub(super) fn indent(&mut self) -> bool {
        match self {
            Self::Yaml(text) => text.indent(),
            Self::Json(_) => false,
        }
    }
}

/// What is known of a text so far.
struct Stream<T, F> {
    file: FileId,
    reader: Reader,
    found: Vec<T>,
    read: F,
    /// How many documents there were.
    document: usize,
    said: Vec<Said>,
}

/// How much was known at some time.
#[derive(Clone, Copy)]
struct Mark {
    found: usize,
    diagnostics: usize,
}

impl<T, F: FnMut(&mut Reader, &Object<'_>) -> Option<T>> Stream<T, F> {
    /// Says why nothing is read of a document.
    fn broken(&mut self, range: Range<usize>, wrong: Diagnostic) {
        self.said.push(Said {
            range,
            document: self.document,
            is_broken: true,
            diagnostics: vec![wrong],
        });
    }

    /// Reads the value that stands at `range`.
    fn value(&mut self, range: Range<usize>, mut content: Content<'_>) {
        let before = self.mark();
        let document = self.document;
        let mut value = self.whole(&content, range.start, before);
        while content.indent() {
            self.back_to(before);
            value = self.whole(&content, range.start, before);
        }
        let is_broken = !value.wrong.is_empty();
        if let Some(root) = value.root.filter(|root| root.kind != Kind::Null) {
            if value.list != list_of(&root) {
                self.back_to(before);
            }
            if !is_broken || root.field("kind").is_some() {
                self.each(&root, None);
            }
            self.document += 1;
        } else {
            self.back_to(before);
            self.document += usize::from(is_broken);
        }
        if is_broken {
            self.found.truncate(before.found);
        }
        let mut diagnostics = std::mem::take(&mut self.reader.diagnostics);
        diagnostics.append(&mut value.wrong);
        if !diagnostics.is_empty() {
            self.said.push(Said {
                range,
                document,
                is_broken,
                diagnostics,
            });
        }
    }

    /// Reads a value, be it a list whose kind stands behind its items.
    fn whole(&mut self, content: &Content<'_>, start: usize, before: Mark) -> Value {
        let value = self.attempt(content, start, before, None);
        let own = value.root.as_ref().map(|root| Head::of(root.entries()));
        // The items do not say themselves what they are.
        if own.is_some() && value.taken.is_some() && value.taken != own {
            self.back_to(before);
            return self.attempt(content, start, before, own);
        }
        value
    }

    /// Reads a value, with what is known of the list that it is.
    fn attempt(
        &mut self,
        content: &Content<'_>,
        start: usize,
        before: Mark,
        known: Option<Head>,
    ) -> Value {
        let file = self.file;
        let mut items = OneByOne {
            stream: self,
            before,
            known,
            taken: None,
            list: None,
        };
        let mut tree = Tree::new(file, &mut items);
        let broken = content.feed(file, start, &mut tree).err();
        let (root, mut wrong) = tree.finish();
        let root = root.filter(|_| broken.is_none());
        wrong.extend(broken);
        let OneByOne { taken, list, .. } = items;
        Value {
            root,
            wrong,
            taken,
            list,
        }
    }

    fn each(&mut self, node: &Node, inherited: Option<Head>) {
        let Self {
            reader,
            found,
            read,
            document,
            ..
        } = self;
        each(reader, node, inherited, *document, |reader, object| {
            found.extend(read(reader, object));
        });
    }

    fn mark(&self) -> Mark {
        Mark {
            found: self.found.len(),
            diagnostics: self.reader.diagnostics.len(),
        }
    }

    fn back_to(&mut self, mark: Mark) {
        self.found.truncate(mark.found);
        self.reader.diagnostics.truncate(mark.diagnostics);
    }
}

/// A value that was read to its end, or up to where it is broken.
struct Value {
    /// What is left of it without the items that were handed out; `None` where it is broken so that
    /// nothing can be said of it, or blank.
    root: Option<Node>,
    wrong: Vec<Diagnostic>,
    /// What an item took the list to be that says nothing of itself.
    taken: Option<Head>,
    /// Where the items begin that were handed out.
    list: Option<u32>,
}

/// Takes the items of a list as they come, before it is known whether it is one.
struct OneByOne<'s, T, F> {
    stream: &'s mut Stream<T, F>,
    before: Mark,
    known: Option<Head>,
    taken: Option<Head>,
    list: Option<u32>,
}

impl<T, F: FnMut(&mut Reader, &Object<'_>) -> Option<T>> Items for OneByOne<'_, T, F> {
    fn begin(&mut self, start: u32) {
        self.stream.back_to(self.before);
        self.list = Some(start);
    }

    fn item(&mut self, list: &[Entry], item: &Node) {
        if !matches!(item.kind, Kind::Map(_)) || !Head::of(item.entries()).is_absent() {
            self.stream.each(item, None);
            return;
        }
        let list = self.known.clone().unwrap_or_else(|| Head::of(list));
        if list.is_whole() {
            self.stream.each(item, list.of_items());
        }
        self.taken = Some(list);
    }
}

/// Where the items of a value begin that is a list.
fn list_of(root: &Node) -> Option<u32> {
    let items = Head::of(root.entries()).items(root)?;
    matches!(items.kind, Kind::List(_)).then_some(items.span.start)
}

fn no_text(file: FileId, at: usize) -> Diagnostic {
    let span = Span::over(file, at..at + SUBSTITUTE.len_utf8());
    let message = "the document is not UTF-8 here";
    Diagnostic::new(&codes::INVALID_UTF8, span, message).help("save it as UTF-8")
}

fn ill_separator(file: FileId, beside: Range<usize>) -> Diagnostic {
    let span = Span::over(file, beside);
    let message = "broken YAML: kubectl wants nothing but `---` on the line between documents";
    Diagnostic::new(&codes::INVALID_YAML, span, message)
}
