//! How fast single connections are decided, in large clusters of three kinds.

#![expect(clippy::unwrap_used, reason = "a benchmark of nothing must not pass")]

use std::collections::BTreeMap;
use std::hint::black_box;

use criterion::{Criterion, Throughput};
use k8s_openapi::api::networking::v1::NetworkPolicy;
use netpolc::eval::concrete::{
    Cluster, Connection, Endpoint, Evaluator, Namespace, Pod, PodId, Protocol, Reading,
};
use serde_json::{Value, json};

const PODS: usize = 5_000;
const POLICIES: usize = 10_000;

/// Questions a round.
const ASKED: usize = 10_000;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    bench(&mut criterion, "services", &cluster(50), &services());
    bench(&mut criterion, "one-subject", &cluster(1), &one_subject());
    bench(&mut criterion, "long-rules", &cluster(50), &long_rules());
    criterion.final_summary();
}

fn bench(criterion: &mut Criterion, name: &str, cluster: &Cluster, policies: &[NetworkPolicy]) {
    let reading = Reading::default();
    let evaluator = Evaluator::new(policies, cluster, &reading);
    let connections = connections();
    let allowed = connections.iter().filter(|one| evaluator.allows(one));
    let allowed = allowed.count();
    assert!(allowed > 0 && allowed < ASKED, "{allowed} of {ASKED}");
    let mut group = criterion.benchmark_group(format!("eval/{name}"));
    group.sample_size(10);
    group.throughput(Throughput::Elements(policies.len() as u64));
    group.bench_function("build", |b| {
        b.iter(|| Evaluator::new(black_box(policies), cluster, &reading));
    });
    group.throughput(Throughput::Elements(ASKED as u64));
    group.bench_function("allows", |b| {
        b.iter(|| {
            let asked = black_box(&connections).iter();
            asked.filter(|one| evaluator.allows(one)).count()
        });
    });
    let some = connections.get(..ASKED / 10).unwrap();
    group.throughput(Throughput::Elements(some.len() as u64));
    group.bench_function("verdict", |b| {
        b.iter(|| {
            let asked = black_box(some).iter();
            asked.filter(|one| evaluator.verdict(one).allowed).count()
        });
    });
    group.finish();
}

/// Five pods of each app, all pods in so many namespaces.
fn cluster(namespaces: usize) -> Cluster {
    let pods = (0..PODS).map(|place| Pod {
        namespace: format!("ns-{}", place % namespaces),
        name: format!("pod-{place}"),
        labels: BTreeMap::from([
            ("app".to_owned(), format!("app-{}", place / namespaces / 5)),
            ("pod-template-hash".to_owned(), format!("{}", place / 5)),
            ("tier".to_owned(), format!("tier-{}", place % 7)),
        ]),
        addresses: vec![
            format!("10.0.{}.{}", place / 250, place % 250)
                .parse()
                .unwrap(),
        ],
        ..Pod::default()
    });
    let namespaces = (0..namespaces).map(|place| Namespace {
        name: format!("ns-{place}"),
        labels: BTreeMap::from([("team".to_owned(), format!("team-{}", place % 5))]),
    });
    Cluster::new(namespaces.collect(), Vec::new(), pods.collect())
}

/// Every namespace denies by default; its policies open a service to some others.
fn services() -> Vec<NetworkPolicy> {
    let policy = |place: usize| {
        let namespace = place % 50;
        if place < 50 {
            return policy(namespace, &json!({"policyTypes": ["Ingress", "Egress"]}));
        }
        let peers = json!([
            app(place / 3 % 20),
            app(place / 7 % 20),
            {"namespaceSelector": {"matchLabels": {"team": format!("team-{}", place % 4)}},
                "podSelector": {"matchLabels": {"tier": format!("tier-{}", place % 7)}}},
            {"ipBlock": {"cidr": format!("203.{}.0.0/16", place % 256)}},
        ]);
        let ports = json!([{"port": 8000 + place % 10}, {"port": "metrics"}]);
        policy(
            namespace,
            &json!({
                "podSelector": {"matchLabels": {"app": format!("app-{}", place / 50 % 20)}},
                "policyTypes": ["Ingress", "Egress"],
                "ingress": [{"from": peers, "ports": ports}],
                "egress": [{"to": peers, "ports": ports}, {"to": [{"namespaceSelector": {}}]}],
            }),
        )
    };
    (0..POLICIES).map(policy).collect()
}

/// All policies are for all pods.
fn one_subject() -> Vec<NetworkPolicy> {
    let policy = |place: usize| {
        let ports = json!([{"port": 8000 + place % 10}]);
        policy(
            0,
            &json!({"ingress": [{"from": [app(place % 1000), app(place % 999)], "ports": ports}]}),
        )
    };
    (0..POLICIES).map(policy).collect()
}

/// Ten policies with as many peers as the others have together.
fn long_rules() -> Vec<NetworkPolicy> {
    let policy = |place: usize| {
        let peers: Value = (0..POLICIES / 10)
            .map(|peer| {
                json!({
                    "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": format!("ns-{}", peer % 50)}},
                    "podSelector": {"matchLabels": {"app": format!("app-{}", peer / 50)}},
                })
            })
            .collect();
        let ports = json!([{"port": 8000 + place}]);
        policy(
            place,
            &json!({"ingress": [{"from": peers, "ports": ports}]}),
        )
    };
    (0..10).map(policy).collect()
}

fn app(number: usize) -> Value {
    json!({"podSelector": {"matchLabels": {"app": format!("app-{number}")}}})
}

fn policy(namespace: usize, spec: &Value) -> NetworkPolicy {
    let object = json!({
        "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
        "metadata": {"name": "p", "namespace": format!("ns-{namespace}")},
        "spec": spec,
    });
    serde_json::from_value(object).unwrap()
}

/// Pairs of pods, spread over all.
fn connections() -> Vec<Connection> {
    let connection = |place: usize| Connection {
        source: Endpoint::Pod(PodId(place * 7_919 % PODS)),
        target: Endpoint::Pod(PodId(place * 104_729 % 4_999)),
        protocol: Protocol::Tcp,
        port: u16::try_from(8_000 + place % 11).unwrap(),
    };
    (0..ASKED).map(connection).collect()
}
