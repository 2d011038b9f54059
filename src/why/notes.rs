//! What Kubernetes leaves open about some connections.

use std::collections::BTreeSet;

use crate::model::private;
use crate::sets::{Addresses, Direction, End, Flow};
use crate::why::answer::{Answer, Side};
use crate::why::explanation::Explanation;
use crate::why::rows::Counted;

/// Said where the workloads are too many.
pub const OF_ALL: &str = "policies tell too many workloads apart here: this was asked of all pods that could exist, and not of those that do";

/// The places where the answer depends on more than policies say; few, and only what bears on it.
pub fn notes(answer: &Answer, explanation: &Explanation) -> Vec<String> {
    let mut notes = Vec::new();
    notes.extend(called(explanation));
    let known = explanation
        .ends
        .iter()
        .filter_map(|end| end.workloads.as_ref());
    let hosts: BTreeSet<String> = known.filter_map(Counted::of_hosts).collect();
    notes.extend(hosts.into_iter().filter(|_| explanation.is_of_something()));
    if explanation.is_of_all {
        notes.push(OF_ALL.to_owned());
    }
    let flows = answer.asked.flows();
    let (private, all) = (private(), Addresses::all());
    let is_private = |end: &End| match end {
        End::Addresses(addresses) => *addresses != all && addresses.meets(&private),
        End::Pods(_) => false,
    };
    let is_address = |end: &End| matches!(end, End::Addresses(_));
    // S37
    let to_itself = |flow: &Flow| !is_address(flow.source()) && flow.source() == flow.target();
    if answer.stopped.flows().iter().any(to_itself) {
        notes.push("a pod always reaches itself".to_owned());
    }
    let is_isolated = |side: &Side| !side.isolated.is_empty();
    let from_addresses = flows.iter().any(|flow| is_address(flow.source()));
    let near = |flow: &Flow| match flow.source() {
        End::Addresses(addresses) => addresses.meets(&private),
        End::Pods(_) => false,
    };
    // S38
    if answer.ingress.stopped.flows().iter().any(near) {
        notes.push("the node that a pod runs on always reaches it (health checks do)".to_owned());
    }
    // S34
    let asked_private = |flow: &Flow| is_private(flow.source()) || is_private(flow.target());
    let some_isolated = answer.sides().into_iter().any(is_isolated);
    if some_isolated && flows.iter().any(asked_private) {
        notes.push(
            "addresses are read as outside the cluster: ask for pods among them by their labels (some network plugins let CIDRs match pods too)"
                .to_owned(),
        );
    } else if answer
        .sides()
        .into_iter()
        .any(|side| opens_by_cidr(side, &private))
    {
        notes.push(
            "a CIDR that is let through covers private addresses: some network plugins let it match pods as well, and then it may pass"
                .to_owned(),
        );
    }
    // S35
    if from_addresses && is_isolated(&answer.ingress) {
        notes.push(
            "behind a load balancer or a node port a pod may see another source address".to_owned(),
        );
    }
    notes
}

/// What `8080 called http` means, where it is said (S24).
fn called(explanation: &Explanation) -> Option<String> {
    let mut said = explanation.passing.iter().chain(&explanation.stopped);
    let is_called = said.any(|flow| flow.contains(" called "));
    is_called.then(|| {
        "whether a port is called so is up to each pod: see the `ports` of its containers"
            .to_owned()
    })
}

/// Whether pods are stopped where private addresses are let through on the same ports.
fn opens_by_cidr(side: &Side, private: &Addresses) -> bool {
    let other = |flow: &Flow| side.direction.other_end(flow).clone();
    side.stopped.flows().iter().any(|stopped| {
        let to_pods = matches!(other(stopped), End::Pods(_));
        to_pods
            && side.besides.iter().any(|met| {
                let covers = match other(&met.flow) {
                    End::Addresses(addresses) => addresses.meets(private),
                    End::Pods(_) => false,
                };
                covers && ports_meet(side.direction, &met.flow, stopped)
            })
    })
}

fn ports_meet(direction: Direction, one: &Flow, stopped: &Flow) -> bool {
    let own = direction.own_end(one).clone();
    let other = direction.other_end(stopped).clone();
    let moved = direction.flow(own, other, one.ports().clone());
    moved.meets(stopped)
}
