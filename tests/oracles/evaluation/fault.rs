//! Faults that an evaluator could have. One that had them would be found out.

use std::slice;

use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::oracles::evaluation::case::Case;
use crate::oracles::evaluation::part::{Part, Peer, Port};
use crate::oracles::evaluation::rewriting::{
    EQUALS, Requirement, is_ipv4, not_in_needs_the_key, of_all_protocols, of_block, peers, ports,
    requirements, rules, unless,
};
use crate::support::asked::reading;

/// A fault, and the rule that it breaks.
pub(crate) struct Fault {
    pub(crate) what: &'static str,
    pub(crate) rule: &'static str,
    read: Read,
}

/// What an evaluator with the fault says is what a right one says of something else.
enum Read {
    /// Of other objects.
    Others(fn(&[NetworkPolicy]) -> Vec<NetworkPolicy>),
    /// Of each object alone, whose answers have all to be yes.
    OneByOne,
}

impl Fault {
    /// Which connections of a case an evaluator with the fault allows.
    pub(crate) fn allowed(&self, case: &Case) -> Vec<bool> {
        let stored = &case.objects.stored;
        let allowed = |objects: &[NetworkPolicy]| case.allowed(objects, &reading());
        match self.read {
            Read::Others(others) => allowed(&others(stored)),
            Read::OneByOne => {
                let mut all = vec![true; case.connections.len()];
                for object in stored {
                    let alone = allowed(slice::from_ref(object));
                    all.iter_mut().zip(alone).for_each(|(all, one)| *all &= one);
                }
                all
            }
        }
    }
}

pub(crate) const ALL: &[Fault] = &[
    Fault {
        what: "all policies that isolate a pod have to allow",
        rule: "S3",
        read: Read::OneByOne,
    },
    Fault {
        what: "only the first policy is read",
        rule: "S3",
        read: Read::Others(|objects| objects.iter().take(1).cloned().collect()),
    },
    Fault {
        what: "a policy selects pods of all namespaces",
        rule: "S6",
        read: Read::Others(everywhere),
    },
    Fault {
        what: "`policyTypes` is not read",
        rule: "S8",
        read: Read::Others(|objects| with_types(objects, |_| vec!["Ingress", "Egress"])),
    },
    Fault {
        what: "a direction without rules is not isolated",
        rule: "S8",
        read: Read::Others(|objects| with_types(objects, with_rules)),
    },
    Fault {
        what: "no peers are none",
        rule: "S12",
        read: Read::Others(|objects| Part::Peer(Peer::None).never(objects)),
    },
    Fault {
        what: "no ports are all of TCP",
        rule: "S12",
        read: Read::Others(|objects| {
            rules(objects, |rule| {
                let tcp = NetworkPolicyPort {
                    protocol: Some("TCP".to_owned()),
                    ..NetworkPolicyPort::default()
                };
                rule.ports.get_or_insert_with(|| vec![tcp]);
            })
        }),
    },
    Fault {
        what: "the two selectors of a peer are two peers",
        rule: "S13",
        read: Read::Others(|objects| peers(objects, taken_apart)),
    },
    Fault {
        what: "a `podSelector` alone reaches all namespaces",
        rule: "S14",
        read: Read::Others(|objects| {
            peers(objects, |mut peer| {
                if peer.ip_block.is_none() {
                    peer.namespace_selector.get_or_insert_default();
                }
                vec![peer]
            })
        }),
    },
    Fault {
        what: "`NotIn` does not match where the key is absent",
        rule: "S16",
        read: Read::Others(|objects| requirements(objects, not_in_needs_the_key)),
    },
    Fault {
        what: "of the values of `In` only the first one counts",
        rule: "S16",
        read: Read::Others(|objects| {
            requirements(objects, |mut one| {
                if one.operator == "In" {
                    one.values.truncate(1);
                }
                vec![one]
            })
        }),
    },
    Fault {
        what: "an empty value in `matchLabels` matches any",
        rule: "S16",
        read: Read::Others(|objects| {
            requirements(objects, |mut one| {
                if one.operator == EQUALS && one.values == [""] {
                    one = Requirement::new(&one.key, "Exists", Vec::new());
                }
                vec![one]
            })
        }),
    },
    Fault {
        what: "a protocol without a port is not read",
        rule: "S21",
        read: Read::Others(|objects| {
            ports(objects, |one| {
                if one.port.is_none() {
                    of_all_protocols(&one)
                } else {
                    vec![one]
                }
            })
        }),
    },
    Fault {
        what: "`endPort` is one too few",
        rule: "S22",
        read: Read::Others(|objects| {
            ports(objects, |mut one| {
                one.end_port = one.end_port.map(|end| end - 1);
                let is_empty = one
                    .end_port
                    .is_some_and(|end| Some(IntOrString::Int(end + 1)) == one.port);
                unless(is_empty, one)
            })
        }),
    },
    Fault {
        what: "`endPort` is one too many",
        rule: "S22",
        read: Read::Others(|objects| {
            ports(objects, |mut one| {
                one.end_port = one.end_port.map(|end| (end + 1).min(65535));
                vec![one]
            })
        }),
    },
    Fault {
        what: "`endPort` is not read",
        rule: "S22",
        read: Read::Others(|objects| {
            ports(objects, |one| {
                vec![NetworkPolicyPort {
                    end_port: None,
                    ..one
                }]
            })
        }),
    },
    Fault {
        what: "named ports match no port",
        rule: "S24",
        read: Read::Others(|objects| Part::Port(Port::Name).never(objects)),
    },
    Fault {
        what: "a port matches in every protocol",
        rule: "S29",
        read: Read::Others(|objects| ports(objects, |one| of_all_protocols(&one))),
    },
    Fault {
        what: "`except` is not read",
        rule: "S32",
        read: Read::Others(|objects| Part::Except.never(objects)),
    },
    Fault {
        what: "a block of IPv4 holds all of IPv6",
        rule: "S33",
        read: Read::Others(|objects| {
            peers(objects, |peer| {
                let is_it = is_ipv4(&peer) == Some(true);
                let ipv6 = of_block("::/0");
                [peer].into_iter().chain(is_it.then_some(ipv6)).collect()
            })
        }),
    },
];

