//! Bare names: from a name to the peers that it stands for.

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, codes};
use crate::model::Part;
use crate::resolve::lookup::{self, Found};
use crate::resolve::members::{Member, Members};
use crate::resolve::peer::pods_here;
use crate::resolve::program::FileIndex;
use crate::resolve::resolver::{Named, Resolver};
use crate::resolve::scope::Scope;
use crate::resolve::suggestion::Expected;
use crate::resolve::thing::service_as_peer;
use crate::resolve::value;
use crate::sets::{Pods, Selector, Values};
use crate::syntax::ast::Name;

impl Resolver<'_> {
    /// The peers that a bare name stands for, where what is `expected` could stand.
    pub(super) fn named(&mut self, name: &Name, scope: &Scope, expected: Expected) -> Members {
        self.named_and_declared(name, scope, expected).0
    }

    /// The same, with whether the text declares the name.
    pub(super) fn named_and_declared(
        &mut self,
        name: &Name,
        scope: &Scope,
        expected: Expected,
    ) -> (Members, bool) {
        let key = (scope.clone(), name.text.clone());
        let mut named = self.names.remove(&key).unwrap_or_else(|| {
            let mut named = self.look_up(name, scope);
            let doubt = named.doubt.take();
            self.diagnostics.extend(doubt.map(|doubt| *doubt));
            named
        });
        let said_here = |member: &Member| Member {
            span: name.span,
            ..*member
        };
        let members = named.members.as_ref();
        let members = members.map(|members| members.iter().map(said_here).collect());
        let (is_declared, is_undeclared) = (named.is_declared, named.undeclared);
        let (declared, wrong) = (named.declared, named.wrong.clone());
        // Once mentioned is enough.
        named.declared = declared.filter(|declared| *declared == name.span);
        self.names.insert(key, named);
        if let Some(declared) = declared {
            self.mention(declared, name.span);
        }
        if let Some(mut wrong) = wrong {
            wrong.primary.span = name.span;
            self.diagnostics.push(*wrong);
        }
        if is_undeclared {
            self.undeclared(name, scope, expected);
        }
        (members, is_declared)
    }

    fn look_up(&mut self, name: &Name, scope: &Scope) -> Named {
        let declared = |members, at| Named {
            members,
            is_declared: true,
            undeclared: false,
            declared: Some(at),
            wrong: None,
            doubt: None,
        };
        let wrong = |diagnostic| Named {
            members: None,
            is_declared: true,
            undeclared: false,
            declared: None,
            wrong: Some(Box::new(diagnostic)),
            doubt: None,
        };
        match lookup::bare(self.program, self.root, scope, &name.text) {
            Some(Found::Workload(thing)) => {
                let part = thing
                    .selector
                    .clone()
                    .map(|labels| pods_here(scope, labels));
                let members = part.map(|part| self.single(part, name.span));
                declared(members, thing.span)
            }
            Some(Found::Elsewhere(namespace, thing)) => {
                let pods = thing.selector.clone();
                let part =
                    pods.map(|labels| Part::Pods(Pods::in_namespace(namespace.clone(), labels)));
                let members = part.map(|part| self.single(part, name.span));
                declared(members, thing.span)
            }
            Some(Found::Ambiguous(one, other)) => {
                let text = &name.text;
                let message = format!("`{text}` is a workload of `{one}` and of `{other}`");
                wrong(
                    Diagnostic::new(&codes::DUPLICATE_NAME, name.span, message)
                        .help(format!("write `{one}/{text}` or `{other}/{text}`")),
                )
            }
            Some(Found::Named(_, thing)) if self.service(name, scope).is_some() => {
                wrong(service_as_peer(name, thing))
            }
            Some(Found::Named(file, thing)) => Named {
                doubt: self.hidden(file, name, scope).map(Box::new),
                ..declared(self.thing(file, thing, scope), thing.span)
            },
            None => self.look_up_undeclared(name, scope),
        }
    }

    /// What a name stands for that nothing declares: what the manifests know by it, and an error where they
    /// do not; without manifests, or in a file that is used, pods by the label convention.
    fn look_up_undeclared(&mut self, name: &Name, scope: &Scope) -> Named {
        let mut named = Named {
            members: None,
            is_declared: false,
            undeclared: false,
            declared: None,
            wrong: None,
            doubt: None,
        };
        let pods = if let Some(real) = self.real(&scope.namespace, name) {
            named.doubt = real.doubt;
            real.pods
        } else if self.workloads.is_some() && scope.file == self.root {
            named.undeclared = true;
            return named;
        } else {
            // What a used file says of pods that are not here harms nobody.
            named.undeclared = self.workloads.is_none();
            self.convention(name, scope)
        };
        match pods {
            Ok(labels) => {
                if self.workloads.is_some() {
                    self.call(name, scope, &labels);
                }
                named.members = Some(self.single(pods_here(scope, labels), name.span));
            }
            Err(diagnostic) => {
                named.undeclared = false;
                named.wrong = Some(diagnostic);
            }
        }
        named
    }

    /// Says once that a service of the prelude has the name of a workload here.
    pub(super) fn doubt_prelude(&mut self, file: FileIndex, name: &Name, scope: &Scope) {
        if let Some(doubt) = self.hidden(file, name, scope)
            && self.doubted.insert((scope.clone(), name.text.clone()))
        {
            self.diagnostics.push(doubt);
        }
    }

    /// The doubt about a name of the prelude that is a workload here, too.
    fn hidden(&self, file: FileIndex, name: &Name, scope: &Scope) -> Option<Diagnostic> {
        if file != self.program.prelude() {
            return None;
        }
        let workloads = self.workloads?;
        let one = workloads.named(&scope.namespace, &name.text).first()?;
        let text = &name.text;
        let message =
            format!("`{text}` is what is built in by this name, and a workload here is called so");
        let diagnostic = Diagnostic::new(&codes::TWO_MEANINGS, name.span, message);
        Some(
            diagnostic
                .also(one.place, "the workload")
                .help("if the workload is meant, choose its pods by their labels"),
        )
    }

    /// The pods labelled `<label key>=name`.
    pub(super) fn convention(
        &self,
        name: &Name,
        scope: &Scope,
    ) -> Result<Selector, Box<Diagnostic>> {
        value::label_value(name).map_err(|wrong| {
            Box::new(wrong.note("a name that nothing declares is the value of a label"))
        })?;
        let declarations = self.declarations_of(scope.file);
        let key = declarations.map_or_else(SmolStr::default, |one| one.label.clone());
        Ok(Selector::everything().with(key, Values::one_of([name.text.clone()])))
    }

    /// Whether nothing declares a bare name, and no manifest knows it.
    pub(super) fn is_undeclared(&self, name: &Name, scope: &Scope) -> bool {
        lookup::bare(self.program, self.root, scope, &name.text).is_none()
            && self.real(&scope.namespace, name).is_none()
    }
}
