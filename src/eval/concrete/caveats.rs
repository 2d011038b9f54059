//! Finds where Kubernetes leaves an answer open.

use super::caveat::Caveat;
use super::choices::{Choice, Choices};
use super::connection::Connection;
use super::directed::Direction;
use super::end::{Addresses, End};
use super::group::Group;
use super::judge::{Judge, Question};

/// The caveats of an answer, in order.
///
/// A choice is told of when it is part of a smallest set of choices that, read the other way, change
/// the answer. So an answer that no reading changes has no such caveat, and every other has one.
pub(super) fn caveats(judge: &Judge, connection: &Connection, choices: Choices) -> Vec<Caveat> {
    let Some(question) = judge.question(connection, choices) else {
        return Vec::new();
    };
    let decisive = decisive(judge, connection, &question);
    let mut found: Vec<Caveat> = (Choice::ALL.into_iter())
        .filter(|choice| decisive.has(*choice))
        .map(Choice::caveat)
        .collect();
    if hangs_on_source_address(judge, &question) {
        found.push(Caveat::SourceAddress);
    }
    if families_differ(judge, &question) {
        found.push(Caveat::FamiliesDiffer);
    }
    let is_apart = question
        .source
        .addresses
        .are_apart(question.target.addresses);
    if is_apart && !question.source.is_same_pod(&question.target) {
        found.push(Caveat::NoSharedFamily);
    }
    found
}

/// The choices of all smallest sets that change the answer.
fn decisive(judge: &Judge, connection: &Connection, question: &Question<'_>) -> Choices {
    let choices = question.port.choices;
    let answer = judge.allows_question(question);
    let mut smallest: Vec<Choices> = Vec::new();
    for flipped in relevant(judge, question).subsets() {
        let is_larger = smallest.iter().any(|known| known.is_subset(flipped));
        if !is_larger && judge.allows_reading(connection, choices.flip(flipped)) != answer {
            smallest.push(flipped);
        }
    }
    let none = Choices::default();
    smallest.into_iter().fold(none, Choices::union)
}

/// The choices that a connection between these ends can hang on at all.
fn relevant(judge: &Judge, question: &Question<'_>) -> Choices {
    let Question {
        source,
        target,
        port,
    } = question;
    let is_pod = source.pod.is_some() || target.pod.is_some();
    let is_host_pod = judge.is_host_pod(source) || judge.is_host_pod(target);
    let named = judge.named_ports(target).iter();
    let mut named = named.filter(|it| (it.number, it.protocol) == (port.number, port.protocol));
    let is_unknown = source.addresses.is_empty() || target.addresses.is_empty();
    let asked = [
        (Choice::BlocksMatchPods, is_pod),
        (Choice::HostPodsArePods, is_host_pod),
        (Choice::OwnNodeEgressIsJudged, target.is_node_of(source)),
        (
            Choice::InitPortsCount,
            named.clone().any(|port| port.of_init),
        ),
        (Choice::FirstPortOnly, named.any(|port| port.repeated)),
        (Choice::LoopbackIsJudged, source.is_same_pod(target)),
        (Choice::UnknownAddressesMatch, is_unknown),
    ];
    let asked = asked.into_iter().filter(|(_, is_relevant)| *is_relevant);
    asked.fold(Choices::default(), |choices, (choice, _)| {
        choices.with(choice)
    })
}

/// Whether the answer to an outside source could be another if it showed another address (S35).
fn hangs_on_source_address(judge: &Judge, question: &Question<'_>) -> bool {
    let source = &question.source;
    if source.pod.is_some() || source.on_host {
        return false;
    }
    let groups = || judge.groups(Direction::Ingress, &question.target);
    groups().any(|group| group.opens_to_a_block(&question.port))
        && !groups().any(|group| group.opens_to_everyone(&question.port))
}

/// Whether the families that both ends have get different answers (S44).
fn families_differ(judge: &Judge, question: &Question<'_>) -> bool {
    let has_blocks = |direction, end| judge.groups(direction, end).any(Group::has_blocks);
    if !has_blocks(Direction::Egress, &question.source)
        && !has_blocks(Direction::Ingress, &question.target)
    {
        return false;
    }
    let Question { source, target, .. } = question;
    let shares_both = |one: Addresses, other: Addresses| {
        let met = one.met_by(other);
        met.v4.is_some() && met.v6.is_some()
    };
    let both = shares_both(source.addresses, target.addresses)
        || shares_both(target.addresses, source.addresses);
    let only = |keep: fn(Addresses) -> Addresses| {
        let kept = |end: &End| End {
            addresses: keep(end.addresses),
            ..*end
        };
        judge.allows_question(&Question {
            source: kept(source),
            target: kept(target),
            port: question.port,
        })
    };
    both && only(Addresses::only_v4) != only(Addresses::only_v6)
}

