//! Files as the stages between text and YAML see them: models with their objects.

use std::collections::HashMap;

use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicySpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{
    LabelSelector, LabelSelectorRequirement, ObjectMeta,
};
use netpolc::diagnostics::{Diagnostic, Severity};
use netpolc::driver::{Input, Loader};
use netpolc::lower::{Extras, lower};
use netpolc::model::{Isolated, Isolation, Model, Namespace};
use netpolc::resolve::{FileIndex, Linker, resolve};
use netpolc::sets::{Direction, Selector, Values};
use netpolc::source::{FileId, Sources};
use netpolc::syntax;
use netpolc::syntax::ast::StatementKind;

/// One input, from text to objects.
pub(crate) struct Meant {
    pub(crate) name: String,
    pub(crate) file: FileId,
    /// Whether another file of the run uses it.
    pub(crate) is_used: bool,
    pub(crate) model: Model,
    pub(crate) objects: Vec<NetworkPolicy>,
}

impl Meant {
    /// The objects of the file, and one that denies all for each fact that it knows.
    pub(crate) fn enforced(&self) -> Vec<NetworkPolicy> {
        let facts = self.model.facts.iter().map(|fact| self.assumed(fact));
        self.objects.iter().cloned().chain(facts).collect()
    }

    fn assumed(&self, fact: &Isolation) -> NetworkPolicy {
        let own = &self.model.namespaces[fact.namespace.0 as usize];
        let direction = match fact.direction {
            Direction::Ingress => "Ingress",
            Direction::Egress => "Egress",
        };
        NetworkPolicy {
            metadata: ObjectMeta {
                namespace: own.name().map(str::to_owned),
                ..ObjectMeta::default()
            },
            spec: Some(NetworkPolicySpec {
                pod_selector: Some(label_selector(&fact.pods)),
                policy_types: Some(vec![direction.to_owned()]),
                ..NetworkPolicySpec::default()
            }),
        }
    }
}

/// What the inputs mean, or what is wrong with them.
pub(crate) fn meant(
    inputs: Vec<Input>,
    loader: &dyn Loader,
) -> Result<Vec<Meant>, Vec<Diagnostic>> {
    let mut reading = Reading::default();
    let inputs: Vec<(String, FileId, FileIndex)> = inputs
        .into_iter()
        .map(|input| {
            let name = input.name.clone();
            let (file, index) = reading.add(input);
            (name, file, index)
        })
        .collect();
    while let Some((from, identity, path)) = reading.pending.pop() {
        let (_, to) = reading.add(loader.load(&identity, &path.text).unwrap());
        reading.linker.link(from, to, path.span);
    }
    let Reading {
        linker,
        mut sources,
        mut wrong,
        ..
    } = reading;
    let (program, more) = linker.finish(&mut sources, Namespace::unnamed());
    wrong.extend(more);
    let mut all = Vec::new();
    for (name, file, index) in inputs {
        let resolved = resolve(&program, index);
        wrong.extend(resolved.diagnostics);
        let model = resolved.model;
        let objects = lower(&model, &Isolated::of(&model), &Extras::default());
        all.push(Meant {
            name,
            file,
            is_used: program.is_used(index),
            model,
            objects: objects
                .iter()
                .map(|policy| (*policy.object).clone())
                .collect(),
        });
    }
    wrong.retain(|one| one.code.severity == Severity::Error);
    if wrong.is_empty() {
        Ok(all)
    } else {
        Err(wrong)
    }
}

/// A selector, as an object would say it.
fn label_selector(pods: &Selector) -> LabelSelector {
    let requirements = pods.requirements().iter();
    let expressions = requirements.flat_map(|(key, values)| expressions(key, values));
    LabelSelector {
        match_expressions: Some(expressions.collect()),
        match_labels: None,
    }
}

fn expressions(key: &str, values: &Values) -> Vec<LabelSelectorRequirement> {
    let listed: Vec<String> = values.listed().iter().map(ToString::to_string).collect();
    let operators: &[&str] = match (values.is_finite(), values.has_absent(), listed.is_empty()) {
        (true, false, false) => &["In"],
        (true, true, true) => &["DoesNotExist"],
        (false, true, false) => &["NotIn"],
        (false, false, true) => &["Exists"],
        (false, false, false) => &["Exists", "NotIn"],
        _ => panic!("no selector says that {key} is {values:?}"),
    };
    let one = |operator: &&str| LabelSelectorRequirement {
        key: key.to_owned(),
        operator: (*operator).to_owned(),
        values: operator.ends_with("In").then(|| listed.clone()),
    };
    operators.iter().map(one).collect()
}

/// The files of a run while they are read.
#[derive(Default)]
struct Reading {
    sources: Sources,
    linker: Linker,
    known: HashMap<String, (FileId, FileIndex)>,
    wrong: Vec<Diagnostic>,
    /// What is still to be read: who uses it, and by which path.
    pending: Vec<(FileIndex, String, syntax::ast::Name)>,
}

impl Reading {
    fn add(&mut self, input: Input) -> (FileId, FileIndex) {
        if let Some(known) = self.known.get(&input.identity) {
            return *known;
        }
        let text = String::from_utf8(input.bytes).unwrap();
        let file = self.sources.add(input.name, text.clone());
        let (ast, wrong) = syntax::parse(file, &text);
        self.wrong.extend(wrong);
        let uses = ast.statements.iter().filter_map(|one| match &one.kind {
            StatementKind::Use(path) => Some(path.clone()),
            _ => None,
        });
        let uses: Vec<_> = uses.collect();
        let index = self.linker.add(ast);
        self.known.insert(input.identity.clone(), (file, index));
        let pending = uses
            .into_iter()
            .map(|path| (index, input.identity.clone(), path));
        self.pending.extend(pending);
        (file, index)
    }
}
