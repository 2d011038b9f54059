//! What targets mean that stand in no statement, or in one that is not whole yet.

use smol_str::SmolStr;

use crate::model::{Part, PortList};
use crate::resolve::nesting;
use crate::resolve::program::{FileIndex, Program};
use crate::resolve::resolver::Resolver;
use crate::resolve::scope::Scope;
use crate::resolve::target;
use crate::syntax::ast::Target;

/// Reads targets as if they stood in a file. What is wrong with them is not said.
#[derive(Debug)]
pub struct TargetReader<'a> {
    resolver: Resolver<'a>,
    file: FileIndex,
}

impl<'a> TargetReader<'a> {
    /// Reads them in this file of the program.
    pub fn new(program: &'a Program, file: FileIndex) -> Self {
        let mut resolver = Resolver::new(program, file);
        nesting::check(&mut resolver);
        Self { resolver, file }
    }

    /// What a target stands for in a namespace: several where it is a group; nothing where something is wrong
    /// with it.
    pub fn read(&mut self, target: &Target, namespace: &SmolStr) -> Vec<(Vec<Part>, PortList)> {
        let scope = Scope {
            file: self.file,
            namespace: namespace.clone(),
        };
        let targets = std::slice::from_ref(target);
        let found = target::resolve_all(&mut self.resolver, targets, &scope, false);
        let found = found.unwrap_or_default().into_iter();
        let read = found.map(|one| {
            let parts = self.resolver.parts_of(one.target.peer);
            let ports = self.resolver.model.port_list(one.target.ports).clone();
            (parts, ports)
        });
        read.collect()
    }
}
