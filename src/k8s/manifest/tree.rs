//! Putting the values of a document together, whatever text they come from.

use std::collections::{BTreeMap, HashMap};

use smol_str::{SmolStr, ToSmolStr};

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::manifest::go_number;
use crate::k8s::manifest::node::{Entry, Key, Kind, Node, Number};
use crate::source::{FileId, Span};

/// How deep values may nest. Real objects stay far below.
const DEEPEST: usize = 128;

/// How many values aliases may repeat in one document.
const MOST_REPEATED: usize = 100_000;

/// Takes the items of a list as they are read, so that the list need not be held as a whole.
pub(super) trait Items {
    /// A field `items` of the outermost map begins here. What another one held does not count.
    fn begin(&mut self, start: u32);

    /// One of its elements. Of the map around them these fields stand before it.
    fn item(&mut self, before: &[Entry], item: &Node);
}

/// A document that is being read: lists and maps that are open, innermost last.
pub(super) struct Tree<'t> {
    file: FileId,
    items: &'t mut dyn Items,
    open: Vec<Open>,
    root: Option<Node>,
    anchors: HashMap<usize, Anchored>,
    repeated: usize,
    /// What is wrong, though the rest can be read.
    pub(super) wrong: Vec<Diagnostic>,
}

struct Open {
    start: u32,
    anchor: usize,
    content: Content,
    /// How many values there are in it, itself included, and how deep they nest.
    size: usize,
    depth: usize,
}

enum Content {
    List(Vec<Node>),
    /// A list whose elements are handed out, and where the last one ended.
    Items(Option<u32>),
    Map(Vec<Entry>, Option<Pending>),
}

/// A key whose value is yet to come.
enum Pending {
    Key(Key),
    /// `<<`, at this place.
    Merge,
    /// A key that no object can have.
    Wrong,
}

struct Anchored {
    node: Node,
    size: usize,
    depth: usize,
}

impl<'t> Tree<'t> {
    pub(super) fn new(file: FileId, items: &'t mut dyn Items) -> Self {
        Self {
            file,
            items,
            open: Vec::new(),
            root: None,
            anchors: HashMap::new(),
            repeated: 0,
            wrong: Vec::new(),
        }
    }

    /// The document without the items that were handed out; `None` where there is none.
    pub(super) fn finish(self) -> (Option<Node>, Vec<Diagnostic>) {
        (self.root, self.wrong)
    }

    pub(super) fn open_list(&mut self, span: Span, anchor: usize) -> Result<(), Diagnostic> {
        // What an alias may repeat has to be kept.
        if anchor == 0 && self.is_at_items() {
            self.items.begin(span.start);
            return self.open_content(span, anchor, Content::Items(None));
        }
        self.open_content(span, anchor, Content::List(Vec::new()))
    }

    pub(super) fn open_map(&mut self, span: Span, anchor: usize) -> Result<(), Diagnostic> {
        self.open_content(span, anchor, Content::Map(Vec::new(), None))
    }

    /// Whether the value of a field `items` of the outermost map comes next.
    fn is_at_items(&self) -> bool {
        let [root] = self.open.as_slice() else {
            return false;
        };
        matches!(&root.content, Content::Map(_, Some(Pending::Key(key))) if key.text == "items")
    }

    fn open_content(
        &mut self,
        span: Span,
        anchor: usize,
        content: Content,
    ) -> Result<(), Diagnostic> {
        Self::check_depth(self.open.len() + 1, span)?;
        self.open.push(Open {
            start: span.start,
            anchor,
            content,
            size: 1,
            depth: 1,
        });
        Ok(())
    }

    /// Closes the innermost list or map. Those without a closing mark end with their last value.
    pub(super) fn close(&mut self, span: Span) {
        let Some(open) = self.open.pop() else {
            return;
        };
        let last = match &open.content {
            Content::List(items) => items.last().map(|node| node.span.end),
            Content::Items(last) => *last,
            Content::Map(entries, _) => entries
                .last()
                .map(|entry| entry.value.span.end.max(entry.key.span.end)),
        };
        let closed = span.end > span.start;
        let end = if closed { Some(span.end) } else { last };
        let end = end.unwrap_or(open.start).max(open.start);
        let kind = match open.content {
            Content::List(items) => Kind::List(items),
            Content::Items(_) => Kind::List(Vec::new()),
            Content::Map(entries, _) => Kind::Map(without_merged(entries)),
        };
        let node = Node {
            span: Span::new(self.file, open.start, end),
            kind,
            bare: None,
            plain: false,
        };
        self.keep(open.anchor, &node, open.size, open.depth);
        self.add(node, open.size, open.depth);
    }

    pub(super) fn scalar(&mut self, node: Node, anchor: usize) {
        self.keep(anchor, &node, 1, 0);
        self.add(node, 1, 0);
    }

