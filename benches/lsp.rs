//! How long an editor waits: from a keystroke in a file of 10,000 rules, checked against a cluster of 5,400 pods, to
//! the diagnostics of the text with it.
//!
//! `cargo bench --bench lsp` types 200 characters: half of them in a reason, where every text is whole, half of them
//! new rules, where most are broken. It prints how long they took, and how much of a whole text is the proof.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark of nothing must not pass"
)]

#[path = "inventory/dump.rs"]
#[expect(dead_code, reason = "dumps come in several forms")]
mod dump;

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use lsp_server::{Connection, Message, Notification, Request};
use netpolc::driver::{Input, Loader, ManifestContent, ManifestFile, Options, Session, Snapshot};
use netpolc::lsp::{Disk, Ended, FolderLoader, serve};
use netpolc::verify::{Proved, Proven, prove, prove_again};
use serde_json::{Value, json};

use crate::dump::{REPLICAS, Size};

/// The one of the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const RULES: usize = 10_000;

const SIZE: Size = Size {
    namespaces: 600,
    pods: 5_400,
    policies: 13_700,
};

/// Between two keystrokes: nobody types faster.
const PAUSE: Duration = Duration::from_millis(50);

const URI: &str = "file:///bench/shop.netpol";
const FILE: &str = "/bench/shop.netpol";

fn main() {
    let (text, typing) = program();
    let files = Files { dump: SIZE.yaml() };
    let (client, server) = Connection::memory();
    thread::scope(|scope| {
        let served = scope.spawn(|| serve(&server, &files, Options::default()));
        let mut typist = Typist::open(&client, &text);
        let opened = typist.last;
        let mut whole = typist.types(typing.reason, " because of many things, and of some more that nobody has written down by now, which is a shame or not");
        let mut broken = typist.types(typing.rule, "allow service-1 -> team-7/service-7:8080\nallow service-1 -> team-9/service-9:8080\nallow * -> dns\nisolate *");
        say(&format!(
            "opened in {opened:.0?}; {} warnings",
            typist.diagnostics
        ));
        say(&format!("in a reason: {}", percentiles(&mut whole)));
        say(&format!("new rules:   {}", percentiles(&mut broken)));
        let mut all = [whole, broken].concat();
        assert!(all.len() >= 200);
        say(&format!("all:         {}", percentiles(&mut all)));
        typist.close();
        assert_eq!(served.join().unwrap(), Ended::Orderly);
    });
    proof(&text, &files);
}

/// Where something is typed, as line and column.
struct Typing {
    reason: (usize, usize),
    rule: (usize, usize),
}

/// A program whose rules lead from each service to some of other teams, and places in the middle of it.
fn program() -> (String, Typing) {
    let mut text = "manifests \"dump.yaml\"\n".to_owned();
    let services = SIZE.pods / REPLICAS;
    let each = RULES.div_ceil(SIZE.namespaces);
    let mut rules = 0;
    for team in 0..SIZE.namespaces {
        let _ = writeln!(text, "namespace team-{team}\ndefault deny\nallow * -> dns");
        for rule in 0..each {
            let target = (team * 31 + rule * 7 + 1) % services;
            let home = target % SIZE.namespaces;
            let _ = writeln!(
                text,
                "allow service-{team} -> team-{home}/service-{target}:8080 because \"ticket {rules}\""
            );
            rules += 1;
        }
    }
    assert!(rules >= RULES);
    let mut lines = text.lines().enumerate().skip(text.lines().count() / 2);
    let (line, rule) = lines
        .find(|(_, line)| line.starts_with("allow service"))
        .unwrap();
    let typing = Typing {
        reason: (line, rule.len() - 1),
        rule: (line + 1, 0),
    };
    (text, typing)
}

/// Types in one document, and waits for what is said of it.
struct Typist<'c> {
    client: &'c Connection,
    version: i32,
    /// How long the last answer took.
    last: Duration,
    /// How many diagnostics it had.
    diagnostics: usize,
}

impl<'c> Typist<'c> {
    fn open(client: &'c Connection, text: &str) -> Self {
        let mut typist = Self {
            client,
            version: 0,
            last: Duration::ZERO,
            diagnostics: 0,
        };
        let capabilities = json!({"general": {"positionEncodings": ["utf-8"]}});
        let params =
            json!({"capabilities": capabilities, "processId": null, "rootUri": "file:///bench"});
        typist.ask(1, "initialize", params);
        typist.say("initialized", json!({}));
        let item = json!({"uri": URI, "languageId": "netpol", "version": 0, "text": text});
        typist.last = typist.waits("textDocument/didOpen", json!({"textDocument": item}));
        typist
    }

    /// Types characters one after the other; how long each took.
    fn types(&mut self, at: (usize, usize), text: &str) -> Vec<Duration> {
        let (mut line, mut column) = at;
        let mut times = Vec::new();
        for char in text.chars() {
            thread::sleep(PAUSE);
            self.version += 1;
            let position = json!({"line": line, "character": column});
            let change =
                json!({"range": {"start": position, "end": position}, "text": char.to_string()});
            let document = json!({"uri": URI, "version": self.version});
            let params = json!({"textDocument": document, "contentChanges": [change]});
            times.push(self.waits("textDocument/didChange", params));
            (line, column) = match char {
                '\n' => (line + 1, 0),
                _ => (line, column + 1),
            };
        }
        times
    }

