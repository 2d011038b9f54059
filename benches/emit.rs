//! How fast policies become YAML, next to a general serializer of the same objects.

#![expect(clippy::unwrap_used, reason = "a benchmark of nothing must not pass")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, Throughput};
use k8s_openapi::api::networking::v1::NetworkPolicy;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use netpolc::emit::yaml;
use netpolc::k8s::Policy;
use netpolc::source::Origin;
use netpolc::source::{FileId, Span};
use serde_json::json;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    bench(&mut criterion);
    criterion.final_summary();
}

fn bench(criterion: &mut Criterion) {
    let template = template();
    let mut group = criterion.benchmark_group("emit");
    for count in [100, 1_000, 10_000] {
        let policies: Vec<Policy> = (0..count).map(|number| policy(&template, number)).collect();
        group.throughput(Throughput::Elements(count));
        group.bench_with_input(BenchmarkId::new("netpolc", count), &policies, |b, it| {
            b.iter(|| {
                let mut out = String::new();
                yaml("shop.netpol", black_box(it), &mut out);
                out
            });
        });
        group.bench_with_input(BenchmarkId::new("serde_yaml", count), &policies, |b, it| {
            b.iter(|| {
                let mut out = String::new();
                for policy in black_box(it) {
                    out.push_str("---\n");
                    out.push_str(&serde_yaml::to_string(&*policy.object).unwrap());
                }
                out
            });
        });
    }
    group.finish();
}

/// A policy as the compiler writes them, with the comments that only our writer writes.
fn policy(template: &NetworkPolicy, number: u64) -> Policy {
    let name = format!("service-{number}");
    let mut object = template.clone();
    object.metadata.name = Some(format!("{name}-policy"));
    if let Some(spec) = &mut object.spec {
        let labels = BTreeMap::from([("app".to_owned(), name.clone())]);
        spec.pod_selector = Some(LabelSelector {
            match_labels: Some(labels),
            match_expressions: None,
        });
    }
    let origins = |text: String| {
        vec![Origin {
            text: Arc::from(text),
            span: Span::new(FileId(0), 0, 0),
        }]
    };
    Policy {
        object: Arc::new(object),
        isolated_by: Vec::new(),
        ingress: vec![origins(format!(
            "allow frontend, monitoring/[tier in (batch, cron)] -> {name}:(8080, metrics)"
        ))],
        egress: vec![origins(format!("allow {name} -> office:8000-8999/udp"))],
    }
}

fn template() -> NetworkPolicy {
    let object = json!({
        "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
        "metadata": {
            "namespace": "shop",
            "labels": {"app.kubernetes.io/managed-by": "netpolc"},
        },
        "spec": {
            "policyTypes": ["Ingress", "Egress"],
            "ingress": [{
                "from": [
                    {"podSelector": {"matchLabels": {"app": "frontend"}}},
                    {
                        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}},
                        "podSelector": {"matchExpressions": [
                            {"key": "tier", "operator": "In", "values": ["batch", "cron"]},
                        ]},
                    },
                ],
                "ports": [{"protocol": "TCP", "port": 8080}, {"protocol": "TCP", "port": "metrics"}],
            }],
            "egress": [{
                "to": [{"ipBlock": {"cidr": "203.0.113.0/24", "except": ["203.0.113.7/32"]}}],
                "ports": [{"protocol": "UDP", "port": 8000, "endPort": 8999}],
            }],
        },
    });
    serde_json::from_value(object).unwrap()
}
