//! A parsed file, before it is linked.

use std::sync::Arc;

use crate::diagnostics::Diagnostic;
use crate::resolve::collect::collect;
use crate::resolve::declarations::Declarations;
use crate::syntax::ast::Ast;

/// A parsed file with all that it declares by itself. A copy shares it.
#[derive(Clone, Debug)]
pub struct Collected {
    pub(super) ast: Arc<Ast>,
    pub(super) declarations: Arc<Declarations>,
    pub(super) diagnostics: Arc<[Diagnostic]>,
}

impl Collected {
    /// Collects what a file declares.
    pub fn of(ast: Ast) -> Self {
        let (declarations, diagnostics) = collect(&ast);
        Self {
            ast: Arc::new(ast),
            declarations: Arc::new(declarations),
            diagnostics: diagnostics.into(),
        }
    }

    /// Its statements.
    pub fn ast(&self) -> &Ast {
        &self.ast
    }
}
