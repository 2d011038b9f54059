//! Names that nothing declares: the warning, and the declared name that is nearest.

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, codes, listed, near_word};
use crate::format;
use crate::model::Namespace;
use crate::resolve::resolver::Resolver;
use crate::resolve::scope::Scope;
use crate::resolve::value;
use crate::syntax::ast::Name;
use crate::workloads::Workloads;

/// How many names of one file are searched for a better spelling.
const SUGGESTIONS: usize = 20;

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
    /// Warns of a name that nothing declares, unless no workload is declared at all; with manifests it is an
    /// error.
    pub(super) fn undeclared(&mut self, name: &Name, scope: &Scope, expected: Expected) {
        if self.workloads.is_some() {
            self.unknown(name, scope, &scope.namespace, expected);
            return;
        }
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

    /// The error of a name that neither the text nor a manifest knows in a scope, of which a `section` speaks.
    pub(super) fn unknown(
        &mut self,
        name: &Name,
        scope: &Scope,
        section: &str,
        expected: Expected,
    ) {
        if self.is_poisoned(name, scope) {
            return;
        }
        let place = match scope.namespace.as_str() {
            home @ Namespace::UNNAMED => match self.workloads {
                Some(known) if known.is_empty(home) => " without a namespace".to_owned(),
                _ => String::new(),
            },
            namespace => format!(" of namespace `{namespace}`"),
        };
        let text = value::shown(&name.text);
        let message =
            format!("no workload or Service{place} is called `{text}`, and nothing declares it");
        let mut diagnostic = Diagnostic::new(&codes::UNKNOWN_NAME, name.span, message);
        let nothing = self.workloads.filter(|one| one.is_empty(&scope.namespace));
        if let Some(known) = nothing.filter(|_| scope.namespace != Namespace::UNNAMED) {
            diagnostic = diagnostic.note(elsewhere(known));
        }
        let mut diagnostic = self.suggest(diagnostic, name, scope, expected);
        if diagnostic.help.is_none() {
            let home = if scope.namespace == section {
                String::new()
            } else {
                format!("{}/", scope.namespace)
            };
            diagnostic = diagnostic.help(format!(
                "if no manifest shows these pods, declare them: `workload {} = {home}[KEY=VALUE]`",
                format::name(name)
            ));
        }
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
            let place = format::name(&place);
            let help = match scope.namespace.as_str() {
                Namespace::UNNAMED => format!(
                    "`{written}` is a workload of `{namespace}`: say `namespace {place}`, or give `--namespace {place}`"
                ),
                _ => {
                    format!("`{written}` is a workload of `{namespace}`: write `{place}/{written}`")
                }
            };
            self.mention_by_name(&name.text);
            return diagnostic.help(help);
        }
        if expected != Expected::Network
            && let Some(help) = self.label_of(name, scope)
        {
            return diagnostic.help(help);
        }
        let Some(candidate) = self.nearest(name, scope, expected) else {
            return diagnostic;
        };
        self.mention_by_name(&candidate);
        diagnostic.help(format!("did you mean `{candidate}`?"))
    }

    /// Where a name is the value of a label of real pods, what to write for them.
    fn label_of(&self, name: &Name, scope: &Scope) -> Option<String> {
        let workloads = self.workloads?.of_namespace(&scope.namespace).iter();
        let mut having = workloads.flat_map(|one| {
            let labels = one.labels.iter();
            let having = labels.filter(|(_, value)| **value == name.text);
            having.map(move |(key, _)| (key, one))
        });
        let (key, one) = having.next()?;
        let text = &name.text;
        let others = having.filter(|(other, found)| *other == key && found.name != one.name);
        let of = match others.count() {
            0 => format!("of `{}`", one.name),
            more => format!("of `{}` and {more} more", one.name),
        };
        Some(format!("`[{key}={text}]` are the pods {of}"))
    }

    /// Another namespace that has a workload of this name.
    fn namespace_of_workload(&self, name: &Name, scope: &Scope) -> Option<&SmolStr> {
        let reach = self.program.reach(scope.file);
        let declared = reach.iter().find_map(|file| {
            let declarations = self.declarations_of(*file)?;
            let things = declarations.workloads.get(&name.text)?.iter();
            let homes = things.flat_map(|thing| declarations.namespaces_of(&thing.home));
            homes.into_iter().find(|home| **home != scope.namespace)
        });
        declared.or_else(|| {
            let namespaces = self.workloads?.inventory().namespaces.iter();
            let mut others = namespaces
                .map(|one| &one.name)
                .filter(|one| **one != scope.namespace && **one != Namespace::UNNAMED);
            others.find(|home| self.real(home, name).is_some_and(|real| real.pods.is_ok()))
        })
    }

    fn nearest(&self, name: &Name, scope: &Scope, expected: Expected) -> Option<SmolStr> {
        let mut names: Vec<&str> = Vec::new();
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
                .map(|(name, _)| name.as_str())
                .filter(|_| expected != Expected::Network);
            names.extend(workloads);
            let things = declarations.named.iter();
            let things = things.filter(|(_, thing)| match expected {
                Expected::Peer => !self.is_service(*file, thing),
                Expected::Target => true,
                Expected::Network => self.is_network(*file, thing),
            });
            names.extend(things.map(|(name, _)| name.as_str()));
        }
        if let Some(workloads) = self.workloads.filter(|_| expected != Expected::Network) {
            let real = workloads.of_namespace(&scope.namespace).iter();
            names.extend(real.map(|one| one.name.as_str()));
            let services = workloads.services_of(&scope.namespace).iter();
            names.extend(services.map(|one| one.name.as_str()));
        }
        near_word(&name.text, names).map(SmolStr::new)
    }
}

/// Where the manifests have workloads, if not where a name was looked for.
fn elsewhere(workloads: &Workloads) -> String {
    let all = workloads.inventory().workloads.iter();
    let homes = all.map(|one| one.namespace.as_str());
    let homes = homes.filter(|home| *home != Namespace::UNNAMED).collect();
    match listed(&homes) {
        None => "the manifests have no workload there".to_owned(),
        Some(homes) => format!("the manifests have no workload there, but in {homes}"),
    }
}
