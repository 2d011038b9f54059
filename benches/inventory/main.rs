//! How fast dumps of clusters are read, programs are checked against them, and how much memory that takes
//! beside their text.
//!
//! `cargo bench --bench inventory` reads a cluster of 5,400 pods, 600 namespaces and 13,700 policies; with
//! `NETPOLC_PODS=100000` one of so many pods. That takes a while: behind `--` a name that no benchmark has,
//! such as `none`, leaves it at one reading of each text.

#![expect(clippy::unwrap_used, reason = "a benchmark of nothing must not pass")]

mod dump;

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::io::{self, Write};
use std::process::Command;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use k8s_openapi::serde::Deserialize;
use netpolc::diagnostics::Severity;
use netpolc::driver::{Input, Inputs, Loader, ManifestContent, ManifestFile, Options, run};
use netpolc::k8s::inventory::{Inventory, Reading};
use netpolc::source::FileId;

use crate::dump::{Size, bytes_of_a_pod};

/// What checking against the cluster with policies may take beside its text, in MiB.
const MOST_MEMORY: usize = 300;

/// Names the text whose reading a process of its own measures, so that nothing else is in its memory.
const MEASURED: &str = "NETPOLC_MEASURED";

fn main() {
    let size = size();
    if let Ok(name) = env::var(MEASURED) {
        measure(&name, size);
        return;
    }
    let [yaml, json] = bytes_of_a_pod();
    assert!(yaml >= 3_000 && json >= 3_000);
    say(&format!("a pod has {yaml} bytes of YAML, {json} of JSON"));
    let mut criterion = Criterion::default().configure_from_args();
    for name in ["yaml", "json", "documents"] {
        let mut measured = Command::new(env::current_exe().unwrap());
        assert!(measured.env(MEASURED, name).status().unwrap().success());
        bench(&mut criterion, name, &text(name, size), |text| {
            let inventory = read(text);
            assert_eq!(inventory.namespaces.len(), size.namespaces);
            assert_eq!(inventory.policies.len(), size.policies);
            let owners = size.pods.div_ceil(dump::REPLICAS);
            assert_eq!(inventory.workloads.len(), owners);
            owners
        });
    }
    let program = program(size);
    for name in ["yaml", "json"] {
        bench(
            &mut criterion,
            &format!("{name}/checked"),
            &text(name, size),
            |text| check(&program, text.as_bytes().to_vec()),
        );
    }
    bench(
        &mut criterion,
        "documents/yaml_serde",
        &text("documents", size),
        |text| {
            let documents = serde_yaml::Deserializer::from_str(text);
            let values = documents.map(|one| serde_yaml::Value::deserialize(one).unwrap());
            values.filter(serde_yaml::Value::is_mapping).count()
        },
    );
    criterion.final_summary();
}

fn size() -> Size {
    let pods = env::var("NETPOLC_PODS").ok();
    match pods.map(|pods| pods.parse().unwrap()) {
        None => Size {
            namespaces: 600,
            pods: 5_400,
            policies: 13_700,
        },
        Some(pods) => Size {
            namespaces: 600,
            pods,
            policies: 0,
        },
    }
}

fn text(name: &str, size: Size) -> String {
    match name {
        "yaml" => size.yaml(),
        "json" => size.json(),
        _ => size.documents(),
    }
}

/// A program that speaks of every workload of a dump: each takes from the next one of its namespace.
fn program(size: Size) -> String {
    let mut program = String::new();
    let owners = size.pods.div_ceil(dump::REPLICAS);
    for namespace in 0..size.namespaces {
        let mut services = (namespace..owners).step_by(size.namespaces).peekable();
        if services.peek().is_none() {
            continue;
        }
        let _ = write!(
            program,
            "namespace team-{namespace}\ndefault deny\nallow * -> dns\n"
        );
        while let Some(service) = services.next() {
            let next = services.peek().unwrap_or(&namespace);
            let _ = writeln!(program, "allow service-{service} -> service-{next}:8080");
        }
    }
    program
}

/// Checks a program against a dump; how many objects it is written to.
fn check(program: &str, dump: Vec<u8>) -> usize {
    let program = Input {
        name: "program.netpol".to_owned(),
        title: "program.netpol".to_owned(),
        identity: "program.netpol".to_owned(),
        bytes: program.as_bytes().to_vec(),
    };
    let inputs = Inputs {
        programs: vec![program],
        manifests: vec![ManifestFile {
            name: "dump".to_owned(),
            identity: "dump".to_owned(),
            content: ManifestContent::Text(dump),
        }],
    };
    let run = run(inputs, &Alone, &Options::default());
    assert!(run.faults.is_empty());
    for one in &run.diagnostics {
        assert_eq!(one.code.severity, Severity::Warning, "{one:?}");
    }
    run.units.iter().map(|unit| unit.policies.len()).sum()
}

/// Programs that use no files.
struct Alone;

impl Loader for Alone {
    fn load(&self, _from: &str, _path: &str) -> Result<Input, String> {
        Err("there are no other files".to_owned())
    }

    fn manifests(&self, _from: &str, _path: &str) -> Result<Vec<ManifestFile>, String> {
        Err("there are no other files".to_owned())
    }
}

fn bench(criterion: &mut Criterion, name: &str, text: &str, read: impl Fn(&str) -> usize) {
    let mut group = criterion.benchmark_group("inventory");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(1));
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function(name, |b| b.iter(|| read(black_box(text))));
    group.finish();
}

/// Checks a program against a text once, and says how long it took, and how much memory beside the text.
fn measure(name: &str, size: Size) {
    let text = text(name, size);
    // Peaks are those since the start of the process, or since this.
    let is_reset = fs::write("/proc/self/clear_refs", "5").is_ok();
    let before = memory("VmRSS:");
    let program = program(size);
    let length = text.len();
    let start = Instant::now();
    let written = check(&program, text.into_bytes());
    let time = start.elapsed();
    assert!(written > size.pods.div_ceil(dump::REPLICAS));
    match (before, memory("VmHWM:")) {
        (Some(before), Some(peak)) if is_reset => {
            let beside = (peak - before) >> 10;
            say(&format!(
                "{name}: {} MiB read, and a program checked against it, in {time:.2?}, {beside} MiB beside it",
                length >> 20
            ));
            assert!(size.policies == 0 || beside <= MOST_MEMORY);
        }
        _ => say("memory is measured on Linux only"),
    }
}

fn read(text: &str) -> Inventory {
    let reading = Reading::of(FileId(0), text);
    let (inventory, diagnostics) = Inventory::of([(reading, None)]);
    assert!(diagnostics.is_empty());
    inventory
}

/// A line of the process's status, in KiB.
fn memory(line: &str) -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let value = status.lines().find_map(|one| one.strip_prefix(line))?;
    value.split_whitespace().next()?.parse().ok()
}

fn say(line: &str) {
    io::stdout()
        .write_all(format!("{line}\n").as_bytes())
        .unwrap();
}
