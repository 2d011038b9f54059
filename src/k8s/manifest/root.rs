//! The one value of a text that is a single document.

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::manifest::document;
use crate::k8s::manifest::json;
use crate::k8s::manifest::node::{Entry, Node};
use crate::k8s::manifest::stream::Content;
use crate::k8s::manifest::text::Text;
use crate::k8s::manifest::tree::{Items, Tree};
use crate::source::{FileId, Span};

/// The value, with the places of the `items` of its outermost map, which are taken out of it; why it cannot be
/// had where it cannot.
pub(in crate::k8s) fn root(file: FileId, text: &str) -> Result<(Node, Vec<Span>), Vec<Diagnostic>> {
    let parts = document::split(text).into_iter().map(|part| part.range);
    let written = |range: &std::ops::Range<usize>| {
        let content = text.get(range.clone()).unwrap_or_default();
        content.lines().any(|line| {
            let line = line.trim();
            !line.is_empty() && !line.starts_with('#')
        })
    };
    let mut parts = parts.filter(written);
    let Some(range) = parts.next() else {
        let message = "there is no object here";
        let nowhere = Span::new(file, 0, 0);
        return Err(vec![Diagnostic::new(
            &codes::MISSING_FIELD,
            nowhere,
            message,
        )]);
    };
    if let Some(second) = parts.next() {
        let message = "there is another document here, where one is wanted";
        let place = Span::over(file, second.start..second.start);
        let wrong = Diagnostic::new(&codes::INVALID_YAML, place, message);
        return Err(vec![wrong]);
    }
    let content = text.get(range.clone()).unwrap_or_default();
    let mut content = match json::values(content) {
        Some(_) => Content::Json(content),
        None => Content::Yaml(Text::new(content)),
    };
    loop {
        let mut items = Places(Vec::new());
        let mut tree = Tree::new(file, &mut items);
        let broken = content.feed(file, range.start, &mut tree).err();
        if broken.is_some() && content.indent() {
            continue;
        }
        let (root, mut wrong) = tree.finish();
        wrong.extend(broken);
        return match root {
            Some(root) if wrong.is_empty() => Ok((root, items.0)),
            _ => Err(wrong),
        };
    }
}

/// Where items stand.
struct Places(Vec<Span>);

impl Items for Places {
    fn begin(&mut self, _start: u32) {
        self.0.clear();
    }

    fn item(&mut self, _before: &[Entry], item: &Node) {
        self.0.push(item.span);
    }
}
