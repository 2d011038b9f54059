//! A diagnostic as a result.

use std::collections::BTreeMap;

use crate::diagnostics::render::locator::Locator;
use crate::diagnostics::render::placement::Placements;
use crate::diagnostics::render::remarks::remarks;
use crate::diagnostics::render::report::{Report, word};
use crate::diagnostics::render::sarif::Rules;
use crate::diagnostics::render::sarif::fingerprint::Fingerprints;
use crate::diagnostics::render::sarif::log::{
    ArtifactChange, Change, Fingerprint, Found, Location, Message, PhysicalLocation, Region,
    Replacement,
};
use crate::diagnostics::render::sarif::uri::address;
use crate::diagnostics::{Diagnostic, Edit, Fix, Label, inserted};
use crate::source::{FileId, Position, Span};

const MARK: char = '\u{feff}';

/// Turns the diagnostics of a report into results, one after the other.
pub(super) struct Findings<'a> {
    report: &'a Report<'a>,
    placements: &'a Placements,
    rules: &'a Rules,
    locator: Locator<'a>,
    fingerprints: Fingerprints,
}

impl<'a> Findings<'a> {
    pub(super) fn new(
        report: &'a Report<'a>,
        placements: &'a Placements,
        rules: &'a Rules,
    ) -> Self {
        Self {
            report,
            placements,
            rules,
            locator: Locator::new(report.sources),
            fingerprints: Fingerprints::default(),
        }
    }

    pub(super) fn result(&mut self, diagnostic: &Diagnostic) -> Found {
        let sources = self.report.sources;
        let value = self.fingerprints.of(sources, self.placements, diagnostic);
        let related = (1..).zip(&diagnostic.secondary);
        let fixes = diagnostic.fixes.iter().filter(|fix| !fix.edits.is_empty());
        Found {
            rule_id: diagnostic.code.id,
            rule_index: self.rules.index(diagnostic.code),
            level: word(self.report.severity(diagnostic)),
            message: Message::new(message(diagnostic)),
            locations: [self.location(None, &diagnostic.primary)],
            related_locations: related
                .map(|(id, label)| self.location(Some(id), label))
                .collect(),
            partial_fingerprints: Fingerprint { value },
            fixes: fixes.map(|fix| self.change(fix)).collect(),
        }
    }

    fn location(&self, id: Option<usize>, label: &Label) -> Location {
        let words = Some(&label.message).filter(|words| !words.is_empty());
        Location {
            id,
            place: PhysicalLocation {
                artifact_location: address(self.placements.of(label.span.file)),
                region: self.region(label.span),
            },
            message: words.map(|words| Message::new(without_links(words))),
        }
    }

    fn region(&self, span: Span) -> Region {
        let start = self.position(span.file, span.start);
        let end = self.position(span.file, span.end);
        Region {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }

    /// To SARIF a byte order mark is no part of the text.
    fn position(&self, file: FileId, offset: u32) -> Position {
        let mut position = self.locator.position(file, offset);
        let source = self.report.sources.get(file);
        if position.line == 1 && source.is_some_and(|source| source.text.starts_with(MARK)) {
            position.column = position.column.saturating_sub(1).max(1);
        }
        position
    }

    fn change(&self, fix: &Fix) -> Change {
        let mut edits: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
        for edit in &fix.edits {
            edits.entry(edit.span.file).or_default().push(edit);
        }
        let changes = edits.into_iter().map(|(file, mut edits)| {
            edits.sort_by_key(|edit| edit.span);
            ArtifactChange {
                artifact_location: address(self.placements.of(file)),
                replacements: edits
                    .into_iter()
                    .map(|edit| self.replacement(edit))
                    .collect(),
            }
        });
        Change {
            description: Message::new(fix.title.clone()),
            artifact_changes: changes.collect(),
        }
    }

    fn replacement(&self, edit: &Edit) -> Replacement {
        let source = self.report.sources.get(edit.span.file);
        let text = source.map_or_else(
            || edit.text.clone(),
            |source| inserted(source, edit).into_owned(),
        );
        Replacement {
            deleted_region: self.region(edit.span),
            inserted_content: Message::new(text),
        }
    }
}

/// The message, and below it the other places, as links, and what else there is to say.
fn message(diagnostic: &Diagnostic) -> String {
    let related = (1..).zip(&diagnostic.secondary);
    let related = related.filter(|(_, label)| !label.message.is_empty());
    let links =
        related.map(|(id, label)| format!("see: [{}]({id})", escaped_brackets(&label.message)));
    let remarks = remarks(diagnostic).map(|remark| without_links(&remark));
    let below: Vec<String> = links.chain(remarks).collect();
    let message = without_links(&diagnostic.message);
    if below.is_empty() {
        message
    } else {
        format!("{message}\n\n{}", below.join("\n"))
    }
}

/// In a message of SARIF, `[words](1)` is a link.
fn without_links(text: &str) -> String {
    text.replace("](", "]\\(")
}

fn escaped_brackets(text: &str) -> String {
    text.replace('[', "\\[").replace(']', "\\]")
}
