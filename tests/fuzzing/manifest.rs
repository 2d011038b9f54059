//! Any manifest is refused, or read as objects that the API server takes, which read back; questions
//! about it have answers, and its sets are those of single connections.

use k8s_openapi::api::networking::v1::NetworkPolicy;
use netpolc::diagnostics::Severity;
use netpolc::driver::inspect;
use netpolc::k8s::manifest::read;
use netpolc::source::FileId;
use netpolc::{model, why};
use serde_json::{Value, json};

use crate::fuzzing::said::shown;
use crate::properties::evaluator;
use crate::properties::random::Random;
use crate::properties::symbolic::{self, Counted};
use crate::properties::town::Town;
use crate::properties::universe::Mentioned;
use crate::properties::validity::refused;
use crate::support::{compile, spans};

const QUESTIONS: [&str; 2] = ["any -> any", "[app=web] -> shop/[app]:(80, http/udp)"];

pub(crate) fn holds(bytes: &[u8]) {
    for question in QUESTIONS {
        let inspected = inspect(vec![compile::bytes(bytes)], Vec::new(), None, question);
        shown(&inspected.sources, &inspected.diagnostics);
        if let Some(Ok(finding)) = inspected.asked.map(|asked| asked.answer) {
            assert!(!why::transcript(&finding).is_empty());
            let answer: Value = serde_json::from_str(&why::json(&finding)).unwrap();
            assert!(answer.is_object(), "{answer}");
        }
    }
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    let manifests = read(FileId(0), text);
    for span in spans::of_policies(&manifests.policies) {
        assert!(text.get(span.range()).is_some(), "{span:?} of\n{text}");
    }
    let error = |severity| severity == Severity::Error;
    if manifests
        .diagnostics
        .iter()
        .any(|one| error(one.code.severity))
    {
        return;
    }
    let objects = manifests.policies.into_iter().map(|found| found.object);
    taken(&objects.collect::<Vec<_>>());
}

/// What is read without an error.
fn taken(objects: &[NetworkPolicy]) {
    for object in objects {
        assert_eq!(refused(object), [""; 0], "{object:?}");
    }
    let list = json!({ "apiVersion": "v1", "kind": "List", "items": objects });
    let again = read(FileId(0), &list.to_string()).policies.into_iter();
    assert_eq!(again.map(|one| one.object).collect::<Vec<_>>(), objects);
    let mut mentioned = Mentioned::default();
    evaluator::mention(objects, &mut mentioned);
    let own = objects.iter().map(|one| {
        let name = one.metadata.namespace.as_deref();
        name.unwrap_or(model::Namespace::UNNAMED)
    });
    let random = &mut Random::new(0);
    let town = Town::new(&mentioned, &own.collect::<Vec<_>>(), random);
    if let Some(point) = symbolic::ask(random, objects, &town, &mut Counted::default()) {
        let difference = symbolic::difference(objects, &point);
        panic!("{point:?}: {}", difference.unwrap_or_default());
    }
}
