//! Policies over a cluster, to ask about connections.

use k8s_openapi::api::networking::v1::NetworkPolicy;

use super::caveats::caveats;
use super::choices::Choices;
use super::cluster::Cluster;
use super::connection::Connection;
use super::directed::Direction;
use super::judge::Judge;
use super::reading::Reading;
use super::side::Side;
use super::verdict::Verdict;

/// Policies over a cluster, compiled once to be asked many times.
#[derive(Debug)]
pub struct Evaluator {
    choices: Choices,
    judge: Judge,
}

impl Evaluator {
    /// Compiles policies for a cluster. Their places in `policies` are how answers name them.
    pub fn new<'p>(
        policies: impl IntoIterator<Item = &'p NetworkPolicy>,
        cluster: &Cluster,
        reading: &Reading,
    ) -> Evaluator {
        Evaluator {
            choices: Choices::of(reading),
            judge: Judge::new(policies, cluster, &reading.default_namespace),
        }
    }

    /// Whether a connection is allowed: what [`Evaluator::verdict`] says, without the reasons.
    pub fn allows(&self, connection: &Connection) -> bool {
        self.judge.allows_reading(connection, self.choices)
    }

    /// Whether a connection is allowed, and why (S4).
    pub fn verdict(&self, connection: &Connection) -> Verdict {
        let Some(question) = self.judge.question(connection, self.choices) else {
            return Verdict {
                allowed: false,
                egress: Side::NoEndpoint,
                ingress: Side::NoEndpoint,
                caveats: Vec::new(),
            };
        };
        let egress = self.judge.side(Direction::Egress, &question);
        let ingress = self.judge.side(Direction::Ingress, &question);
        Verdict {
            allowed: egress.allows() && ingress.allows(),
            egress,
            ingress,
            caveats: caveats(&self.judge, connection, self.choices),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::cluster::PodId;
    use super::super::connection::Endpoint;
    use super::super::fixture::{Dice, app, cluster, end, host_pod, http, pod, policy};
    use super::super::protocol::Protocol;
    use super::super::side::{Exemption, RuleRef};
    use super::*;

    fn rule(policy: usize, rule: usize) -> RuleRef {
        RuleRef { policy, rule }
    }

    #[test]
    fn sides_name_the_rules_and_the_policies_that_decided() {
        let cluster = cluster(vec![pod("a", &[]), pod("b", &[]), pod("c", &[])]);
        let policies = [
            policy(&json!({"podSelector": app("c"), "ingress": [{}]})),
            policy(&json!({"ingress": [
                {"from": [{"podSelector": app("c")}]},
                {"from": [{"podSelector": app("a")}], "ports": [{"port": 80}]},
                {"from": [{"podSelector": {}}], "ports": [{"port": 81}]},
            ]})),
            policy(&json!({"podSelector": app("b"), "policyTypes": ["Ingress", "Egress"]})),
            policy(&json!({"podSelector": app("b"), "ingress": [{"from": [], "ports": [{}]}]})),
        ];
        let evaluator = Evaluator::new(&policies, &cluster, &Reading::default());
        let sides = |source, target| {
            let verdict = evaluator.verdict(&http(&cluster, source, target));
            assert_eq!(verdict.caveats, []);
            (verdict.egress, verdict.ingress)
        };
        assert_eq!(
            sides("a", "b"),
            (
                Side::NotIsolated,
                Side::AllowedBy(vec![rule(1, 1), rule(3, 0)])
            )
        );
        assert_eq!(
            sides("b", "a"),
            (Side::BlockedBy(vec![2]), Side::BlockedBy(vec![1]))
        );
        assert_eq!(
            sides("c", "a"),
            (Side::NotIsolated, Side::AllowedBy(vec![rule(1, 0)]))
        );
        assert_eq!(
            sides("203.0.113.9", "c"),
            (Side::External, Side::AllowedBy(vec![rule(0, 0)]))
        );
        assert_eq!(
            sides("c", "c"),
            (
                Side::Exempt(Exemption::Itself),
                Side::Exempt(Exemption::Itself)
            )
        );
    }

    #[test]
    fn addresses_of_pods_and_nodes_are_those_pods_and_nodes() {
        let mut on_node = pod("a", &["10.0.0.1", "fd00::1"]);
        on_node.node = Some("n".to_owned());
        let mut gone = pod("gone", &["10.0.0.9"]);
        gone.finished = true;
        let cluster = cluster(vec![gone, on_node, pod("b", &["10.0.0.2"])]);
        let deny = policy(&json!({"policyTypes": ["Ingress"]}));
        let evaluator = Evaluator::new([&deny], &cluster, &Reading::default());
        let ingress = |source, target| {
            let verdict = evaluator.verdict(&http(&cluster, source, target));
            verdict.ingress
        };
        assert_eq!(ingress("192.0.2.1", "a"), Side::Exempt(Exemption::OwnNode));
        assert_eq!(ingress("192.0.2.1", "b"), Side::BlockedBy(vec![0]));
        assert_eq!(ingress("b", "::ffff:10.0.0.1"), Side::BlockedBy(vec![0]));
        assert_eq!(ingress("a", "fd00::1"), Side::Exempt(Exemption::Itself));
        assert_eq!(ingress("a", "10.0.0.9"), Side::External);
        assert_eq!(ingress("a", "gone"), Side::NoEndpoint);
        let nobody = Connection {
            source: Endpoint::Pod(PodId(3)),
            target: end(&cluster, "203.0.113.9"),
            protocol: Protocol::Udp,
            port: 53,
        };
        assert!(!evaluator.allows(&nobody));
        assert!(!evaluator.verdict(&nobody).allowed);
    }

    #[test]
    fn a_host_pod_without_addresses_has_those_of_its_node() {
        let cluster = cluster(vec![pod("a", &["10.0.0.1"]), host_pod("h", "n", &[])]);
        let to_node = json!({"egress": [{"to": [{"ipBlock": {"cidr": "192.0.2.1/32"}}]}]});
        let evaluator = Evaluator::new([&policy(&to_node)], &cluster, &Reading::default());
        let verdict = evaluator.verdict(&http(&cluster, "a", "h"));
        assert_eq!(verdict.egress, Side::AllowedBy(vec![rule(0, 0)]));
        assert_eq!(verdict.ingress, Side::External);
    }

    #[test]
    fn policies_without_a_namespace_are_where_the_reading_says() {
        let cluster = cluster(vec![pod("a", &[]), pod("b", &[])]);
        let mut deny = policy(&json!({}));
        for (namespace, default_namespace, allowed) in [
            (None, "default", true),
            (None, "x", false),
            (Some(""), "x", false),
            (Some("y"), "x", true),
        ] {
            deny.metadata.namespace = namespace.map(str::to_owned);
            let reading = Reading {
                default_namespace: default_namespace.to_owned(),
                ..Reading::default()
            };
            let evaluator = Evaluator::new([&deny], &cluster, &reading);
            assert_eq!(evaluator.allows(&http(&cluster, "a", "b")), allowed);
        }
    }

    fn readings() -> impl Iterator<Item = Reading> {
        (0..8).map(|bits| Reading {
            default_namespace: "x".to_owned(),
            blocks_match_pods: bits & 1 != 0,
            host_pods_are_pods: bits & 2 != 0,
            own_node_egress: bits & 4 == 0,
        })
    }

    /// The fast path against the one with reasons; and an answer that another reading changes has a
    /// caveat.
    #[test]
    fn the_fast_path_gives_the_same_answer() {
        let (mut allowed, mut blocked, mut open) = (0, 0, 0);
        for seed in 0..150 {
            let mut dice = Dice::new(seed);
            let cluster = dice.cluster();
            let policies = dice.policies();
            let evaluators: Vec<Evaluator> = readings()
                .map(|reading| Evaluator::new(&policies, &cluster, &reading))
                .collect();
            for _ in 0..40 {
                let asked = dice.connection(&cluster);
                let answers: Vec<bool> = evaluators.iter().map(|it| it.allows(&asked)).collect();
                let disputed = answers.iter().any(|answer| *answer != answers[0]);
                for (evaluator, fast) in evaluators.iter().zip(&answers) {
                    let verdict = evaluator.verdict(&asked);
                    assert_eq!(verdict.allowed, *fast, "seed {seed}: {asked:?} {verdict:?}");
                    assert!(!disputed || !verdict.caveats.is_empty(), "{asked:?}");
                }
                allowed += usize::from(answers[0]);
                blocked += usize::from(!answers[0]);
                open += usize::from(disputed);
            }
        }
        assert!(
            allowed > 1000 && blocked > 1000 && open > 100,
            "{allowed} {blocked} {open}"
        );
    }
}
