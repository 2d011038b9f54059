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
    child: Child,
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
            child,
            next: 0,
        })))
    }

    /// The answers to requests, which are objects, in their order.
    pub(crate) fn ask(&self, requests: Vec<Value>) -> Vec<Value> {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        running
            .ask(requests)
            .unwrap_or_else(|wrong| panic!("{wrong}"))
    }
}

impl Running {
    fn ask(&mut self, requests: Vec<Value>) -> Result<Vec<Value>, String> {
        let count = requests.len();
        let first = self.next;
        self.next += u64::try_from(count).unwrap();
        let Self {
            child,
            requests: sink,
            answers,
            ..
        } = self;
        // Answers are read while requests are written, or both sides would wait for good.
        thread::scope(|scope| {
            scope.spawn(move || {
                for (id, mut request) in (first..).zip(requests) {
                    request["id"] = json!(id);
                    // One that has ended is missed where its answers are read.
                    let _ = writeln!(sink, "{request}");
                }
                let _ = sink.flush();
            });
            let found = read(answers, count, first);
            if found.is_err() {
                // Nobody reads what it writes, so it may never read what is written.
                let _ = child.kill();
            }
            found
        })
    }
}

/// The elements of a list in an answer.
pub(crate) fn list<T>(value: &Value, read: impl Fn(&Value) -> T) -> Vec<T> {
    value.as_array().unwrap().iter().map(read).collect()
}

/// So many answers, by their numbers.
fn read(
    lines: &mut Lines<BufReader<ChildStdout>>,
    count: usize,
    first: u64,
) -> Result<Vec<Value>, String> {
    let mut found = BTreeMap::new();
    for line in lines.take(count) {
        let line = line.map_err(|error| error.to_string())?;
        let answer: Value =
            serde_json::from_str(&line).map_err(|error| format!("{error}: {line}"))?;
        let id = answer["id"].as_u64();
        found.insert(id.ok_or("an answer without a number")?, answer);
    }
    let wanted = first..first + u64::try_from(count).unwrap();
    if found.keys().copied().eq(wanted) {
        Ok(found.into_values().collect())
    } else {
        Err("the program has ended, or answers something else".to_owned())
    }
}
