//! Promises are asked of the objects of the whole run.

use k8s_openapi::api::networking::v1::NetworkPolicy;
use netpolc::diagnostics::{Diagnostic, codes};
use netpolc::model::words;
use netpolc::sets::{Endpoint, FlowPoint, NAMESPACE_NAME, Pod, PortPoint, Protocol};
use netpolc::verify::{Proof, Written, broken_promises, network, prove};
use serde_json::{Value, from_value, json};

use crate::support::asked::Asked;
use crate::support::meant::{Meant, meant};
use crate::support::memory::Memory;

const SHOP: &str = "namespace shop\ndefault deny\nallow web -> db:5432\ndeny internet -> db\n";

#[test]
fn an_own_promise_is_kept_by_right_objects_and_broken_by_others() {
    let mut files = run(&[("shop.netpol", SHOP)], &["shop.netpol"]);
    assert_eq!(said(&files), [""; 0]);
    let right = files[0].objects.clone();
    open(
        &mut files[0],
        "shop",
        "db",
        &json!({ "ports": [{ "port": 443 }] }),
    );
    let witness = from_address("0.0.0.1", "shop", "db", 443);
    assert_eq!(
        said(&files),
        [format!(
            "E0317 at 49: the objects let through what this promises to keep out: {}",
            words::connection(&witness)
        )]
    );
    assert!(!Asked::of(&witness).verdict(&right).allowed);
    assert!(Asked::of(&witness).verdict(&files[0].objects).allowed);
}

/// What opens other pods, other ends or the wrong direction breaks no promise.
#[test]
fn objects_beside_a_promise_do_not_break_it() {
    let pods = json!({ "from": [{ "namespaceSelector": {} }] });
    let private = json!({ "from": [{ "ipBlock": { "cidr": "10.0.0.0/8" } }] });
    for (pod, rule) in [("web", json!({})), ("db", pods), ("db", private)] {
        let mut files = run(&[("shop.netpol", SHOP)], &["shop.netpol"]);
        open(&mut files[0], "shop", pod, &rule);
        assert_eq!(said(&files), [""; 0], "{pod} {rule}");
    }
    let public =
        json!({ "from": [{ "ipBlock": { "cidr": "203.0.0.0/8", "except": ["203.0.0.0/9"] } }] });
    let mut files = run(&[("shop.netpol", SHOP)], &["shop.netpol"]);
    open(&mut files[0], "shop", "db", &public);
    let witness = from_address("203.128.0.1", "shop", "db", 1);
    assert!(said(&files)[0].ends_with(&words::connection(&witness)));
    assert!(Asked::of(&witness).verdict(&files[0].objects).allowed);
}

/// A promise between pods holds when either end keeps it.
#[test]
fn both_ends_have_to_let_a_connection_through() {
    let text = "namespace shop\ndefault deny\nallow web -> db:5432\ndeny api -> db\n";
    let mut files = run(&[("shop.netpol", text)], &["shop.netpol"]);
    open(&mut files[0], "shop", "db", &json!({}));
    assert_eq!(said(&files), [""; 0]);
    let leaving = object(
        "shop",
        "api",
        "Egress",
        "egress",
        &json!({ "ports": [{ "port": 80 }] }),
    );
    files[0].objects.push(leaving);
    let witness = FlowPoint {
        source: pod("shop", "api"),
        target: pod("shop", "db"),
        port: port(80),
    };
    let said = said(&files);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].ends_with(&words::connection(&witness)), "{said:?}");
    assert!(Asked::of(&witness).verdict(&files[0].objects).allowed);
}

const GUARDRAILS: &str = "deny internet -> */db\n";
const TILL: &str = "namespace till\nisolate db\nallow web -> db:5432\n";

#[test]
fn a_used_promise_is_asked_of_own_ends_alone() {
    let shop = "use \"guardrails.netpol\"\nnamespace shop\ndefault deny\nallow web -> db:5432\n";
    let texts = [
        ("guardrails.netpol", GUARDRAILS),
        ("shop.netpol", shop),
        ("till.netpol", TILL),
    ];
    let inputs = ["shop.netpol", "till.netpol"];
    // The rest of the cluster lets everything through, and `till` does.
    let mut files = run(&texts, &inputs);
    open(&mut files[1], "till", "db", &json!({}));
    assert_eq!(said(&files), [""; 0]);
    open(&mut files[0], "shop", "db", &json!({}));
    let witness = from_address("0.0.0.1", "shop", "db", 1);
    assert_eq!(
        said(&files),
        [format!(
            "E0317 at 0: the objects let through what this promises to keep out: {}",
            words::connection(&witness)
        )]
    );
    assert!(Asked::of(&witness).verdict(&files[0].objects).allowed);
}

/// The file of a promise that others use, and that isolates nothing, is there for them.
#[test]
fn a_file_of_promises_alone_is_not_asked_for_them() {
    let shop = "use \"guardrails.netpol\"\nnamespace shop\ndefault deny\nallow web -> db:5432\n";
    let texts = [("guardrails.netpol", GUARDRAILS), ("shop.netpol", shop)];
    let files = run(&texts, &["guardrails.netpol", "shop.netpol"]);
    assert_eq!(said(&files), [""; 0]);
    let alone = run(&texts, &["guardrails.netpol"]);
    assert_eq!(said(&alone).len(), 1);
}

