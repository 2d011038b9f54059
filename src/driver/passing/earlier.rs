//! What a text of objects has of an earlier pass, and what of others is in the way of ours.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::diagnostics::{Diagnostic, codes};
use crate::driver::unit::Unit;
use crate::k8s::manifest::Placed;
use crate::k8s::{INSTANCE, MANAGED_BY, MANAGER, Policy};
use crate::source::{Sources, Span};

/// What of a text gives way to the objects of a run.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    /// The objects that go: netpolc wrote them, and they are written anew, or their `prefix` says that nobody
    /// else does.
    pub(super) gone: BTreeSet<Span>,
    /// What is worth knowing. Objects of netpolc's that nothing here writes may be another text's: they stay.
    /// Those that give way may be as well, where they say something else and no `prefix` tells.
    pub(super) notes: Vec<String>,
    /// Objects that others wrote, in the place of ours.
    pub(super) clashes: Vec<Diagnostic>,
}

impl Earlier {
    /// Looks at all `objects` of a text. Those without a namespace are in `home`.
    pub(super) fn of(
        objects: &[Placed],
        units: &[Unit],
        home: Option<&str>,
        sources: &Sources,
    ) -> Self {
        let written = units.iter().flat_map(|unit| &unit.policies);
        let home = home.or_else(|| only_namespace(units));
        let mut ours: BTreeMap<Key<'_>, &Policy> = BTreeMap::new();
        // A text that writes nothing any more has a prefix for all that.
        let prefixes = units.iter().filter_map(|unit| unit.prefix.as_deref());
        let prefixes: BTreeSet<&str> = prefixes.collect();
        for policy in written {
            let metadata = &policy.object.metadata;
            ours.insert(key(metadata, home), policy);
        }
        let names: BTreeSet<Option<&str>> = ours.keys().map(|(_, name)| *name).collect();
        let mut earlier = Self::default();
        for object in objects {
            let Some(found) = &object.policy else {
                continue;
            };
            let metadata = &found.object.metadata;
            let key = key(metadata, home);
            match ours.get(&key) {
                Some(policy) if found.is_own() => {
                    earlier.gone.insert(object.span);
                    if policy.object.spec != found.object.spec
                        && instance(&policy.object.metadata).is_none()
                    {
                        earlier.notes.push(replaced(key));
                    }
                }
                Some(policy) => {
                    let clash = clash(found.spans.name, key, policy, sources);
                    earlier.clashes.extend(clash);
                }
                None if !found.is_own() => {
                    let (namespace, name) = key;
                    let may_be_one = match namespace {
                        Some(_) => ours.contains_key(&(None, name)),
                        None => names.contains(&name),
                    };
                    if may_be_one {
                        earlier.notes.push(namesake(key));
                    }
                }
                None => match instance(metadata) {
                    Some(prefix) if prefixes.contains(prefix) => {
                        earlier.gone.insert(object.span);
                    }
                    Some(_) => {}
                    None => earlier.notes.push(left(key)),
                },
            }
        }
        earlier
    }
}

/// An object's namespace and name.
type Key<'a> = (Option<&'a str>, Option<&'a str>);

fn key<'a>(metadata: &'a ObjectMeta, home: Option<&'a str>) -> Key<'a> {
    let namespace = metadata.namespace.as_deref();
    (namespace.or(home), metadata.name.as_deref())
}

/// The namespace of all objects that are written, if that is one.
fn only_namespace(units: &[Unit]) -> Option<&str> {
    let written = units.iter().flat_map(|unit| &unit.policies);
    let mut namespaces = written.map(|policy| policy.object.metadata.namespace.as_deref());
    let first = namespaces.next().flatten();
    first.filter(|first| namespaces.all(|one| one == Some(first)))
}

fn instance(metadata: &ObjectMeta) -> Option<&str> {
    let labels = metadata.labels.as_ref()?;
    labels.get(INSTANCE).map(String::as_str)
}

fn clash(place: Span, key: Key<'_>, policy: &Policy, sources: &Sources) -> Option<Diagnostic> {
    let mut origins = policy.isolated_by.iter();
    let rules = policy.ingress.iter().chain(&policy.egress).flatten();
    let written = origins
        .next()
        .or_else(|| rules.min_by_key(|one| one.span))?;
    let file = sources.name(written.span.file);
    let name = key.1.unwrap_or_default();
    let message =
        format!("`{file}` writes an object called `{name}` too, and one would replace the other");
    let clash = Diagnostic::new(&codes::SAME_OBJECT, place, message);
    let help = format!(
        "call this one something else, or give `{file}` a `prefix NAME`; netpolc replaces only what has its label `{MANAGED_BY}: {MANAGER}`"
    );
    Some(clash.also(written.span, "written for this").help(help))
}

fn shown((namespace, name): Key<'_>) -> String {
    let name = name.unwrap_or_default();
    let place = namespace.map_or_else(String::new, |one| format!(" in namespace `{one}`"));
    format!("`{name}`{place}")
}

fn replaced(key: Key<'_>) -> String {
    let object = shown(key);
    format!(
        "{object} is written anew, and says something else now; if another text wrote it, what that one allowed is gone: give each a `prefix`"
    )
}

fn namesake(key: Key<'_>) -> String {
    let object = shown(key);
    format!(
        "{object} may be the same object as one that is written here, since only one of the two names a namespace: `--namespace NS` says where the other is"
    )
}

fn left(key: Key<'_>) -> String {
    let object = shown(key);
    format!(
        "{object} was written by netpolc, but not by what is built here: it stays; with a `prefix`, left-overs are told from what others build, and go"
    )
}
