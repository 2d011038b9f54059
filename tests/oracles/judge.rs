//! What the API server would say of objects: `validate`, one process for all tests.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

use serde_json::{Value, json};

use crate::oracles::program::program;

/// What is said of one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// Fields that it should not have, or has twice.
    pub(crate) strict: Vec<String>,
    /// Why it would not be created, each as its field and its words.
    pub(crate) errors: Vec<(String, String)>,
    pub(crate) warnings: Vec<String>,
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
    static JUDGE: OnceLock<Option<Mutex<Process>>> = OnceLock::new();
    let judge = JUDGE.get_or_init(|| Some(Mutex::new(Process::start()?)));
    let mut judge = judge
        .as_ref()?
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    Some(judge.ask(texts))
}

/// The process ends with its input, when this one does.
struct Process {
    _child: Child,
    requests: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    next: u64,
}

impl Process {
    fn start() -> Option<Self> {
        let mut child = Command::new(program("validate")?)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Some(Self {
            requests: child.stdin.take().unwrap(),
            answers: BufReader::new(child.stdout.take().unwrap()).lines(),
            _child: child,
            next: 0,
        })
    }

    fn ask(&mut self, texts: &[String]) -> Vec<Vec<Verdict>> {
        let first = self.next;
        let ids = first..first + u64::try_from(texts.len()).unwrap();
        self.next = ids.end;
        let (requests, answers) = (&mut self.requests, &mut self.answers);
        let mut found = BTreeMap::new();
        // Answers are read while requests are written, or both sides would wait for good.
        thread::scope(|scope| {
            let asked = ids.clone();
            scope.spawn(move || {
                for (id, text) in asked.zip(texts) {
                    writeln!(requests, "{}", json!({"id": id, "text": text})).unwrap();
                }
                requests.flush().unwrap();
            });
            while found.len() < texts.len() {
                let line = answers
                    .next()
                    .unwrap_or_else(|| panic!("the judge has ended"));
                let line = line.unwrap();
                let answer: Value = serde_json::from_str(&line).unwrap();
                let id = answer["id"].as_u64().unwrap();
                // What a test that failed did not wait for is nobody's.
                if ids.contains(&id) {
                    found.insert(id, list(&answer["objects"], verdict));
                }
            }
        });
        found.into_values().collect()
    }
}

fn verdict(value: &Value) -> Verdict {
    let cause = |one: &Value| (word(&one["field"]), word(&one["detail"]));
    Verdict {
        strict: list(&value["strict"], word),
        errors: list(&value["errors"], cause),
        warnings: list(&value["warnings"], word),
    }
}

fn list<T>(value: &Value, read: impl Fn(&Value) -> T) -> Vec<T> {
    value.as_array().unwrap().iter().map(read).collect()
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
