//! What is asked of real pods is answered as if each of them were asked, one by one, by who knows no sets.

mod said;
mod scale;
mod town;

use std::collections::BTreeMap;
use std::fmt::Write;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use netpolc::diagnostics::{Severity, codes};
use netpolc::driver::{Input, ManifestContent, ManifestFile, Options, Run, inspect, run};
use netpolc::eval::concrete::{Connection, Endpoint, Evaluator, Protocol};
use netpolc::why::Verdict;

use crate::properties::random::Random;
use crate::real::said::{ADDRESS, Peer, Port};
use crate::real::town::{Town, Workload};
use crate::support::asked::reading;
use crate::support::compile::text;
use crate::support::memory::Memory;

const CASES: u64 = 500;

/// A rule that is asked about.
struct Asked {
    from: Peer,
    to: Peer,
    port: Port,
}

impl Asked {
    fn new(random: &mut Random, town: &Town) -> Self {
        let from = Peer::new(random, town, true);
        let to = Peer::new(random, town, true);
        let port = Port::new(random, town, &to);
        Self { from, to, port }
    }

    fn words(&self) -> String {
        let Self { from, to, port } = self;
        format!("{} -> {}{}", from.words(true), to.words(true), port.words())
    }
}

#[test]
fn questions_about_real_pods_are_answered_one_by_one() {
    let (mut held, mut failed, mut nothing, mut parts) = ([0, 0], [0, 0], 0, 0);
    let mut refused: BTreeMap<&str, u64> = BTreeMap::new();
    for seed in 7_000..7_000 + CASES {
        let random = &mut Random::new(seed);
        let town = Town::new(random);
        let rules = rules(random, &town);
        let asked: Vec<Asked> = (0..4).map(|_| Asked::new(random, &town)).collect();
        let mut program = rules;
        for (at, one) in asked.iter().enumerate() {
            let what = ["allow", "deny"][at % 2];
            let _ = writeln!(program, "expect {what} {}", one.words());
        }
        let context = format!("seed {seed}\n{program}\n{}", town.manifests());
        let run = tested(&program, &town, &asked[0].words());
        let errors = run.diagnostics.iter();
        let mut errors = errors.filter(|one| {
            one.code.severity == Severity::Error && *one.code != codes::FAILED_EXPECTATION
        });
        if let Some(error) = errors.next() {
            *refused.entry(error.code.slug).or_insert(0) += 1;
            continue;
        }
        let objects = run.units.iter().flat_map(|unit| &unit.policies);
        let objects: Vec<NetworkPolicy> = objects.map(|one| (*one.object).clone()).collect();
        let counts: Vec<_> = asked
            .iter()
            .map(|one| count(one, &town, &objects))
            .collect();
        assert_eq!(run.tested.len(), asked.len(), "{context}");
        for (at, (one, counted)) in run.tested.iter().zip(&counts).enumerate() {
            let wanted = [Verdict::Allowed, Verdict::Blocked][at % 2];
            let holds = *counted == Some(wanted);
            assert_eq!(
                one.holds, holds,
                "{}: {counted:?}\n{context}",
                one.origin.text
            );
            held[at % 2] += u32::from(holds);
            failed[at % 2] += u32::from(!holds);
            nothing += u32::from(counted.is_none());
            parts += u32::from(*counted == Some(Verdict::Partly));
        }
        let finding = run.asked.unwrap().answer.unwrap();
        let known = counts[0].unwrap_or(Verdict::Blocked);
        assert_eq!(
            finding.explanation.verdict, known,
            "{}\n{context}",
            finding.question
        );
        let of_yaml = inspected(&objects, &town, &asked[0].words());
        assert_eq!(of_yaml, known, "{} of YAML\n{context}", finding.question);
    }
    let least = held.into_iter().chain(failed).chain([nothing, parts]).min();
    assert!(
        least > Some(40),
        "{held:?} hold, {failed:?} fail, {nothing} of nothing, {parts} in part"
    );
    let all: u64 = refused.values().sum();
    assert!(all < CASES / 2, "{refused:?}");
}

/// A random program without its expectations.
fn rules(random: &mut Random, town: &Town) -> String {
    let mut program = "namespace shop\nmanifests \"town.json\"\n".to_owned();
    let isolating = [
        "",
        "default deny\n",
        "default deny ingress\n",
        "default deny egress\n",
    ];
    program += random.pick(&isolating);
    for _ in 0..=random.below(5) {
        let from = Peer::new(random, town, false);
        let to = Peer::new(random, town, false);
        let port = Port::new(random, town, &to);
        let direction = match (from.is_own(), to.is_own()) {
            (true, true) => random.pick(&["", "", ":ingress", ":egress"]),
            (false, true) => random.pick(&["", ":ingress"]),
            (true, false) => random.pick(&["", ":egress"]),
            // It is no business of this file.
            (false, false) => continue,
        };
        let (from, to) = (from.words(false), to.words(false));
        let _ = writeln!(program, "allow {from} -> {to}{}{direction}", port.words());
    }
    program
}

fn tested(program: &str, town: &Town, question: &str) -> Run {
    let mut memory = Memory::default();
    memory.add("shop.netpol", program);
    memory.add("town.json", town.manifests());
    let options = Options {
        expectations: true,
        question: Some(question.to_owned()),
        ..Options::default()
    };
    run(vec![memory.input("shop.netpol")], &memory, &options)
}

fn inspected(objects: &[NetworkPolicy], town: &Town, question: &str) -> Verdict {
    let list = serde_json::json!({"apiVersion": "v1", "kind": "List", "items": objects});
    let policies: Input = text(&list.to_string());
    let manifests = ManifestFile {
        name: "town.json".to_owned(),
        identity: "town.json".to_owned(),
        content: ManifestContent::Text(town.manifests().into_bytes()),
    };
    let found = inspect(vec![policies], vec![manifests], Some("shop"), question);
    let asked = found
        .asked
        .unwrap_or_else(|| panic!("{question}: {:?}", found.diagnostics));
    asked.answer.unwrap().explanation.verdict
}

/// What becomes of all connections that are meant; nothing, where there is none.
fn count(asked: &Asked, town: &Town, objects: &[NetworkPolicy]) -> Option<Verdict> {
    let (cluster, pods) = town.cluster();
    let evaluator = Evaluator::new(objects, &cluster, &reading());
    let address = Endpoint::Address(ADDRESS.parse().unwrap());
    let ends = |peer: &Peer| {
        let pods = pods.iter().filter(|(_, one)| peer.has(town, one));
        let mut ends: Vec<(Endpoint, Option<&Workload>)> = pods
            .map(|(id, one)| (Endpoint::Pod(*id), Some(*one)))
            .collect();
        if *peer == Peer::Address {
            ends.push((address, None));
        }
        ends
    };
    let (mut passes, mut stops) = (false, false);
    for (source, _) in ends(&asked.from) {
        for (target, of) in ends(&asked.to) {
            if source == target && of.is_some() {
                continue;
            }
            for protocol in [Protocol::Tcp, Protocol::Udp, Protocol::Sctp] {
                for port in [80, 81, 9] {
                    if asked.port.has(of, port, protocol) {
                        let connection = Connection {
                            source,
                            target,
                            protocol,
                            port,
                        };
                        let is_open = evaluator.allows(&connection);
                        passes |= is_open;
                        stops |= !is_open;
                    }
                }
            }
        }
    }
    match (passes, stops) {
        (true, true) => Some(Verdict::Partly),
        (true, false) => Some(Verdict::Allowed),
        (false, true) => Some(Verdict::Blocked),
        (false, false) => None,
    }
}