    /// Says something, and waits for the diagnostics of the text that it leads to.
    fn waits(&mut self, method: &str, params: Value) -> Duration {
        let start = Instant::now();
        self.say(method, params);
        loop {
            let Message::Notification(said) = self.client.receiver.recv().unwrap() else {
                continue;
            };
            if said.params["version"] == self.version {
                self.diagnostics = said.params["diagnostics"].as_array().unwrap().len();
                return start.elapsed();
            }
        }
    }

    fn ask(&self, id: i32, method: &str, params: Value) {
        let request = Request::new(id.into(), method.to_owned(), params);
        self.client.sender.send(request.into()).unwrap();
        while !matches!(self.client.receiver.recv().unwrap(), Message::Response(_)) {}
    }

    fn say(&self, method: &str, params: Value) {
        let notification = Notification::new(method.to_owned(), params);
        self.client.sender.send(notification.into()).unwrap();
    }

    fn close(&self) {
        self.ask(2, "shutdown", Value::Null);
        self.say("exit", Value::Null);
    }
}

/// What the proof takes of a run, where all is remembered that can be; and what it takes from nothing.
fn proof(text: &str, files: &Files) {
    let mut session = Session::default();
    let mut run = |text: String| -> (Snapshot, Duration) {
        let start = Instant::now();
        let snapshot = session.run(vec![input(text)], files, &Options::default());
        (snapshot, start.elapsed())
    };
    run(text.to_owned());
    let mut runs = Vec::new();
    let mut proofs = Vec::new();
    let mut whole = Vec::new();
    let mut proven: Option<Proven> = None;
    for round in 0..20 {
        let (snapshot, time) = run(format!("{text}# {round}\n"));
        runs.push(time);
        let file = snapshot.files.first().unwrap();
        assert!(file.is_sound && !snapshot.has_errors());
        let unit = snapshot.units.first().unwrap();
        let objects = unit.policies.iter().map(|policy| &*policy.object);
        let start = Instant::now();
        black_box(prove(&file.resolved.model, objects));
        whole.push(start.elapsed());
        let objects = unit.policies.iter();
        let objects = objects.map(|policy| Arc::clone(&policy.object));
        let start = Instant::now();
        let proved = prove_again(&file.resolved.model, objects, proven.as_ref());
        if proven.is_some() {
            proofs.push(start.elapsed());
        }
        let Proved::Same(next) = proved else {
            unreachable!("what a run has proved holds");
        };
        proven = Some(*next);
    }
    let share = median(&mut proofs).as_secs_f64() / median(&mut runs).as_secs_f64();
    say(&format!(
        "a run {:.1?}, its proof {:.1?}: {:.0} %; from nothing {:.1?}",
        median(&mut runs),
        median(&mut proofs),
        share * 100.0,
        median(&mut whole),
    ));
}

fn percentiles(times: &mut [Duration]) -> String {
    let at = |times: &mut [Duration], percent: usize| {
        times.sort_unstable();
        times[(times.len() * percent).div_ceil(100).max(1) - 1]
    };
    format!(
        "{} keystrokes, p50 {:.1?}, p95 {:.1?}, longest {:.1?}",
        times.len(),
        at(times, 50),
        at(times, 95),
        at(times, 100)
    )
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// A folder with one dump; the program is open.
struct Files {
    dump: String,
}

impl Disk for Files {
    fn identify(&self, path: &Path) -> String {
        path.display().to_string()
    }

    fn programs(&self, _folder: &Path) -> Vec<PathBuf> {
        Vec::new()
    }

    fn read(&self, _path: &Path) -> Option<Vec<u8>> {
        None
    }

    fn loader(&self, _folder: &Path) -> Box<dyn FolderLoader> {
        Box::new(Files {
            dump: self.dump.clone(),
        })
    }
}

impl FolderLoader for Files {
    fn identify(&self, path: &Path) -> String {
        path.display().to_string()
    }

    fn locate(&self, _from: &str, path: &str) -> PathBuf {
        Path::new("/bench").join(path)
    }

    fn name(&self, path: &Path) -> String {
        path.display().to_string()
    }
}

impl Loader for Files {
    fn load(&self, _from: &str, path: &str) -> Result<Input, String> {
        Err(format!("{path} is not here"))
    }

    fn manifests(&self, _from: &str, path: &str) -> Result<Vec<ManifestFile>, String> {
        Ok(vec![ManifestFile {
            name: path.to_owned(),
            identity: path.to_owned(),
            content: ManifestContent::Text(self.dump.clone().into_bytes()),
        }])
    }
}

fn input(text: String) -> Input {
    Input {
        name: FILE.to_owned(),
        title: "shop.netpol".to_owned(),
        identity: FILE.to_owned(),
        bytes: text.into_bytes(),
    }
}

fn say(line: &str) {
    io::stdout()
        .write_all(format!("{line}\n").as_bytes())
        .unwrap();
}