#[test]
fn facts_are_assumed_where_their_file_is_not_in_the_run() {
    let base = "namespace shop\ndefault deny\n";
    let shop = "use \"base.netpol\"\nnamespace shop\nallow web -> db:5432\ndeny internet -> db\n";
    let texts = [("base.netpol", base), ("shop.netpol", shop)];
    let mut alone = run(&texts, &["shop.netpol"]);
    // Without the policy of its own for `db`, the fact still isolates it.
    alone[0].objects.clear();
    assert_eq!(said(&alone), [""; 0]);
    let mut both = run(&texts, &["base.netpol", "shop.netpol"]);
    assert_eq!(said(&both), [""; 0]);
    both[1].objects.clear();
    assert_eq!(said(&both), [""; 0]);
    both[0].objects.clear();
    assert_eq!(said(&both).len(), 1);
}

#[test]
fn a_promise_that_takes_too_long_is_given_up() {
    let text = format!(
        "namespace shop\n{}deny internet -> {}\n",
        isolations(10),
        everyone(10)
    );
    let files = run(&[("shop.netpol", &text)], &["shop.netpol"]);
    let said = said(&files);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("E0316 "), "{said:?}");
}

#[test]
fn a_proof_that_takes_too_long_is_given_up() {
    let text = format!(
        "namespace shop\n{}isolate {} ingress\n",
        isolations(10),
        everyone(10)
    );
    let mut files = run(&[("shop.netpol", &text)], &["shop.netpol"]);
    let meant = &mut files[0];
    assert_eq!(prove(&meant.model, &meant.objects).difference, Ok(None));
    // What is lost is isolated by all others together, which is hard to see.
    meant.objects.retain(|object| {
        let selector = object
            .spec
            .as_ref()
            .and_then(|spec| spec.pod_selector.as_ref());
        selector.unwrap().match_labels.is_some()
    });
    let undecided = prove(&meant.model, &meant.objects).difference.unwrap_err();
    assert_eq!(undecided.way.0, "shop");
}

/// For every two of `rooms + 1` labels, and every value, the isolation of the pods where they are equal.
fn isolations(rooms: usize) -> String {
    let mut text = String::new();
    for guest in 0..=rooms {
        for other in 0..guest {
            for room in 0..rooms {
                let pods = format!("[zone{other}={room}, zone{guest}={room}]");
                text.extend(["isolate ", &pods, " ingress\n"]);
            }
        }
    }
    text
}

/// Pods with all those labels, so that two are equal (Haken, 1985: that this is so is hard to prove).
fn everyone(rooms: usize) -> String {
    let values: Vec<String> = (0..rooms).map(|room| room.to_string()).collect();
    let values = values.join(", ");
    let labels = (0..=rooms).map(|guest| format!("zone{guest} in ({values})"));
    format!("[{}]", labels.collect::<Vec<_>>().join(", "))
}

fn run(files: &[(&str, &str)], inputs: &[&str]) -> Vec<Meant> {
    let mut memory = Memory::default();
    for (name, text) in files {
        memory.add(*name, text.as_bytes());
    }
    let inputs = inputs.iter().map(|name| memory.input(name)).collect();
    meant(inputs, &memory).unwrap_or_else(|wrong| panic!("{wrong:?}"))
}

/// Each code with the place of its statement, and the message.
fn said(files: &[Meant]) -> Vec<String> {
    let proofs: Vec<Proof> = files
        .iter()
        .map(|one| prove(&one.model, &one.objects))
        .collect();
    let written = files.iter().zip(&proofs).map(|(one, proof)| Written {
        file: one.file,
        is_used: one.is_used,
        model: &one.model,
        gates: &proof.written,
    });
    let written: Vec<Written<'_>> = written.collect();
    let found = broken_promises(&written, &network(&written));
    let shown = |one: &Diagnostic| {
        assert!([&codes::BROKEN_PROMISE, &codes::TOO_COMPLEX].contains(&one.code));
        format!(
            "{} at {}: {}",
            one.code.id, one.primary.span.start, one.message
        )
    };
    found.iter().map(shown).collect()
}

/// Adds an object that opens the ingress of some pods.
fn open(meant: &mut Meant, namespace: &str, app: &str, rule: &Value) {
    meant
        .objects
        .push(object(namespace, app, "Ingress", "ingress", rule));
}

fn object(namespace: &str, app: &str, kind: &str, rules: &str, rule: &Value) -> NetworkPolicy {
    let policy = json!({
        "metadata": { "name": "doctored", "namespace": namespace },
        "spec": {
            "podSelector": { "matchLabels": { "app": app } },
            "policyTypes": [kind],
            rules: [rule],
        },
    });
    from_value(policy).unwrap()
}

fn from_address(address: &str, namespace: &str, app: &str, number: u16) -> FlowPoint {
    FlowPoint {
        source: Endpoint::Address(address.parse().unwrap()),
        target: pod(namespace, app),
        port: port(number),
    }
}

fn pod(namespace: &str, app: &str) -> Endpoint {
    Endpoint::Pod(Pod {
        namespace: [(NAMESPACE_NAME.into(), namespace.into())].into(),
        labels: [("app".into(), app.into())].into(),
    })
}

fn port(number: u16) -> PortPoint {
    PortPoint {
        protocol: Protocol::Tcp,
        number,
        names: std::collections::BTreeSet::new(),
    }
}
