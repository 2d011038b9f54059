//! Resolves one file of a program: the steps in their order.

use crate::resolve::program::{FileIndex, Program};
use crate::resolve::resolved::Resolved;
use crate::resolve::resolver::Resolver;
use crate::resolve::{facts, nesting, rule, shadowing};

/// What one file of the program means, and what is wrong with it.
pub fn resolve(program: &Program, file: FileIndex) -> Resolved {
    let mut resolver = Resolver::new(program, file);
    resolver.name_workloads();
    nesting::check(&mut resolver);
    shadowing::check(&mut resolver);
    rule::resolve_file(&mut resolver);
    facts::resolve(&mut resolver);
    resolver.spell_statements();
    resolver.judge_excepts();
    resolver.mention_by_labels();
    resolver.judge_workloads();
    let declared = resolver.declared_pods();
    Resolved {
        declared,
        model: resolver.model,
        mentioned: resolver.mentioned,
        peers: resolver.peers,
        targets: resolver.targets,
        diagnostics: resolver.diagnostics,
    }
}
