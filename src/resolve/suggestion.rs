//! Names that nothing declares: the warning, and the declared name that is nearest.

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, codes};
use crate::format;
use crate::resolve::resolver::Resolver;
use crate::resolve::scope::Scope;
use crate::syntax::ast::Name;

/// How many names of one file are searched for a better spelling.
const SUGGESTIONS: usize = 20;

/// A slip in fewer letters than these makes another name: `db` is no misspelt `dc`.
const LETTERS_PER_SLIP: usize = 3;

/// What could stand where a name does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// A peer, which a service is not.
    Peer,
    /// A target without ports: a peer or a service.
    Target,
    /// A network.
    Network,
}

impl Resolver<'_> {
    /// Warns of a name that nothing declares, unless no workload is declared at all.
    pub(super) fn undeclared(&mut self, name: &Name, scope: &Scope, expected: Expected) {
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
        let diagnostic = self.suggest(diagnostic, name, scope, expected);
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

    /// Adds where a workload of this very name is, else the declared name that is nearest to it and
    /// could stand here. Both are guesses, so neither is a fix.
    pub(super) fn suggest(
        &mut self,
        diagnostic: Diagnostic,
        name: &Name,
        scope: &Scope,
        expected: Expected,
    ) -> Diagnostic {
        if self.suggestions >= SUGGESTIONS {
            return diagnostic;
        }
        self.suggestions += 1;
        if expected != Expected::Network
            && let Some(namespace) = self.namespace_of_workload(name, scope)
        {
            let written = format::name(name);
            let place = Name {
                text: namespace.clone(),
                quoted: false,
                span: name.span,
            };
            let help = format!(
                "`{written}` is a workload of `{namespace}`: write `{}/{written}`",
                format::name(&place)
            );
            self.mention_by_name(&name.text);
            return diagnostic.help(help);
        }
        let Some(candidate) = self.nearest(name, scope, expected).cloned() else {
            return diagnostic;
        };
        self.mention_by_name(&candidate);
        diagnostic.help(format!("did you mean `{candidate}`?"))
    }

    /// Another namespace that has a workload of this name.
    fn namespace_of_workload(&self, name: &Name, scope: &Scope) -> Option<&SmolStr> {
        let reach = self.program.reach(scope.file);
        reach.iter().find_map(|file| {
            let declarations = self.declarations_of(*file)?;
            let things = declarations.workloads.get(&name.text)?.iter();
            let homes = things.flat_map(|thing| declarations.namespaces_of(&thing.home));
            homes.into_iter().find(|home| **home != scope.namespace)
        })
    }

    fn nearest(&self, name: &Name, scope: &Scope, expected: Expected) -> Option<&SmolStr> {
        let limit = name.text.chars().count() / LETTERS_PER_SLIP;
        if limit == 0 {
            return None;
        }
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
            let workloads = workloads
                .map(|(name, _)| name)
                .filter(|_| expected != Expected::Network);
            let things = declarations.named.iter();
            let things = things.filter(|(_, thing)| match expected {
                Expected::Peer => !self.is_service(*file, thing),
                Expected::Target => true,
                Expected::Network => self.is_network(*file, thing),
            });
            for candidate in workloads.chain(things.map(|(name, _)| name)) {
                if candidate.len().abs_diff(name.text.len()) > limit {
                    continue;
                }
                let distance = strsim::damerau_levenshtein(candidate, &name.text);
                if distance <= limit && best.is_none_or(|best| (distance, candidate) < best) {
                    best = Some((distance, candidate));
                }
            }
        }
        best.map(|(_, candidate)| candidate)
    }
}