    /// A value that stands elsewhere in the document.
    pub(super) fn alias(&mut self, span: Span, anchor: usize) -> Result<(), Diagnostic> {
        let Some(anchored) = self.anchors.get(&anchor) else {
            let message = "broken YAML: this alias stands within what it repeats";
            return Err(Diagnostic::new(&codes::INVALID_YAML, span, message));
        };
        let (size, depth) = (anchored.size, anchored.depth);
        Self::check_depth(self.open.len() + depth, span)?;
        self.repeated = self.repeated.saturating_add(size);
        if self.repeated > MOST_REPEATED {
            let message =
                format!("the aliases of this document repeat more than {MOST_REPEATED} values");
            return Err(Diagnostic::new(&codes::OVERSIZED_YAML, span, message)
                .help("write out what is meant"));
        }
        let node = Node {
            span,
            ..anchored.node.clone()
        };
        self.add(node, size, depth);
        Ok(())
    }

    fn check_depth(depth: usize, span: Span) -> Result<(), Diagnostic> {
        if depth <= DEEPEST {
            return Ok(());
        }
        let message = format!("values nest more than {DEEPEST} deep here");
        Err(Diagnostic::new(&codes::OVERSIZED_YAML, span, message)
            .note("the rest of the document is not read"))
    }

    fn keep(&mut self, anchor: usize, node: &Node, size: usize, depth: usize) {
        // 0 stands for none.
        if anchor != 0 {
            let node = node.clone();
            self.anchors.insert(anchor, Anchored { node, size, depth });
        }
    }

    fn add(&mut self, node: Node, size: usize, depth: usize) {
        let Some((open, around)) = self.open.split_last_mut() else {
            self.root = Some(node);
            return;
        };
        open.size += size;
        open.depth = open.depth.max(depth + 1);
        match &mut open.content {
            Content::List(items) => items.push(node),
            Content::Items(last) => {
                *last = Some(node.span.end);
                if let Some(Content::Map(before, _)) = around.last().map(|one| &one.content) {
                    self.items.item(before, &node);
                }
            }
            Content::Map(entries, pending) => match pending.take() {
                None => *pending = Some(key(node, &mut self.wrong)),
                Some(Pending::Key(key)) => entries.push(Entry {
                    key,
                    value: node,
                    merged: false,
                }),
                Some(Pending::Merge) => merge(entries, node, &mut self.wrong),
                Some(Pending::Wrong) => {}
            },
        }
    }
}

/// What a value becomes as a key: a string, silently (section 6.2 of the semantics).
fn key(node: Node, wrong: &mut Vec<Diagnostic>) -> Pending {
    let text = match node.kind {
        Kind::String(text) if node.plain && text == "<<" => return Pending::Merge,
        Kind::String(text) => text,
        Kind::Bool(value) => SmolStr::new(if value { "true" } else { "false" }),
        Kind::Number(Number::Int(number)) => number.to_smolstr(),
        Kind::Number(Number::Float(number)) => go_number::key(number).into(),
        Kind::Null | Kind::Number(Number::Uint(_)) | Kind::List(_) | Kind::Map(_) => {
            let words = node.kind.words();
            let message = format!("a key has to be a string, and this is {words}");
            let diagnostic = Diagnostic::new(&codes::WRONG_TYPE, node.span, message);
            wrong.push(match &node.bare {
                Some(bare) => quoted(diagnostic, node.span, bare),
                None => diagnostic.help("write the key, in quotes where it is odd"),
            });
            return Pending::Wrong;
        }
    };
    let misread = node.bare.filter(|bare| *bare != text);
    Pending::Key(Key {
        text,
        span: node.span,
        misread,
    })
}

/// What `<<` brings in: the entries of a map, or of several, of which the first counts.
fn merge(entries: &mut Vec<Entry>, node: Node, wrong: &mut Vec<Diagnostic>) {
    let span = node.span;
    let maps = match node.kind {
        Kind::List(items) => items,
        kind => vec![Node { kind, ..node }],
    };
    for map in maps.into_iter().rev() {
        let Kind::Map(brought) = map.kind else {
            let message = "broken YAML: `<<` merges maps, and this is none";
            wrong.push(Diagnostic::new(&codes::INVALID_YAML, span, message));
            return;
        };
        entries.extend(brought.into_iter().map(|entry| Entry {
            merged: true,
            ..entry
        }));
    }
}

/// Says that a bare word has to be quoted to be the string that it looks like.
pub(super) fn quoted(diagnostic: Diagnostic, span: Span, bare: &str) -> Diagnostic {
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'_' | b'.' | b'~');
    if bare.is_empty() || !bare.bytes().all(plain) {
        return diagnostic;
    }
    let text = format!("\"{bare}\"");
    diagnostic.fix(format!("quote it: `{text}`"), span, text)
}

/// The entries that are left where merged ones and others have the same key: the last one, as
/// go-yaml takes them. Equal keys that are written out stay, for they are a mistake.
fn without_merged(entries: Vec<Entry>) -> Vec<Entry> {
    if !entries.iter().any(|entry| entry.merged) {
        return entries;
    }
    let mut places: BTreeMap<SmolStr, usize> = BTreeMap::new();
    let mut kept: Vec<Entry> = Vec::new();
    for entry in entries {
        let place = places.get(&entry.key.text).copied();
        match place.and_then(|place| kept.get_mut(place)) {
            Some(other) if other.merged || entry.merged => *other = entry,
            _ => {
                places.insert(entry.key.text.clone(), kept.len());
                kept.push(entry);
            }
        }
    }
    kept
}