fn with_types(
    objects: &[NetworkPolicy],
    types: fn(&NetworkPolicy) -> Vec<&'static str>,
) -> Vec<NetworkPolicy> {
    let changed = objects.iter().map(|object| {
        let types = types(object).into_iter().map(str::to_owned).collect();
        let mut object = object.clone();
        object.spec.as_mut().unwrap().policy_types = Some(types);
        object
    });
    changed
        .filter(|object| object.spec.as_ref().unwrap().policy_types != Some(Vec::new()))
        .collect()
}

/// The directions that a policy isolates, and has rules for.
fn with_rules(object: &NetworkPolicy) -> Vec<&'static str> {
    let spec = object.spec.as_ref().unwrap();
    let has = |direction: &str| {
        spec.policy_types
            .iter()
            .flatten()
            .any(|one| one == direction)
    };
    let ingress = spec.ingress.iter().flatten().next().is_some() && has("Ingress");
    let egress = spec.egress.iter().flatten().next().is_some() && has("Egress");
    let all = [("Ingress", ingress), ("Egress", egress)];
    all.iter()
        .filter(|(_, is_there)| *is_there)
        .map(|(name, _)| *name)
        .collect()
}

/// Each policy in every namespace that has one.
fn everywhere(objects: &[NetworkPolicy]) -> Vec<NetworkPolicy> {
    let places = objects.iter().map(|one| one.metadata.namespace.clone());
    let mut places: Vec<Option<String>> = places.collect();
    places.sort();
    places.dedup();
    let copies = places.iter().flat_map(|place| {
        objects.iter().map(|object| {
            let mut object = object.clone();
            object.metadata.namespace.clone_from(place);
            object
        })
    });
    copies.collect()
}

fn taken_apart(peer: NetworkPolicyPeer) -> Vec<NetworkPolicyPeer> {
    let of = |pods: Option<LabelSelector>, namespaces: Option<LabelSelector>| NetworkPolicyPeer {
        pod_selector: pods,
        namespace_selector: namespaces,
        ip_block: None,
    };
    match (&peer.pod_selector, &peer.namespace_selector) {
        (Some(pods), Some(namespaces)) => {
            vec![
                of(Some(pods.clone()), None),
                of(None, Some(namespaces.clone())),
            ]
        }
        _ => vec![peer],
    }
}
