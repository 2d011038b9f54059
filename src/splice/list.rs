//! The list that a KRM function is handed.

use std::collections::BTreeSet;

use crate::diagnostics::{Edit, apply};
use crate::emit;
use crate::k8s::Policy;
use crate::k8s::manifest::Placed;
use crate::k8s::resource_list::{Field, ResourceList};
use crate::source::Span;
use crate::splice::items::{Fate, Style, before, removed, style, taken_out};
use crate::splice::lines;

/// `text` without the objects in `gone`, with `ours` behind the others, and with `results`, each of which is
/// the text of a JSON object. Nothing where the text cannot be edited so.
///
/// `objects` are all that the text has, in its order.
pub fn resource_list(
    text: &str,
    list: &ResourceList,
    objects: &[Placed],
    gone: &BTreeSet<Span>,
    ours: &[&Policy],
    results: &[String],
) -> Option<String> {
    let splice = Splice { text, list };
    let mut edits = splice.items(objects, gone, ours)?;
    edits.extend(splice.results(results)?);
    apply(text, &edits)
}

struct Splice<'a> {
    text: &'a str,
    list: &'a ResourceList,
}

impl Splice<'_> {
    fn items(
        &self,
        objects: &[Placed],
        gone: &BTreeSet<Span>,
        ours: &[&Policy],
    ) -> Option<Vec<Edit>> {
        let mut edits = Vec::new();
        let mut items: Vec<(Span, bool)> = Vec::new();
        let mut ahead = objects;
        for entry in &self.list.entries {
            let here = before(&mut ahead, entry.range().end);
            match Fate::of(self.text, here, gone) {
                Fate::Goes => items.push((*entry, true)),
                Fate::Stays(inside) => {
                    items.push((*entry, false));
                    edits.extend(inside);
                }
            }
        }
        let (Some((first, _)), Some((last, _))) = (items.first(), items.last()) else {
            return self.first_items(ours);
        };
        let none_stays = items.iter().all(|(_, goes)| *goes);
        match style(self.text, first.range().start) {
            Style::Dash(dash) => {
                edits.extend(taken_out(self.text, &items));
                let indent = dash - lines::start(self.text, dash);
                let mut added = entries(ours, indent);
                if none_stays && added.is_empty() {
                    added = format!("{}[]\n", " ".repeat(indent + 2));
                }
                edits.extend(self.behind(last.range().end, added));
                Some(edits)
            }
            Style::Brackets if none_stays => {
                let span = first.to(*last);
                let text = on_one_line(ours);
                Some(vec![Edit { span, text }])
            }
            Style::Brackets => {
                edits.extend(taken_out(self.text, &items));
                let end = Span::new(last.file, last.end, last.end);
                for object in ours.iter().map(|one| emit::json_line(one)) {
                    edits.push(Edit {
                        span: end,
                        text: format!(", {object}"),
                    });
                }
                Some(edits)
            }
            Style::Alone => None,
        }
    }

    /// The edits that put `ours` into a list without items.
    fn first_items(&self, ours: &[&Policy]) -> Option<Vec<Edit>> {
        if ours.is_empty() {
            return Some(Vec::new());
        }
        let list = format!("[{}]", on_one_line(ours));
        let Some(items) = self.list.items else {
            return self.field("items", &list, &entries(ours, 0));
        };
        if self.is_flow() {
            let text = if items.value.start == items.value.end {
                format!(" {list}")
            } else {
                list
            };
            let span = items.value;
            return Some(vec![Edit { span, text }]);
        }
        let indent = self.column(items.key);
        let mut edits = vec![removed(items.value)];
        let end = items.value.range().end.max(items.key.range().end);
        edits.extend(self.behind(end, entries(ours, indent)));
        Some(edits)
    }

    fn results(&self, results: &[String]) -> Option<Vec<Edit>> {
        let list = format!("[{}]", results.join(", "));
        let mut edits = Vec::new();
        if let Some(old) = self.list.results {
            if self.is_flow() {
                let span = old.value;
                return Some(vec![Edit { span, text: list }]);
            }
            edits.push(removed(self.lines_of(old)));
        }
        if !results.is_empty() {
            let lines = results.iter().map(|one| format!("- {one}\n"));
            edits.extend(self.field("results", &list, &lines.collect::<String>())?);
        }
        Some(edits)
    }

    /// The edits that add a field at the end: with the value `flow` where the list is in braces, else with the
    /// lines `block` below it.
    fn field(&self, name: &str, flow: &str, block: &str) -> Option<Vec<Edit>> {
        if self.is_flow() {
            let end = self.list.span.end.checked_sub(1)?;
            let inner = self.text.get(..self.list.span.range().end - 1)?.trim_end();
            let comma = if inner.ends_with(',') { " " } else { ", " };
            let span = Span::new(self.list.span.file, end, end);
            let text = format!("{comma}\"{name}\": {flow}");
            return Some(vec![Edit { span, text }]);
        }
        let indent = self.column(self.list.first);
        let mut lines = String::new();
        for line in std::iter::once(format!("{name}:").as_str()).chain(block.lines()) {
            lines.extend(std::iter::repeat_n(' ', indent));
            lines.push_str(line);
            lines.push('\n');
        }
        Some(self.behind(self.list.span.range().end, lines))
    }

    /// The edit that puts `lines` behind the line of what ends at `end`.
    fn behind(&self, end: usize, lines: String) -> Vec<Edit> {
        if lines.is_empty() {
            return Vec::new();
        }
        let at = lines::end(self.text, end);
        let is_whole = self.text.get(..at).is_some_and(|all| all.ends_with('\n'));
        let text = if is_whole {
            lines
        } else {
            format!("\n{lines}")
        };
        let span = Span::over(self.list.span.file, at..at);
        vec![Edit { span, text }]
    }

    /// The lines of a field.
    fn lines_of(&self, field: Field) -> Span {
        let start = lines::start(self.text, field.key.range().start);
        let end = field.value.range().end.max(field.key.range().end);
        let end = lines::end(self.text, end);
        Span::over(field.key.file, start..end)
    }

    fn column(&self, key: Span) -> usize {
        let at = key.range().start;
        let before = self.text.get(lines::start(self.text, at)..at);
        // A byte order mark takes no column.
        before.map_or(0, |before| before.trim_start_matches('\u{feff}').len())
    }

    /// Whether the whole list is in braces.
    fn is_flow(&self) -> bool {
        let list = self.text.get(self.list.span.range());
        list.is_some_and(|list| list.starts_with('{'))
    }
}

/// As they stand between brackets.
fn on_one_line(policies: &[&Policy]) -> String {
    let objects = policies.iter().map(|one| emit::json_line(one));
    objects.collect::<Vec<_>>().join(", ")
}

/// The entries of a list that its dashes are indented in.
fn entries(policies: &[&Policy], indent: usize) -> String {
    let dash = format!("{}- ", " ".repeat(indent));
    let mut out = String::new();
    for policy in policies {
        lines::indented(&emit::document(policy), &dash, &mut out);
    }
    out
}
