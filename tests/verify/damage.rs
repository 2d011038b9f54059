//! Small damage to one object, of every kind that comes to mind.

use ipnet::IpNet;
use serde_json::{Value, json};

/// One kind of damage at one place: what stands there instead of the object.
pub(crate) struct Damage {
    pub(crate) kind: &'static str,
    pub(crate) instead: Vec<Value>,
}

/// The kinds that may leave the meaning as it is, and some that always do.
pub(crate) const HARMLESS: &[&str] = &[
    "label-said-by-in",
    "object-twice",
    "peer-twice",
    "rule-twice",
    "rules-turned",
];

/// All that can be done to an object.
pub(crate) fn damages(policy: &Value) -> Vec<Damage> {
    let mut bench = Bench {
        policy,
        found: Vec::new(),
    };
    bench.whole();
    bench.types();
    bench.selector("/spec/podSelector", Asks::Subject);
    for (direction, peers) in [("ingress", "from"), ("egress", "to")] {
        let rules = format!("/spec/{direction}");
        for at in 0..bench.len(&rules) {
            bench.rule(&rules, at, peers);
        }
        bench.rules(direction, peers);
    }
    bench.found
}

/// Whose labels a selector asks for.
#[derive(Clone, Copy, PartialEq)]
enum Asks {
    Subject,
    Pods,
    Namespaces,
}

struct Bench<'a> {
    policy: &'a Value,
    found: Vec<Damage>,
}

