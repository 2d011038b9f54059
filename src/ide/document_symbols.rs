//! The outline of a file.

use crate::driver::Snapshot;
use crate::format;
use crate::source::{FileId, Span};
use crate::syntax::ast::{Action, Name, Statement, StatementKind};

/// Something that a file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Its name; of a rule the statement itself, in canonical spelling.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it: a statement, or a section from its `namespace` to its end. Of a workload that is declared
    /// together with others its name alone.
    pub span: Span,
    /// What to show of it: its name.
    pub name_span: Span,
    /// What stands in it.
    pub children: Vec<Symbol>,
}

/// What a file can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SymbolKind {
    /// The statements behind a `namespace`.
    Section,
    /// `workload`
    Workload,
    /// `group`
    Group,
    /// `network`
    Network,
    /// `service`
    Service,
    /// `allow`
    Rule,
    /// `deny`
    Promise,
    /// `expect`
    Expectation,
    /// `isolate` and `default deny`
    Isolation,
}

/// The declarations and rules of a file, in the order of its text: those behind a `namespace` within it.
pub fn document_symbols(snapshot: &Snapshot, file: FileId) -> Vec<Symbol> {
    let index = snapshot.program.index_of(file);
    let ast = index.and_then(|index| snapshot.program.ast(index));
    let mut symbols: Vec<Symbol> = Vec::new();
    for statement in ast.into_iter().flat_map(|ast| &ast.statements) {
        let here = symbols_of(statement);
        match symbols.last_mut() {
            Some(section) if section.kind == SymbolKind::Section && !is_section(statement) => {
                section.span = section.span.to(statement.span);
                section.children.extend(here);
            }
            _ => symbols.extend(here),
        }
    }
    symbols
}

fn is_section(statement: &Statement) -> bool {
    matches!(statement.kind, StatementKind::Namespace(_))
}

/// What a statement declares or says, without what is in it.
pub(super) fn symbols_of(statement: &Statement) -> Vec<Symbol> {
    let symbol = |name: &Name, kind: SymbolKind| Symbol {
        name: name.text.to_string(),
        kind,
        span: statement.span,
        name_span: name.span,
        children: Vec::new(),
    };
    let said = |kind: SymbolKind| Symbol {
        name: format::statement(statement),
        kind,
        span: statement.span,
        name_span: statement.span,
        children: Vec::new(),
    };
    let one = match &statement.kind {
        StatementKind::Namespace(names) => {
            let (Some(first), Some(last)) = (names.first(), names.last()) else {
                return Vec::new();
            };
            let words: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
            Symbol {
                name: words.join(", "),
                name_span: first.span.to(last.span),
                ..said(SymbolKind::Section)
            }
        }
        StatementKind::Workloads(names) => {
            let is_alone = names.len() == 1;
            let symbols = names.iter().map(|name| Symbol {
                span: if is_alone { statement.span } else { name.span },
                ..symbol(name, SymbolKind::Workload)
            });
            return symbols.collect();
        }
        StatementKind::Workload(workload) => symbol(&workload.name, SymbolKind::Workload),
        StatementKind::Network(network) => symbol(&network.name, SymbolKind::Network),
        StatementKind::Service(service) => symbol(&service.name, SymbolKind::Service),
        StatementKind::Group(group) => symbol(&group.name, SymbolKind::Group),
        StatementKind::Rule(rule) => said(match (rule.expect, rule.action) {
            (true, _) => SymbolKind::Expectation,
            (false, Action::Allow) => SymbolKind::Rule,
            (false, Action::Deny) => SymbolKind::Promise,
        }),
        StatementKind::Isolate(_) => said(SymbolKind::Isolation),
        StatementKind::Use(_)
        | StatementKind::Manifests(_)
        | StatementKind::Label(_)
        | StatementKind::Prefix(_) => return Vec::new(),
    };
    vec![one]
}
