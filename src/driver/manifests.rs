//! Questions about NetworkPolicy objects that people wrote as YAML, and about the workloads beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, codes, has_errors};
use crate::driver::finding::Asker;
use crate::driver::input::{Input, Inputs};
use crate::driver::load::{Loaded, Nothing, load};
use crate::driver::manifest_file::{ManifestContent, ManifestFile};
use crate::driver::object_finding::finding;
use crate::driver::object_place::place;
use crate::driver::question::{Question, doubtful};
use crate::driver::run::Asked;
use crate::driver::session::Session;
use crate::eval::symbolic::{Network, meaning};
use crate::k8s::inventory::{Inventory, Reading};
use crate::k8s::manifest::Found;
use crate::model::Namespace;
use crate::resolve::{resolve, with_labels};
use crate::sets::Flow;
use crate::source::{Sources, Span};
use crate::syntax;
use crate::why::{self, Said, World};
use crate::workloads::Workloads;

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

/// Answers a question about the policies in some manifests, and in `more` of them. Names in it are those of
/// the workloads there; where the manifests have none, labels by the convention. Objects without a namespace
/// are of `namespace`, else of the only one that policies name, or where they name none, other objects;
/// where there are several, of `default`, as kubectl has it.
pub fn inspect(
    inputs: Vec<Input>,
    more: Vec<ManifestFile>,
    namespace: Option<&str>,
    question: &str,
) -> Inspected {
    let mut loaded = load(Inputs::default(), &[], &Nothing, &mut Session::default());
    let readings = readings(inputs, more, &mut loaded);
    let written = readings.iter().flat_map(Reading::policies);
    let written: Vec<&Found> = written.collect();
    let others = readings.iter().flat_map(Reading::namespaces);
    let homes = Homes::of(&written, others, namespace);
    let nameless = written.iter();
    let nameless = nameless.filter(|found| found.object.metadata.namespace.is_none());
    let nameless: BTreeSet<Span> = nameless.map(|found| found.spans.object).collect();
    let question = Question::add(&mut loaded, question);
    let (mut sources, mut diagnostics) = (loaded.sources, loaded.diagnostics);
    let home = homes.asked.clone().unwrap_or_else(Namespace::unnamed);
    let (mut program, wrong) = loaded.linker.finish(&mut sources, home);
    diagnostics.extend(wrong);
    let repeated = repeated(&written, &homes, &sources);
    let readings = readings.into_iter();
    let readings = readings.map(|reading| (reading, Some(homes.objects.clone())));
    let (mut inventory, wrong) = Inventory::of(readings);
    let is_said = |one: &Diagnostic| {
        let mut known = repeated.iter();
        known.any(|known| known.primary.span == one.primary.span)
    };
    diagnostics.extend(wrong.into_iter().filter(|one| !is_said(one)));
    diagnostics.extend(repeated);
    let mut policies = std::mem::take(&mut inventory.policies);
    // They are shown as they are written, and in that order.
    policies.sort_by_key(|found| found.spans.object);
    for found in &mut policies {
        if nameless.contains(&found.spans.object) {
            found.object.metadata.namespace = None;
        }
    }
    let knows_names = !(inventory.workloads.is_empty() && inventory.services.is_empty());
    let workloads = Arc::new(Workloads::new(inventory));
    if knows_names {
        program.give(question.index, Arc::clone(&workloads));
    }
    let mut resolved = resolve(&program, question.index);
    let wrong = std::mem::take(&mut resolved.diagnostics);
    diagnostics.extend(question.own(wrong, &sources));
    diagnostics.sort();
    diagnostics.dedup();
    if has_errors(&diagnostics) {
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
    let mut said = Said::default();
    said.add(&gates);
    let model = &resolved.model;
    let names = homes.names.iter().cloned().map(Namespace::named);
    let names: Vec<Namespace> = names.map(|own| with_labels(own, &workloads)).collect();
    let rules = model.expectations.iter();
    let flows = rules.flat_map(|one| why::asked(&one.flows, model, true, &names));
    let flows: Vec<Flow> = flows.collect();
    let world = World::of(&workloads, [], []);
    let answer = why::Question::of(&flows, world.as_ref(), &said);
    let answer = answer.and_then(|question| why::answer(&question, &network, &network, true));
    let answer = answer.map(|answer| {
        let asker = Asker {
            words: sources.get(question.file).map_or("", |one| &one.text),
            model,
            workloads: knows_names.then_some(&workloads),
        };
        let mut finding = finding(&answer, asker, &policies, &gates, &sources);
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

/// Reads all manifests, each file once.
fn readings(inputs: Vec<Input>, more: Vec<ManifestFile>, loaded: &mut Loaded) -> Vec<Reading> {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut readings = Vec::new();
    let inputs = inputs.into_iter().map(|input| ManifestFile {
        name: input.name,
        identity: input.identity,
        content: ManifestContent::Text(input.bytes),
    });
    for file in inputs.chain(more) {
        if !seen.insert(file.identity.clone()) {
            continue;
        }
        let sources = &mut loaded.sources;
        match file.add_to(sources, None) {
            Ok(file) => {
                let text = sources.get(file).map_or("", |one| &one.text);
                readings.push(Reading::of(file, text));
            }
            Err(wrong) => loaded.diagnostics.push(wrong),
        }
    }
    readings
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
    fn of<'a>(
        policies: &[&Found],
        others: impl Iterator<Item = &'a str>,
        namespace: Option<&str>,
    ) -> Self {
        let named = policies
            .iter()
            .map(|one| one.object.metadata.namespace.as_ref());
        let nameless = named.clone().any(|name| name.is_none());
        let mut names: BTreeSet<SmolStr> = named.flatten().map(SmolStr::new).collect();
        if names.is_empty() {
            names.extend(others.map(SmolStr::new));
        }
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
fn repeated(policies: &[&Found], homes: &Homes, sources: &Sources) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<(&str, &str), &Found> = BTreeMap::new();
    let mut wrong = Vec::new();
    for &found in policies {
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
