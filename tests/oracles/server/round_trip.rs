//! Goldens on their way to the server and back, and all that can be wrong with them then.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::oracles::release::release;
use crate::oracles::server::batch::batches;
use crate::oracles::server::cluster::{Cluster, cluster};
use crate::oracles::server::golden::{Golden, Id, id};
use crate::support::figures::{figures, grouped, table};
use crate::support::golden::{outputs, root};

/// Who works out what becomes of an object that is applied: kubectl, or the server.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Way {
    Client,
    Server,
}

impl Way {
    pub(crate) const ALL: [Self; 2] = [Self::Client, Self::Server];

    fn name(self) -> &'static str {
        match self {
            Self::Client => "client-side",
            Self::Server => "server-side",
        }
    }

    pub(crate) fn apply<'a>(self, goldens: &[&'a Golden]) -> Vec<&'a str> {
        self.command(&["apply", "--validate=strict"], goldens)
    }

    fn diff<'a>(self, goldens: &[&'a Golden]) -> Vec<&'a str> {
        self.command(&["diff"], goldens)
    }

    fn command<'a>(self, command: &[&'a str], goldens: &[&'a Golden]) -> Vec<&'a str> {
        let side = match self {
            Self::Client => "--server-side=false",
            Self::Server => "--server-side",
        };
        let paths = goldens.iter().flat_map(|one| ["-f", &one.path]);
        command.iter().copied().chain([side]).chain(paths).collect()
    }
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Check {
    /// The server takes everything, and knows all fields.
    Taken,
    /// It warns of nothing.
    Unwarned,
    /// Applied again, nothing would change.
    Settled,
    /// As many objects come back as there are.
    Complete,
    /// They are the ones that were applied, field by field.
    Same,
}

/// How a round trip came out.
#[derive(Default)]
pub(crate) struct Trip {
    /// The objects that came back.
    pub(crate) back: usize,
    /// What is wrong, by the check that says so.
    pub(crate) wrong: BTreeMap<Check, Vec<String>>,
}

impl Trip {
    /// Applies goldens that share no object, in namespaces that are new, and looks at what is there
    /// after something has happened to it.
    pub(crate) fn of(
        cluster: &mut Cluster,
        way: Way,
        goldens: &[&Golden],
        meanwhile: impl FnOnce(&Cluster),
    ) -> Self {
        let namespaces: BTreeSet<&str> = goldens.iter().flat_map(|one| one.namespaces()).collect();
        cluster.renew(&namespaces);
        let mut trip = Self::default();
        let applied = cluster.kubectl(&way.apply(goldens));
        if applied.status != Some(0) {
            trip.note(Check::Taken, &applied.stderr);
            return trip;
        }
        meanwhile(cluster);
        let diff = cluster.kubectl(&way.diff(goldens));
        if diff.status != Some(0) || !diff.stdout.is_empty() {
            let words = format!("{}{}", diff.stdout, diff.stderr);
            trip.note(Check::Settled, &words);
        }
        for line in applied.stderr.lines().chain(diff.stderr.lines()) {
            if line.starts_with("Warning:") {
                trip.note(Check::Unwarned, line);
            }
        }
        trip.compare(goldens, cluster.policies());
        trip
    }

    /// Holds what came back against what was applied.
    fn compare(&mut self, goldens: &[&Golden], stored: Vec<Value>) {
        let applied: BTreeMap<&Id, &Value> = goldens.iter().flat_map(|one| &one.objects).collect();
        self.back = stored.len();
        if stored.len() != applied.len() {
            let counts = format!("{} objects of {}", stored.len(), applied.len());
            self.note(Check::Complete, &counts);
        }
        for object in stored {
            let applied = applied.get(&id(&object));
            let object = without_marks(object);
            if applied != Some(&&object) {
                let both = format!("{} came back as {object}", json!(applied));
                self.note(Check::Same, &both);
            }
        }
    }

    fn note(&mut self, check: Check, words: &str) {
        self.wrong.entry(check).or_default().push(words.to_owned());
    }
}

/// An object without what a server, or kubectl, writes into each.
fn without_marks(mut object: Value) -> Value {
    const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";
    let metadata = object["metadata"].as_object_mut().unwrap();
    for mark in [
        "uid",
        "resourceVersion",
        "generation",
        "creationTimestamp",
        "managedFields",
    ] {
        metadata.remove(mark);
    }
    if let Some(Value::Object(annotations)) = metadata.get_mut("annotations")
        && annotations.remove(LAST_APPLIED).is_some()
        && annotations.is_empty()
    {
        metadata.remove("annotations");
    }
    object
}

#[test]
fn what_is_applied_comes_back_as_it_was_written() {
    let Some(mut cluster) = cluster() else {
        return;
    };
    let folders = ["examples", "tests/cases/emit"];
    let paths = folders.iter().flat_map(|one| outputs(&root().join(one)));
    let goldens: Vec<Golden> = paths.map(|path| Golden::read(&path)).collect();
    let objects: usize = goldens.iter().map(|one| one.objects.len()).sum();
    let batches = batches(&goldens);
    let mut wrong = Vec::new();
    let mut rows = Vec::new();
    for way in Way::ALL {
        let mut back = 0;
        for batch in &batches {
            let trip = Trip::of(&mut cluster, way, batch, |_| ());
            back += trip.back;
            wrong.extend(trip.wrong);
        }
        let counts = [goldens.len(), objects, back].map(grouped);
        rows.push([way.name().to_owned()].into_iter().chain(counts).collect());
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let table = table(&["applied", "files", "objects", "came back"], &rows);
    let server = format!("Asked is kube-apiserver {}:\n\n{table}", release());
    figures(&[("server", &server)]);
}