#[cfg(test)]
mod tests {
    use k8s_openapi::api::networking::v1::NetworkPolicy;
    use serde_json::{Value, json};

    use super::super::cluster::Cluster;
    use super::super::container::ContainerKind::{self, App, Init, Sidecar};
    use super::super::evaluator::Evaluator;
    use super::super::fixture::{app, cluster, container, host_pod, http, pod, policy};
    use super::super::pod::Pod;
    use super::super::reading::Reading;
    use super::*;

    /// The answer to `source -> target` on port 80, and its caveats.
    fn ask(
        policies: &[NetworkPolicy],
        cluster: &Cluster,
        source: &str,
        target: &str,
    ) -> (bool, Vec<Caveat>) {
        let evaluator = Evaluator::new(policies, cluster, &Reading::default());
        let verdict = evaluator.verdict(&http(cluster, source, target));
        (verdict.allowed, verdict.caveats)
    }

    fn egress_to(peers: &Value) -> NetworkPolicy {
        policy(
            &json!({"podSelector": app("a"), "policyTypes": ["Egress"], "egress": [{"to": peers}]}),
        )
    }

    fn block(cidr: &str) -> Value {
        json!({"ipBlock": {"cidr": cidr}})
    }

    #[test]
    fn a_block_around_a_pod_that_nothing_else_allows() {
        let cluster = cluster(vec![pod("a", &["10.0.0.1"]), pod("b", &["10.0.0.2"])]);
        let to_block = egress_to(&json!([block("10.0.0.2/32")]));
        let asked = ask(std::slice::from_ref(&to_block), &cluster, "a", "b");
        assert_eq!(asked, (false, vec![Caveat::PodAddresses]));
        let to_other = egress_to(&json!([block("10.0.0.3/32")]));
        assert_eq!(ask(&[to_other], &cluster, "a", "b"), (false, vec![]));
        let to_pod = egress_to(&json!([{"podSelector": app("b")}]));
        assert_eq!(
            ask(&[to_block.clone(), to_pod], &cluster, "a", "b"),
            (true, vec![])
        );
        let deny = policy(&json!({"podSelector": app("b")}));
        assert_eq!(ask(&[to_block, deny], &cluster, "a", "b"), (false, vec![]));
    }

    #[test]
    fn a_pod_of_unknown_address() {
        let cluster = cluster(vec![pod("a", &["10.0.0.1"]), pod("b", &[])]);
        let asked = ask(
            &[egress_to(&json!([block("10.0.0.2/32")]))],
            &cluster,
            "a",
            "b",
        );
        assert_eq!(
            asked,
            (false, vec![Caveat::PodAddresses, Caveat::UnknownAddress])
        );
    }

    #[test]
    fn a_host_pod_as_peer_and_as_subject() {
        let pods = vec![pod("a", &["10.0.0.1"]), host_pod("h", "n", &["192.0.2.1"])];
        let cluster = cluster(pods);
        let to_pod = egress_to(&json!([{"podSelector": app("h")}]));
        assert_eq!(
            ask(&[to_pod], &cluster, "a", "h"),
            (false, vec![Caveat::HostNetwork])
        );
        let to_node = egress_to(&json!([block("192.0.2.1/32")]));
        let asked = ask(&[to_node], &cluster, "a", "h");
        assert_eq!(asked, (true, vec![Caveat::HostNetwork]));
        let deny = policy(&json!({"podSelector": app("h")}));
        assert_eq!(
            ask(&[deny], &cluster, "a", "h"),
            (true, vec![Caveat::HostNetwork])
        );
    }

    #[test]
    fn egress_to_the_own_node() {
        let own = Pod {
            node: Some("n".to_owned()),
            ..pod("a", &["10.0.0.1"])
        };
        let cluster = cluster(vec![own]);
        let asked = ask(
            &[egress_to(&json!([block("10.0.0.0/8")]))],
            &cluster,
            "a",
            "192.0.2.1",
        );
        assert_eq!(asked, (true, vec![Caveat::OwnNodeEgress]));
        let asked = ask(
            &[egress_to(&json!([block("192.0.2.0/24")]))],
            &cluster,
            "a",
            "192.0.2.1",
        );
        assert_eq!(asked, (true, vec![]));
    }

    /// The answer about port 80 when the rule asks for `web`, which these containers declare.
    fn named(containers: &[(ContainerKind, u16)]) -> (bool, Vec<Caveat>) {
        let containers = containers.iter();
        let containers = containers.map(|(kind, number)| container(*kind, "web", *number));
        let target = Pod {
            containers: containers.collect(),
            ..pod("b", &[])
        };
        let cluster = cluster(vec![pod("a", &[]), target]);
        let to_name =
            policy(&json!({"podSelector": app("b"), "ingress": [{"ports": [{"port": "web"}]}]}));
        ask(&[to_name], &cluster, "a", "b")
    }

