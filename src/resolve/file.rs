//! Resolves one file of a program: the steps in their order.

use crate::diagnostics::Diagnostic;
use crate::model::Model;
use crate::resolve::program::{FileIndex, Program};
use crate::resolve::resolver::Resolver;
use crate::resolve::{facts, nesting, rule, shadowing};

/// The model of one file of the program, and what is wrong with the file. The model is whole only
/// where nothing is.
pub fn resolve(program: &Program, file: FileIndex) -> (Model, Vec<Diagnostic>) {
    let mut resolver = Resolver::new(program, file);
    resolver.name_workloads();
    nesting::check(&mut resolver);
    shadowing::check(&mut resolver);
    rule::resolve_file(&mut resolver);
    facts::resolve(&mut resolver);
    (resolver.model, resolver.diagnostics)
}
