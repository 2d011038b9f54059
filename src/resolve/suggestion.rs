//! Names that nothing declares: the warning, and the declared name that is nearest.

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, codes};
use crate::format;
use crate::resolve::resolver::Resolver;
use crate::resolve::scope::Scope;
use crate::syntax::ast::Name;

/// How many names of one file are searched for a better spelling.
const SUGGESTIONS: usize = 20;

impl Resolver<'_> {
    /// Warns of a name that nothing declares, unless no workload is declared at all.
    pub(super) fn undeclared(&mut self, name: &Name, scope: &Scope) {
        if !self.knows_workloads || self.is_poisoned(name, scope) {
            return;
        }
        let text = &name.text;
        let label = self
            .declarations_of(scope.file)
            .map_or("app", |one| &one.label);
        let message = format!(
            "nothing declares `{text}`: it is taken for the pods labelled `{label}={text}`"
        );
        let diagnostic = Diagnostic::new(&codes::UNDECLARED_NAME, name.span, message);
        let diagnostic = self.suggest(diagnostic, name, scope);
        let diagnostic = match diagnostic.help {
            Some(_) => diagnostic,
            None => diagnostic.help(format!("declare it: `workload {}`", format::name(name))),
        };
        self.diagnostics.push(diagnostic);
    }

    /// Whether a declaration that could not be parsed may have been of this name.
    pub(super) fn is_poisoned(&self, name: &Name, scope: &Scope) -> bool {
        let files = [scope.file, self.root];
        files
            .iter()
            .flat_map(|file| self.program.reach(*file).to_vec())
            .any(|file| {
                self.program
                    .file(file)
                    .is_some_and(|file| file.incomplete || file.ast.poisoned.contains(&name.text))
            })
    }

    /// Adds the declared name that is nearest to one that is not.
    pub(super) fn suggest(
        &mut self,
        diagnostic: Diagnostic,
        name: &Name,
        scope: &Scope,
    ) -> Diagnostic {
        if self.suggestions >= SUGGESTIONS {
            return diagnostic;
        }
        self.suggestions += 1;
        let limit = (name.text.chars().count() / 3).max(1);
        let mut best: Option<(usize, &SmolStr)> = None;
        let reach = self.program.reach(scope.file);
        for file in reach.iter().chain([&self.program.prelude()]) {
            let Some(declarations) = self.declarations_of(*file) else {
                continue;
            };
            let workloads = declarations.workloads.iter().filter(|(_, things)| {
                things
                    .iter()
                    .any(|thing| match declarations.namespaces_of(&thing.home) {
                        [] => true,
                        homes => homes.contains(&scope.namespace) || thing.elsewhere().is_some(),
                    })
            });
            let names = workloads
                .map(|(name, _)| name)
                .chain(declarations.named.keys());
            for candidate in names {
                if candidate.len().abs_diff(name.text.len()) > limit {
                    continue;
                }
                let distance = strsim::damerau_levenshtein(candidate, &name.text);
                if distance <= limit && best.is_none_or(|best| (distance, candidate) < best) {
                    best = Some((distance, candidate));
                }
            }
        }
        match best {
            Some((_, candidate)) => diagnostic.help(format!("did you mean `{candidate}`?")).fix(
                format!("write `{candidate}`"),
                name.span,
                candidate.as_str(),
            ),
            None => diagnostic,
        }
    }
}
