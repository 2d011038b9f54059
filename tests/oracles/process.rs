//! A Go program that runs for as long as the tests do: it is asked in JSON lines, and answers in them.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;

use serde_json::{Value, json};

use crate::oracles::program::program;

/// A program that is asked by one test at a time. It ends with its input, when this process does.
pub(crate) struct Process(Mutex<Running>);

struct Running {
    _child: Child,
    requests: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    next: u64,
}

impl Process {
    /// The program of a folder beside this file; nothing where it is not to be had, which is said.
    pub(crate) fn start(name: &str) -> Option<Self> {
        let mut child = Command::new(program(name)?)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Some(Self(Mutex::new(Running {
            requests: child.stdin.take().unwrap(),
            answers: BufReader::new(child.stdout.take().unwrap()).lines(),
            _child: child,
            next: 0,
        })))
    }

    /// The answers to requests, which are objects, in their order.
    pub(crate) fn ask(&self, requests: Vec<Value>) -> Vec<Value> {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        running.ask(requests)
    }
}

impl Running {
    fn ask(&mut self, requests: Vec<Value>) -> Vec<Value> {
        let count = requests.len();
        let first = self.next;
        let ids = first..first + u64::try_from(count).unwrap();
        self.next = ids.end;
        let (sink, answers) = (&mut self.requests, &mut self.answers);
        let mut found = BTreeMap::new();
        // Answers are read while requests are written, or both sides would wait for good.
        thread::scope(|scope| {
            let asked = ids.clone();
            scope.spawn(move || {
                for (id, mut request) in asked.zip(requests) {
                    request["id"] = json!(id);
                    writeln!(sink, "{request}").unwrap();
                }
                sink.flush().unwrap();
            });
            while found.len() < count {
                let line = answers
                    .next()
                    .unwrap_or_else(|| panic!("the program has ended"));
                let answer: Value = serde_json::from_str(&line.unwrap()).unwrap();
                let id = answer["id"].as_u64().unwrap();
                // What a test that failed did not wait for is nobody's.
                if ids.contains(&id) {
                    found.insert(id, answer);
                }
            }
        });
        found.into_values().collect()
    }
}