    #[test]
    fn port_names_that_may_not_count() {
        assert_eq!(named(&[(App, 80)]), (true, vec![]));
        assert_eq!(named(&[(App, 81)]), (false, vec![]));
        let init = vec![Caveat::InitContainerPort];
        assert_eq!(named(&[(Sidecar, 80)]), (false, init.clone()));
        assert_eq!(named(&[(App, 81), (Init, 80)]), (false, init));
        assert_eq!(named(&[(App, 80), (Init, 80)]), (true, vec![]));
        let repeated = vec![Caveat::RepeatedPortName];
        assert_eq!(named(&[(App, 81), (App, 80)]), (true, repeated));
        assert_eq!(named(&[(App, 80), (App, 81)]), (true, vec![]));
        assert_eq!(named(&[(App, 80), (App, 80)]), (true, vec![]));
    }

    #[test]
    fn a_pod_that_its_policies_keep_from_itself() {
        let cluster = cluster(vec![pod("a", &[])]);
        let deny = egress_to(&json!([block("10.0.0.0/8")]));
        let caveats = vec![Caveat::Loopback];
        assert_eq!(
            ask(&[policy(&json!({}))], &cluster, "a", "a"),
            (true, caveats.clone())
        );
        assert_eq!(ask(&[deny], &cluster, "a", "a"), (true, caveats));
        let within = policy(&json!({"ingress": [{"from": [{"podSelector": {}}]}]}));
        assert_eq!(ask(&[within], &cluster, "a", "a"), (true, vec![]));
    }

    #[test]
    fn outside_sources_that_a_block_decides_on() {
        let cluster = cluster(vec![pod("a", &["10.0.0.1"])]);
        let from = |peers: Value| policy(&json!({"ingress": [{"from": peers}]}));
        let blocks = from(json!([block("203.0.113.0/24")]));
        let caveats = vec![Caveat::SourceAddress];
        let asked = ask(std::slice::from_ref(&blocks), &cluster, "203.0.113.9", "a");
        assert_eq!(asked, (true, caveats.clone()));
        let asked = ask(std::slice::from_ref(&blocks), &cluster, "198.51.100.9", "a");
        assert_eq!(asked, (false, caveats));
        let everyone = from(json!([]));
        assert_eq!(
            ask(&[blocks, everyone], &cluster, "203.0.113.9", "a"),
            (true, vec![])
        );
        let pods = from(json!([{"podSelector": {}}]));
        assert_eq!(ask(&[pods], &cluster, "203.0.113.9", "a"), (false, vec![]));
    }

    #[test]
    fn families_that_differ_and_families_that_do_not_meet() {
        let dual = host_pod("h", "m", &["192.0.2.7", "2001:db8::7"]);
        let pods = vec![
            pod("a", &["10.0.0.1", "fd00::1"]),
            pod("six", &["fd00::2"]),
            dual,
        ];
        let cluster = cluster(pods);
        let v4 =
            policy(&json!({"policyTypes": ["Egress"], "egress": [{"to": [block("0.0.0.0/0")]}]}));
        let v4 = std::slice::from_ref(&v4);
        let (allowed, caveats) = ask(v4, &cluster, "a", "h");
        assert!(!allowed);
        assert!(caveats.contains(&Caveat::FamiliesDiffer));
        let (_, caveats) = ask(v4, &cluster, "six", "h");
        assert!(!caveats.contains(&Caveat::FamiliesDiffer));
        let (allowed, caveats) = ask(v4, &cluster, "six", "192.0.2.99");
        assert!(allowed);
        assert_eq!(caveats, [Caveat::NoSharedFamily]);
        let asked = ask(v4, &cluster, "a", "2001:db8::7");
        assert_eq!(asked, (false, vec![]));
    }

    /// Neither reading alone changes the answer: together they do.
    #[test]
    fn choices_that_only_together_change_the_answer() {
        let target = Pod {
            containers: vec![container(Sidecar, "web", 80)],
            ..pod("b", &["10.0.0.2"])
        };
        let cluster = cluster(vec![pod("a", &["10.0.0.1"]), target]);
        let both = policy(
            &json!({"podSelector": app("a"), "policyTypes": ["Egress"], "egress": [
                {"to": [block("10.0.0.2/32")], "ports": [{"port": "web"}]},
            ]}),
        );
        let caveats = vec![Caveat::PodAddresses, Caveat::InitContainerPort];
        assert_eq!(ask(&[both], &cluster, "a", "b"), (false, caveats));
    }
}
