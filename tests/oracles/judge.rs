//! What the API server would say of objects that are created: the program `validate`.

use std::sync::OnceLock;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde_json::{Value, json};

use crate::oracles::process::{Process, list};

/// What is said of one object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Verdict {
    /// Fields that it should not have, or has twice.
    pub(crate) strict: Vec<String>,
    /// Why it would not be created, each as its field and its words.
    pub(crate) errors: Vec<(String, String)>,
    pub(crate) warnings: Vec<String>,
    /// The object with its defaults; nothing of one that has errors.
    pub(crate) stored: Option<NetworkPolicy>,
}

impl Verdict {
    /// Whether `kubectl apply` would succeed.
    pub(crate) fn accepts(&self) -> bool {
        self.strict.is_empty() && self.errors.is_empty()
    }

    /// Whether there is nothing to say at all.
    pub(crate) fn is_clean(&self) -> bool {
        self.accepts() && self.warnings.is_empty()
    }
}

/// The verdicts on each text of YAML: one for each of its objects. Nothing where there is no judge.
pub(crate) fn judge(texts: &[String]) -> Option<Vec<Vec<Verdict>>> {
    static JUDGE: OnceLock<Option<Process>> = OnceLock::new();
    let judge = JUDGE.get_or_init(|| Process::start("validate")).as_ref()?;
    let requests = texts.iter().map(|text| json!({ "text": text })).collect();
    let answers = judge.ask(requests);
    let verdicts = answers
        .iter()
        .map(|answer| list(&answer["objects"], verdict));
    Some(verdicts.collect())
}

fn verdict(value: &Value) -> Verdict {
    let cause = |one: &Value| (word(&one["field"]), word(&one["detail"]));
    Verdict {
        strict: list(&value["strict"], word),
        errors: list(&value["errors"], cause),
        warnings: list(&value["warnings"], word),
        stored: serde_json::from_value(value["stored"].clone()).unwrap(),
    }
}

fn word(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

#[test]
fn what_is_wrong_is_noticed() {
    let object = |metadata: &str, spec: &str| {
        format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {metadata}\n\
             spec: {spec}\n---\n# nothing\n"
        )
    };
    let peer = |peer: &str| object("{name: a}", &format!("{{ingress: [{{from: [{peer}]}}]}}"));
    let fine = object("{name: a}", "{podSelector: {}}");
    let texts = [
        fine.clone() + "---\n" + &fine,
        object("{name: A}", "{podSelector: {}}"),
        object("{name: a, namespace: a.b}", "{podSelector: {}}"),
        object("{name: a}", "{podSelector: {}, ingres: []}"),
        object("{name: a, name: a}", "{podSelector: {}}"),
        object("{name: a}", "{podSelector: {matchLabels: {a: on}}}"),
        peer("{ipBlock: {cidr: 10.0.0.1/8}}"),
        peer("{ipBlock: {cidr: '2001:DB8::/32'}}"),
        "a: [".to_owned(),
    ];
    let Some(verdicts) = judge(&texts) else {
        return;
    };
    let counts: Vec<usize> = verdicts.iter().map(Vec::len).collect();
    assert_eq!(counts, [2, 1, 1, 1, 1, 1, 1, 1, 1]);
    let counts: Vec<[usize; 3]> = verdicts
        .iter()
        .map(|one| {
            let last = one.last().unwrap();
            [last.strict.len(), last.errors.len(), last.warnings.len()]
        })
        .collect();
    let clean = verdicts.iter().map(|all| all.iter().all(Verdict::is_clean));
    let clean: Vec<bool> = clean.collect();
    assert_eq!(clean, [[true].as_slice(), &[false; 8]].concat());
    let (strict, error, warning) = ([1, 0, 0], [0, 1, 0], [0, 0, 1]);
    assert_eq!(
        counts,
        [
            [0, 0, 0],
            error,
            error,
            strict,
            strict,
            error,
            error,
            warning,
            error
        ]
    );
}