impl Bench<'_> {
    fn add(&mut self, kind: &'static str, instead: Vec<Value>) {
        if instead.as_slice() != [self.policy.clone()] {
            self.found.push(Damage { kind, instead });
        }
    }

    /// Changes what is at a place.
    fn edit(&mut self, kind: &'static str, place: &str, change: impl FnOnce(&mut Value)) {
        let mut policy = self.policy.clone();
        change(policy.pointer_mut(place).unwrap());
        self.add(kind, vec![policy]);
    }

    fn put(&mut self, kind: &'static str, place: &str, value: &Value) {
        self.edit(kind, place, |at| *at = value.clone());
    }

    fn without(&mut self, kind: &'static str, place: &str, field: &str) {
        self.edit(kind, place, |at| {
            at.as_object_mut().unwrap().remove(field);
        });
    }

    fn at(&self, place: &str) -> Option<&Value> {
        self.policy.pointer(place)
    }

    fn len(&self, place: &str) -> usize {
        let list = self.at(place).and_then(Value::as_array);
        list.map_or(0, Vec::len)
    }

    fn has(&self, place: &str) -> bool {
        self.at(place).is_some()
    }

    fn whole(&mut self) {
        let policy = self.policy;
        self.add("object-dropped", vec![]);
        self.add("object-twice", vec![policy.clone(), policy.clone()]);
        self.edit("namespace-changed", "/metadata", |metadata| {
            metadata["namespace"] = json!("elsewhere");
        });
        self.edit("directions-swapped", "/spec", |spec| {
            let rules = |spec: &mut Value, from: &str, peers: &str, peers_then: &str| {
                let rules = spec.as_object_mut().unwrap().remove(from)?;
                let rules = rules.as_array()?.iter().map(|rule| {
                    let mut rule = rule.clone();
                    if let Some(list) = rule.as_object_mut().unwrap().remove(peers) {
                        rule[peers_then] = list;
                    }
                    rule
                });
                Some(rules.collect::<Value>())
            };
            let ingress = rules(spec, "ingress", "from", "to");
            let egress = rules(spec, "egress", "to", "from");
            for (field, rules) in [("egress", ingress), ("ingress", egress)] {
                if let Some(rules) = rules {
                    spec[field] = rules;
                }
            }
            let types = spec["policyTypes"].as_array().unwrap().iter();
            let types = types.map(|one| {
                if one == "Ingress" {
                    "Egress"
                } else {
                    "Ingress"
                }
            });
            spec["policyTypes"] = types.collect();
        });
        for direction in ["Ingress", "Egress"] {
            let mut shut = policy.clone();
            shut["spec"] = json!({ "podSelector": {}, "policyTypes": [direction] });
            self.add("isolated-besides", vec![policy.clone(), shut]);
        }
        self.without("subject-absent", "/spec", "podSelector");
        self.put("subject-emptied", "/spec/podSelector", &json!({}));
        self.edit("subject-narrowed", "/spec/podSelector", |selector| {
            selector["matchLabels"]["more"] = json!("yes");
        });
    }

    fn types(&mut self) {
        self.without("types-left-out", "/spec", "policyTypes");
        let types = self.at("/spec/policyTypes").unwrap().as_array().unwrap();
        let types = types.clone();
        for direction in ["Ingress", "Egress"] {
            let mut changed = types.clone();
            if types.iter().any(|one| one == direction) {
                changed.retain(|one| one != direction);
                if !changed.is_empty() {
                    self.put("type-lost", "/spec/policyTypes", &json!(changed));
                }
            } else {
                changed.push(json!(direction));
                self.put("type-added", "/spec/policyTypes", &json!(changed));
            }
        }
    }

    fn rules(&mut self, direction: &str, peers: &str) {
        let place = format!("/spec/{direction}");
        for (kind, rule) in [
            ("all-allowed", json!({})),
            (
                "all-pods-allowed",
                json!({ peers: [{ "namespaceSelector": {} }] }),
            ),
            (
                "all-addresses-allowed",
                json!({ peers: [{ "ipBlock": { "cidr": "0.0.0.0/0" } }] }),
            ),
            (
                "own-pods-allowed",
                json!({ peers: [{ "podSelector": {} }] }),
            ),
            (
                "a-port-allowed",
                json!({ "ports": [{ "port": 1, "protocol": "SCTP" }] }),
            ),
        ] {
            self.edit(kind, "/spec", |spec| match spec[direction].as_array_mut() {
                Some(rules) => rules.push(rule),
                None => spec[direction] = json!([rule]),
            });
        }
        let count = self.len(&place);
        if count > 0 {
            self.put("rules-emptied", &place, &json!([]));
        }
        if count > 1 {
            self.edit("rules-turned", &place, |rules| {
                rules.as_array_mut().unwrap().reverse();
            });
        }
        for at in 1..count {
            // Every peer of both gets every port of both.
            self.edit("rules-merged", &place, |rules| {
                let rules = rules.as_array_mut().unwrap();
                let other = rules.remove(at);
                for field in [peers, "ports"] {
                    let lists = [&rules[at - 1], &other].map(|rule| rule[field].as_array());
                    let both = match lists {
                        [Some(one), Some(other)] => json!([one.as_slice(), other].concat()),
                        _ => json!([]),
                    };
                    rules[at - 1][field] = both;
                }
            });
        }
    }

    fn rule(&mut self, rules: &str, at: usize, peers: &str) {
        let place = format!("{rules}/{at}");
        self.edit("rule-dropped", rules, |rules| {
            remove(rules, at);
        });
        let rule = self.at(&place).unwrap().clone();
        self.edit("rule-twice", rules, |rules| {
            rules.as_array_mut().unwrap().push(rule);
        });
        let (from, ports) = (format!("{place}/{peers}"), format!("{place}/ports"));
        for (list, emptied, absent) in [
            (&from, "peers-emptied", "peers-absent"),
            (&ports, "ports-emptied", "ports-absent"),
        ] {
            if self.has(list) {
                self.put(emptied, list, &json!([]));
                self.without(absent, &place, list.rsplit('/').next().unwrap());
            }
        }
        if !self.has(&from) {
            let pods = json!([{ "namespaceSelector": {} }]);
            self.edit("peers-narrowed", &place, |rule| rule[peers] = pods);
        }
        if !self.has(&ports) {
            let ports = json!([{ "port": 80, "protocol": "TCP" }]);
            self.edit("ports-narrowed", &place, |rule| rule["ports"] = ports);
        }
        for at in 0..self.len(&from) {
            self.peer(&from, at);
        }
        for at in 0..self.len(&ports) {
            self.port(&ports, at);
        }
    }

    fn peer(&mut self, peers: &str, at: usize) {
        let place = format!("{peers}/{at}");
        let peer = self.at(&place).unwrap().clone();
        if self.len(peers) > 1 {
            self.edit("peer-dropped", peers, |peers| {
                remove(peers, at);
            });
        }
        self.edit("peer-twice", peers, |peers| {
            peers.as_array_mut().unwrap().push(peer.clone());
        });
        self.edit("peer-replaced", peers, |peers| {
            peers[at] = json!({ "podSelector": { "matchLabels": { "app": "stranger" } } });
        });
        let [pods, namespaces] =
            ["podSelector", "namespaceSelector"].map(|field| self.has(&format!("{place}/{field}")));
        if pods {
            let field = format!("{place}/podSelector");
            self.put("peer-pods-emptied", &field, &json!({}));
            self.selector(&field, Asks::Pods);
        }
        if namespaces {
            let field = format!("{place}/namespaceSelector");
            self.put("peer-namespaces-emptied", &field, &json!({}));
            self.selector(&field, Asks::Namespaces);
        }
        if pods && namespaces {
            self.without("peer-pods-absent", &place, "podSelector");
            self.without("peer-namespaces-absent", &place, "namespaceSelector");
            // A dash too many.
            self.edit("peer-split", peers, |peers| {
                let peers = peers.as_array_mut().unwrap();
                let mut pods = peers.remove(at);
                let namespaces = pods.as_object_mut().unwrap().remove("namespaceSelector");
                peers.push(pods);
                peers.push(json!({ "namespaceSelector": namespaces }));
            });
        }
        if pods && !namespaces {
            self.edit("peer-in-all-namespaces", &place, |peer| {
                peer["namespaceSelector"] = json!({});
            });
        }
        // A dash too few.
        let next = self.at(&format!("{peers}/{}", at + 1)).cloned();
        if let Some(next) = next
            && !namespaces
            && pods
            && let Some(namespaces) = next.get("namespaceSelector")
        {
            self.edit("peers-merged", peers, |peers| {
                peers[at]["namespaceSelector"] = namespaces.clone();
                remove(peers, at + 1);
            });
        }
        self.block(&format!("{place}/ipBlock"));
    }

    fn block(&mut self, place: &str) {
        let Some(block) = self.at(place).cloned() else {
            return;
        };
        let cidr: IpNet = block["cidr"].as_str().unwrap().parse().unwrap();
        let except: Vec<Value> = block["except"].as_array().cloned().unwrap_or_default();
        for at in 0..except.len() {
            self.edit("except-dropped", &format!("{place}/except"), |except| {
                remove(except, at);
            });
            let hole: IpNet = except[at].as_str().unwrap().parse().unwrap();
            if let Ok(longer) = IpNet::new(hole.addr(), hole.prefix_len() + 1) {
                let longer = json!(longer.to_string());
                self.put("except-narrowed", &format!("{place}/except/{at}"), &longer);
            }
        }
        let last = |net: IpNet| IpNet::new(net.broadcast(), net.max_prefix_len()).unwrap();
        if cidr.prefix_len() < cidr.max_prefix_len() {
            let mut more = except.clone();
            more.push(json!(last(cidr).to_string()));
            self.edit("except-added", place, |block| block["except"] = json!(more));
            if except.is_empty() {
                let longer = IpNet::new(cidr.addr(), cidr.prefix_len() + 1).unwrap();
                self.put(
                    "cidr-narrowed",
                    &format!("{place}/cidr"),
                    &json!(longer.to_string()),
                );
            }
        }
        if cidr.prefix_len() > 0 {
            let wider = IpNet::new(cidr.addr(), cidr.prefix_len() - 1)
                .unwrap()
                .trunc();
            self.put(
                "cidr-widened",
                &format!("{place}/cidr"),
                &json!(wider.to_string()),
            );
        }
    }

    fn selector(&mut self, place: &str, asks: Asks) {
        let labels = self.at(&format!("{place}/matchLabels")).cloned();
        for (key, value) in labels.iter().flat_map(|all| all.as_object().unwrap()) {
            let mut less = labels.clone().unwrap();
            less.as_object_mut().unwrap().remove(key);
            let field = format!("{place}/matchLabels");
            self.put("label-dropped", &field, &less);
            let mut other = labels.clone().unwrap();
            other[key] = json!("another");
            self.put("label-value-changed", &field, &other);
            let mut renamed = less.clone();
            renamed["another"] = value.clone();
            self.put("label-key-changed", &field, &renamed);
            for (kind, operator) in [
                ("label-said-by-in", "In"),
                ("label-negated", "NotIn"),
                ("label-any-value", "Exists"),
                ("label-absent", "DoesNotExist"),
            ] {
                let mut one = json!({ "key": key, "operator": operator });
                if operator.ends_with("In") {
                    one["values"] = json!([value]);
                }
                self.edit(kind, place, |selector| {
                    selector["matchLabels"] = less.clone();
                    match selector["matchExpressions"].as_array_mut() {
                        Some(all) => all.push(one),
                        None => selector["matchExpressions"] = json!([one]),
                    }
                });
            }
        }
        let list = format!("{place}/matchExpressions");
        for at in 0..self.len(&list) {
            self.expression(&list, at);
        }
        if asks == Asks::Namespaces && labels.is_some() {
            self.edit("peer-namespaces-narrowed", place, |selector| {
                selector["matchLabels"]["team"] = json!("red");
            });
        }
    }

    fn expression(&mut self, list: &str, at: usize) {
        let place = format!("{list}/{at}");
        let written = self.at(&place).unwrap().clone();
        self.edit("requirement-dropped", list, |list| {
            remove(list, at);
        });
        let (kind, operator) = match written["operator"].as_str().unwrap() {
            "In" => ("in-to-not-in", "NotIn"),
            "NotIn" => ("not-in-to-in", "In"),
            "Exists" => ("exists-to-does-not-exist", "DoesNotExist"),
            _ => ("does-not-exist-to-exists", "Exists"),
        };
        self.put(kind, &format!("{place}/operator"), &json!(operator));
        let count = self.len(&format!("{place}/values"));
        for value in 0..count {
            let field = format!("{place}/values/{value}");
            self.put("value-changed", &field, &json!("another"));
            if count > 1 {
                self.edit("value-dropped", &format!("{place}/values"), |values| {
                    remove(values, value);
                });
            }
        }
        if count > 0 {
            self.edit("value-added", &format!("{place}/values"), |values| {
                values.as_array_mut().unwrap().push(json!("another"));
            });
        }
    }

    fn port(&mut self, ports: &str, at: usize) {
        let place = format!("{ports}/{at}");
        let written = self.at(&place).unwrap().clone();
        if self.len(ports) > 1 {
            self.edit("port-dropped", ports, |ports| {
                remove(ports, at);
            });
        }
        for protocol in ["TCP", "UDP", "SCTP"] {
            if written["protocol"] != protocol {
                let field = format!("{place}/protocol");
                self.put("protocol-changed", &field, &json!(protocol));
            }
        }
        self.without("protocol-absent", &place, "protocol");
        let field = format!("{place}/port");
        let Some(port) = written.get("port") else {
            self.edit("port-narrowed", &place, |entry| entry["port"] = json!(80));
            return;
        };
        self.edit("port-absent", &place, |entry| {
            let entry = entry.as_object_mut().unwrap();
            entry.remove("port");
            entry.remove("endPort");
        });
        let Some(number) = port.as_u64() else {
            self.put("name-to-number", &field, &json!(8080));
            self.put("name-changed", &field, &json!("another"));
            return;
        };
        let last = written.get("endPort").and_then(Value::as_u64);
        let Some(last) = last else {
            self.put("port-one-up", &field, &json!((number + 1).min(65535)));
            self.put("port-one-down", &field, &json!((number - 1).max(1)));
            self.put("number-to-name", &field, &json!("http"));
            if number < 65535 {
                self.edit("port-to-range", &place, |entry| {
                    entry["endPort"] = json!(number + 1);
                });
            }
            return;
        };
        self.without("end-port-dropped", &place, "endPort");
        let ends = format!("{place}/endPort");
        self.put("range-end-one-up", &ends, &json!((last + 1).min(65535)));
        self.put("range-end-one-down", &ends, &json!((last - 1).max(number)));
        self.put("range-start-one-up", &field, &json!((number + 1).min(last)));
        self.put("range-start-one-down", &field, &json!((number - 1).max(1)));
    }
}

/// Takes a member out of a list.
fn remove(list: &mut Value, at: usize) {
    list.as_array_mut().unwrap().remove(at);
}
