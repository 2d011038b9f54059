//! What a new name changes in the texts.

use smol_str::SmolStr;

use crate::diagnostics::Edit;
use crate::driver::Snapshot;
use crate::format;
use crate::ide::rename::chosen::Chosen;
use crate::ide::rename::list;
use crate::ide::rename::spelling::spelled;
use crate::resolve::{Mention, Role};
use crate::source::Span;
use crate::syntax::ast::{
    Name, Operator, Requirement, Selector, Statement, StatementKind, Workload,
};

/// An edit, and the name that it writes.
#[derive(Debug)]
pub(super) struct Change {
    /// The edit.
    pub(super) edit: Edit,
    /// Where the name stood, and how far behind the start of the new text it stands.
    pub(super) name: Option<(Span, usize)>,
}

impl Change {
    /// Takes a piece of text away.
    pub(super) fn removal(span: Span) -> Self {
        Self {
            edit: Edit {
                span,
                text: String::new(),
            },
            name: None,
        }
    }
}

/// All edits, in the order of files and places.
///
/// # Errors
/// That there is no way to change what is chosen.
pub(super) fn changes(
    snapshot: &Snapshot,
    chosen: &Chosen<'_>,
    new_name: &SmolStr,
) -> Result<Vec<Change>, String> {
    let mut changes = Vec::new();
    for mention in &chosen.mentions {
        let span = mention.span;
        let text = snapshot.sources.get(span.file).map_or("", |one| &one.text);
        match bare_declaration(snapshot, mention) {
            Some((statement, names, key)) => {
                let line = with_labels(span, mention, new_name, key);
                changes.extend(list::declared_apart(text, statement, names, span, &line));
            }
            None => changes.push(Change {
                edit: Edit {
                    span,
                    text: spelled(text, span, mention.role, new_name),
                },
                name: Some((span, 0)),
            }),
        }
    }
    changes.sort_by_key(|change| change.edit.span);
    let mut pairs = changes.iter().zip(changes.iter().skip(1));
    let meet = |(one, other): (&Change, &Change)| {
        let (one, other) = (one.edit.span, other.edit.span);
        one.file == other.file && one.end > other.start
    };
    if pairs.any(meet) {
        let name = &chosen.name;
        return Err(format!("`{name}` is declared twice in one statement"));
    }
    Ok(changes)
}

/// The statement that declares a workload by its name alone, with all names of it, and the key of the label
/// that this name is the value of.
fn bare_declaration<'a>(
    snapshot: &'a Snapshot,
    mention: &Mention,
) -> Option<(&'a Statement, &'a [Name], &'a str)> {
    if mention.role != Role::Declaration {
        return None;
    }
    let index = snapshot.program.index_of(mention.span.file)?;
    let statements = &snapshot.program.ast(index)?.statements;
    let behind = statements.partition_point(|one| one.span.start <= mention.span.start);
    let statement = statements.get(behind.checked_sub(1)?)?;
    match &statement.kind {
        StatementKind::Workloads(names) => Some((statement, names, snapshot.program.label(index))),
        _ => None,
    }
}

/// `workload web = [app=frontend]`
fn with_labels(span: Span, mention: &Mention, new_name: &SmolStr, key: &str) -> String {
    let name = |text: &str| Name {
        text: SmolStr::new(text),
        span,
        quoted: false,
    };
    let requirement = Requirement {
        span,
        key: name(key),
        operator: Operator::Equals,
        values: vec![name(&mention.name)],
        list: None,
    };
    format::statement(&Statement {
        span,
        kind: StatementKind::Workload(Workload {
            name: name(new_name),
            namespace: None,
            selector: Selector {
                span,
                requirements: vec![requirement],
            },
        }),
    })
}
