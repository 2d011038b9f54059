//! Questions about NetworkPolicy objects that people wrote as YAML.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, Severity, codes};
use crate::driver::decode::decode_manifest;
use crate::driver::load::{Input, Inputs, Nothing, load};
use crate::driver::object_finding::finding;
use crate::driver::object_place::place;
use crate::driver::question::{Question, doubtful};
use crate::driver::run::Asked;
use crate::eval::symbolic::{Network, meaning};
use crate::k8s::manifest::{Found, read};
use crate::model::Namespace;
use crate::resolve::resolve;
use crate::source::Sources;
use crate::syntax;
use crate::why;

/// What kubectl takes the namespace of an object to be where nothing says another.
const DEFAULT: &str = "default";

/// What was found in manifests.
#[derive(Debug)]
pub struct Inspected {
    /// All texts that were read.
    pub sources: Sources,
    /// What is wrong with the manifests, or with the question, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// The answer, where there is no error.
    pub asked: Option<Asked>,
}

/// Whether an input whose name tells nothing holds manifests, by its first line.
pub fn holds_manifests(input: &Input) -> bool {
    let text = String::from_utf8_lossy(&input.bytes);
    !syntax::begins_with_statement(&text)
}

/// Answers a question about the objects in some manifests. Names in it are labels by the convention:
/// manifests declare none. Objects without a namespace are of `namespace`, else of the only one that
/// there is; where there are several, of `default`, as kubectl has it.
pub fn inspect(inputs: Vec<Input>, namespace: Option<&str>, question: &str) -> Inspected {
    let mut loaded = load(Inputs::default(), &[], &Nothing);
    let mut policies = Vec::new();
    for input in inputs {
        match decode_manifest(&mut loaded.sources, &input.name, input.bytes) {
            Ok(file) => {
                let text = loaded.sources.get(file).map_or("", |one| &one.text);
                let manifests = read(file, text);
                loaded.diagnostics.extend(manifests.diagnostics);
                policies.extend(manifests.policies);
            }
            Err(wrong) => loaded.diagnostics.push(wrong),
        }
    }
    let homes = Homes::of(&policies, namespace);
    let question = Question::add(&mut loaded, question);
    let (mut sources, mut diagnostics) = (loaded.sources, loaded.diagnostics);
    let home = homes.asked.clone().unwrap_or_else(Namespace::unnamed);
    let (program, wrong) = loaded.linker.finish(&mut sources, home);
    diagnostics.extend(wrong);
    let mut resolved = resolve(&program, question.index);
    let wrong = std::mem::take(&mut resolved.diagnostics);
    diagnostics.extend(question.own(wrong, &sources));
    diagnostics.extend(repeated(&policies, &homes, &sources));
    diagnostics.sort();
    diagnostics.dedup();
    let error = |one: &Diagnostic| one.code.severity == Severity::Error;
    if diagnostics.iter().any(error) {
        return Inspected {
            sources,
            diagnostics,
            asked: None,
        };
    }
    let objects = policies.iter().map(|found| &found.object);
    let gates = meaning(objects, &homes.objects);
    let mut network = Network::new();
    network.add(&gates, place);
    let model = &resolved.model;
    let names = homes.names.iter().cloned().map(Namespace::named);
    let names: Vec<Namespace> = names.collect();
    let rules = model.expectations.iter();
    let flows = rules.flat_map(|one| why::asked(&one.flows, model, true, &names));
    let answer = why::answer(&flows.collect::<Vec<_>>(), &network, &network, true);
    let answer = answer.map(|answer| {
        let words = sources.get(question.file).map_or("", |one| &one.text);
        let mut finding = finding(&answer, words, model, &policies, &gates, &sources);
        finding.notes.splice(0..0, homes.notes(&policies));
        finding
    });
    let may_be_of = match homes.asked {
        Some(_) => Vec::new(),
        None => doubtful(model, homes.names.iter().cloned()),
    };
    Inspected {
        sources,
        diagnostics,
        asked: Some(Asked {
            file: question.file,
            may_be_of,
            answer,
        }),
    }
}

/// The namespaces of objects.
struct Homes {
    /// Where bare names of the question are looked for, if that is known.
    asked: Option<Namespace>,
    /// The namespace of objects that name none.
    objects: SmolStr,
    /// All that objects are in.
    names: BTreeSet<SmolStr>,
    /// Whether objects were taken to be in `default`.
    is_guessed: bool,
}

impl Homes {
    fn of(policies: &[Found], namespace: Option<&str>) -> Self {
        let named = policies
            .iter()
            .map(|one| one.object.metadata.namespace.as_ref());
        let nameless = named.clone().any(|name| name.is_none());
        let mut names: BTreeSet<SmolStr> = named.flatten().map(SmolStr::new).collect();
        let asked = match (namespace, names.len()) {
            (Some(name), _) => Some(Namespace::named(SmolStr::new(name))),
            (None, 0) => Some(Namespace::unnamed()),
            (None, 1) => names.first().cloned().map(Namespace::named),
            (None, _) => None,
        };
        let objects = asked.as_ref().map(|home| home.key().clone());
        let is_guessed = nameless && asked.is_none();
        let objects = objects.unwrap_or_else(|| SmolStr::new_static(DEFAULT));
        if nameless {
            names.insert(objects.clone());
        }
        Self {
            asked,
            objects,
            names,
            is_guessed,
        }
    }

    /// What to know about the objects as a whole.
    fn notes(&self, policies: &[Found]) -> Vec<String> {
        let mut notes = Vec::new();
        if policies.is_empty() {
            notes.push("there is no NetworkPolicy in the input".to_owned());
        }
        if self.is_guessed {
            let words = format!(
                "objects without a namespace are taken to be in `{DEFAULT}`, where kubectl would create them; `--namespace NS` says another"
            );
            notes.push(words);
        }
        notes
    }
}

/// Objects that an earlier one of the same namespace and name is replaced by.
fn repeated(policies: &[Found], homes: &Homes, sources: &Sources) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<(&str, &str), &Found> = BTreeMap::new();
    let mut wrong = Vec::new();
    for found in policies {
        let metadata = &found.object.metadata;
        let Some(name) = metadata.name.as_deref() else {
            continue;
        };
        let namespace = metadata.namespace.as_deref().unwrap_or(&homes.objects);
        match seen.get(&(namespace, name)) {
            None => {
                seen.insert((namespace, name), found);
            }
            Some(first) => {
                let place = if namespace == Namespace::UNNAMED {
                    String::new()
                } else {
                    format!(" in namespace `{namespace}`")
                };
                let file = sources.name(first.spans.object.file);
                let message = format!(
                    "`{file}` has an object called `{name}`{place} too, and one would replace the other"
                );
                let mut diagnostic =
                    Diagnostic::new(&codes::SAME_OBJECT, found.spans.name, message)
                        .also(first.spans.name, "the first one")
                        .help("ask about the files that are applied together");
                if metadata.namespace.is_none() && !place.is_empty() {
                    diagnostic = diagnostic.note(format!(
                        "an object without a namespace is taken to be in `{namespace}`"
                    ));
                }
                wrong.push(diagnostic);
            }
        }
    }
    wrong
}
