//! Random NetworkPolicy objects, as authors and other tools write them.

use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde_json::{Value, json};

use crate::properties::random::Random;

const VALUES: &[&str] = &["web", "api", "db", ""];
const PROTOCOLS: &[&str] = &["TCP", "UDP", "SCTP"];
const NUMBERS: &[u16] = &[1, 80, 443, 8080, 65535];
/// Each with blocks within it.
const BLOCKS: &[(&str, &[&str])] = &[
    ("0.0.0.0/0", &["10.0.0.0/8", "203.0.113.0/24", "0.0.0.0/1"]),
    ("10.0.0.0/8", &["10.0.0.0/9", "10.1.2.3/32"]),
    ("203.0.113.0/24", &["203.0.113.128/25", "203.0.113.0/32"]),
    ("::/0", &["fc00::/7", "2001:db8::/32"]),
    ("2001:db8::/32", &["2001:db8:7::/48", "2001:db8:8000::/33"]),
];
/// Of the percent in which a part is what the API server would refuse.
const INVALID: usize = 2;

/// One to four objects.
pub(crate) fn policies(random: &mut Random) -> Vec<NetworkPolicy> {
    let count = 1 + random.below(4);
    let all = (0..count).map(|_| serde_json::from_value(policy(random)).unwrap());
    all.collect()
}

fn policy(random: &mut Random) -> Value {
    let mut spec = json!({});
    if random.chance(92) {
        spec["podSelector"] = selector(random, &["app", "tier"], VALUES, 25);
    }
    let types: &[Value] = &[
        json!([]),
        Value::Null,
        json!(["Ingress"]),
        json!(["Egress"]),
        json!(["Ingress", "Egress"]),
        json!(["Egress", "Ingress"]),
        json!(["Egress", "Egress"]),
    ];
    if random.chance(INVALID) {
        spec["policyTypes"] = json!(["Ingress", "egress"]);
    } else if random.chance(70) {
        spec["policyTypes"] = random.pick(types);
    }
    for (direction, peers) in [("ingress", "from"), ("egress", "to")] {
        if random.chance(75) {
            spec[direction] = list(random, 3, |random| rule(random, peers));
        }
    }
    let mut metadata = json!({ "name": "policy" });
    if random.chance(85) {
        metadata["namespace"] = json!(random.pick(&["shop", "shop", "ops"]));
    }
    json!({ "metadata": metadata, "spec": spec })
}

fn rule(random: &mut Random, peers: &str) -> Value {
    let mut rule = json!({});
    if random.chance(75) {
        rule[peers] = list(random, 3, peer);
    }
    if random.chance(65) {
        rule["ports"] = list(random, 3, port);
    }
    rule
}

/// Null, empty, or with up to so many members.
fn list(random: &mut Random, most: usize, mut one: impl FnMut(&mut Random) -> Value) -> Value {
    match random.below(20) {
        0 => Value::Null,
        1 => json!([]),
        _ => {
            let count = 1 + random.below(most);
            (0..count).map(|_| one(random)).collect()
        }
    }
}

fn peer(random: &mut Random) -> Value {
    let pods = |random: &mut Random| selector(random, &["app", "tier"], VALUES, 20);
    let namespaces = |random: &mut Random| {
        let (keys, values): (&[&str], &[&str]) = if random.chance(50) {
            (&["team"], &["red", "blue"])
        } else {
            (&["kubernetes.io/metadata.name"], &["shop", "ops"])
        };
        selector(random, keys, values, 25)
    };
    if random.chance(INVALID) {
        let block = json!({ "cidr": "0.0.0.0/0" });
        return random.pick(&[
            json!({}),
            json!({ "ipBlock": block, "podSelector": {} }),
            json!({ "ipBlock": block, "namespaceSelector": {} }),
            json!({ "ipBlock": { "cidr": "10.0.0.0" } }),
            json!({ "ipBlock": { "cidr": "10.0.0.0/8", "except": ["10.0.0.0/33"] } }),
        ]);
    }
    match random.below(5) {
        0 => json!({ "podSelector": pods(random) }),
        1 => json!({ "namespaceSelector": namespaces(random) }),
        2 => json!({ "namespaceSelector": namespaces(random), "podSelector": pods(random) }),
        3 => json!({ "namespaceSelector": null, "podSelector": pods(random), "ipBlock": null }),
        _ => {
            let (cidr, holes) = random.pick(BLOCKS);
            let mut block = json!({ "cidr": cidr });
            if random.chance(60) {
                block["except"] = json!(random.some(holes));
            }
            json!({ "ipBlock": block })
        }
    }
}

fn selector(random: &mut Random, keys: &[&str], values: &[&str], empty: usize) -> Value {
    if random.chance(empty) {
        return random.pick(&[
            json!({}),
            json!({ "matchLabels": {}, "matchExpressions": [] }),
        ]);
    }
    let mut labels = json!({});
    let mut expressions = Vec::new();
    for key in random.some(keys) {
        if random.chance(45) {
            labels[key] = json!(random.pick(values));
        }
        if random.chance(60) {
            expressions.push(expression(random, key, values));
        }
    }
    json!({ "matchLabels": labels, "matchExpressions": expressions })
}

fn expression(random: &mut Random, key: &str, values: &[&str]) -> Value {
    if random.chance(INVALID) {
        return random.pick(&[
            json!({ "key": key, "operator": "In" }),
            json!({ "key": key, "operator": "NotIn", "values": [] }),
            json!({ "key": key, "operator": "Exists", "values": ["web"] }),
            json!({ "key": key, "operator": "DoesNotExist", "values": ["web"] }),
            json!({ "key": key, "operator": "Equals", "values": ["web"] }),
        ]);
    }
    let some = random.some(values);
    match random.below(4) {
        0 => json!({ "key": key, "operator": "In", "values": some }),
        1 => json!({ "key": key, "operator": "NotIn", "values": some }),
        2 => json!({ "key": key, "operator": "Exists" }),
        _ => json!({ "key": key, "operator": "DoesNotExist", "values": null }),
    }
}

fn port(random: &mut Random) -> Value {
    if random.chance(INVALID) {
        return random.pick(&[
            json!({ "port": 0 }),
            json!({ "port": 70000 }),
            json!({ "port": 443, "endPort": 80 }),
            json!({ "port": 80, "endPort": 70000 }),
            json!({ "port": "http", "endPort": 80 }),
            json!({ "endPort": 80 }),
            json!({ "protocol": "tcp" }),
        ]);
    }
    let mut port = json!({});
    if random.chance(60) {
        port["protocol"] = json!(random.pick(PROTOCOLS));
    }
    match random.below(10) {
        0 => {}
        1..=3 => port["port"] = json!(random.pick(&["http", "metrics"])),
        4..=6 => port["port"] = json!(random.pick(NUMBERS)),
        _ => {
            port["port"] = json!(random.pick(&[1, 79, 80]));
            port["endPort"] = json!(random.pick(&[80, 443, 65535]));
        }
    }
    port
}
