//! Objects as they are written, and as a server stores them.

use k8s_openapi::api::networking::v1::NetworkPolicy;
use netpolc::model::Namespace;

use crate::oracles::judge::judge;

/// The same objects twice, in one order.
#[derive(Debug)]
pub(crate) struct Objects {
    /// For the evaluator, which knows what a server fills in.
    pub(crate) written: Vec<NetworkPolicy>,
    /// For the engines, which do not. Each has a namespace, and a name of its own.
    pub(crate) stored: Vec<NetworkPolicy>,
}

/// The objects of each case that a server takes. Nothing where there is no judge.
pub(crate) fn taken(all: Vec<Vec<NetworkPolicy>>) -> Option<Vec<Objects>> {
    let texts: Vec<String> = all.iter().map(|objects| text(objects)).collect();
    let verdicts = judge(&texts)?;
    let taken = all.into_iter().zip(verdicts).map(|(written, verdicts)| {
        assert_eq!(written.len(), verdicts.len());
        let pairs = written.into_iter().zip(verdicts);
        let pairs = pairs.filter_map(|(written, verdict)| Some((written, verdict.stored?)));
        let (written, mut stored): (Vec<_>, Vec<_>) = pairs.unzip();
        for (at, object) in stored.iter_mut().enumerate() {
            object.metadata.name = Some(format!("policy-{at}"));
            let namespace = &mut object.metadata.namespace;
            namespace.get_or_insert_with(|| Namespace::UNNAMED.to_owned());
        }
        Objects { written, stored }
    });
    Some(taken.collect())
}

/// As documents, each with a name that will do.
fn text(objects: &[NetworkPolicy]) -> String {
    let documents = objects.iter().map(|object| {
        let mut object = object.clone();
        object.metadata.name = Some("policy".to_owned());
        serde_json::to_string(&object).unwrap()
    });
    documents.collect::<Vec<_>>().join("\n---\n")
}
