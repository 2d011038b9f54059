//! Where in its file a place is: whose names hold there.

use smol_str::SmolStr;

use crate::resolve::{FileIndex, Program};
use crate::syntax::ast::StatementKind;

/// The sections of a file: which namespaces its statements are said of.
pub(super) struct Sections {
    /// Where each `namespace` ends, and its names.
    named: Vec<(u32, Vec<SmolStr>)>,
    /// The namespaces of what stands before the first: all of the file.
    all: Vec<SmolStr>,
}

impl Sections {
    pub(super) fn of(program: &Program, index: FileIndex) -> Self {
        let statements = program.ast(index).map_or(&[][..], |ast| &ast.statements);
        let named = statements.iter().filter_map(|one| match &one.kind {
            StatementKind::Namespace(names) => {
                let names = names.iter().map(|name| name.text.clone());
                Some((one.span.end, names.collect()))
            }
            _ => None,
        });
        let declared = program.namespaces(index);
        Self {
            named: named.collect(),
            all: if declared.is_empty() {
                vec![program.home().key().clone()]
            } else {
                declared.into_iter().collect()
            },
        }
    }

    /// The keys of the namespaces that a statement at `offset` is said of.
    pub(super) fn at(&self, offset: u32) -> &[SmolStr] {
        let before = self.named.partition_point(|(end, _)| *end < offset);
        let last = before.checked_sub(1).and_then(|last| self.named.get(last));
        last.map_or(&self.all, |(_, names)| names)
    }
}
