//! Where the pods of a random cluster live: addresses, nodes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;
use k8s_openapi::api::networking::v1::{IPBlock, NetworkPolicy};
use netpolc::eval::concrete::{Cluster, Pod};

use crate::properties::random::Random;

/// Whether a cluster's pods are where the policies' blocks reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Housing {
    Outside,
    Anywhere,
}

/// Networks that pods may be in: the first that will do.
const IPV4: [Ipv4Addr; 3] = [
    Ipv4Addr::new(172, 20, 0, 0),
    Ipv4Addr::new(10, 200, 0, 0),
    Ipv4Addr::new(198, 18, 0, 0),
];
const IPV6: [Ipv6Addr; 2] = [
    Ipv6Addr::new(0xfd20, 0, 0, 0, 0, 0, 0, 0),
    Ipv6Addr::new(0x2600, 0, 0, 0, 0, 0, 0, 0),
];
/// What blocks of the tests' programs and objects hold, or their neighbours.
const IN_BLOCKS: [&str; 8] = [
    "10.1.2.77",
    "10.1.200.0",
    "203.0.113.77",
    "192.0.2.77",
    "2001:db8:7::77",
    "2001:db8:9000::77",
    "2001:db9::77",
    "fd00::77",
];

/// The cluster with addresses: of one family, or of both. One in eight has a pod on its node's network,
/// and no other pod is on that node (S38). Nothing where pods have no place outside of the blocks.
pub(crate) fn housed(
    cluster: &Cluster,
    objects: &[NetworkPolicy],
    housing: Housing,
    random: &mut Random,
) -> Option<Cluster> {
    let blocks: Vec<&IPBlock> = blocks(objects);
    let ipv4: Vec<Vec<IpAddr>> = IPV4
        .map(|net| {
            addresses(cluster, |at| {
                IpAddr::V4(Ipv4Addr::from(u32::from(net) + at))
            })
        })
        .into();
    let ipv6: Vec<Vec<IpAddr>> = IPV6
        .map(|net| {
            addresses(cluster, |at| {
                IpAddr::V6(Ipv6Addr::from(u128::from(net) + u128::from(at)))
            })
        })
        .into();
    let is_free = |all: &Vec<IpAddr>| {
        housing == Housing::Anywhere
            || !all
                .iter()
                .any(|one| blocks.iter().any(|block| holds(block, *one)))
    };
    let mut families: Vec<Vec<IpAddr>> = [ipv4, ipv6]
        .into_iter()
        .filter_map(|all| all.into_iter().find(is_free))
        .collect();
    match families.len() {
        0 => return None,
        2 if random.chance(66) => drop(families.remove(random.below(2))),
        _ => {}
    }
    let of_host = random
        .chance(12)
        .then(|| random.below(cluster.pods().len()));
    let mut pods = Vec::new();
    for (at, pod) in cluster.pods().iter().enumerate() {
        let is_host = of_host == Some(at);
        let mut addresses: Vec<IpAddr> = families.iter().map(|family| family[at]).collect();
        if is_host || (housing == Housing::Anywhere && random.chance(50)) {
            for address in &mut addresses {
                *address = elsewhere(*address, &pods, random);
            }
        }
        pods.push(Pod {
            addresses,
            node: Some(format!("node-{at}")),
            host_network: is_host,
            ..pod.clone()
        });
    }
    Some(Cluster::new(
        cluster.namespaces().to_vec(),
        Vec::new(),
        pods,
    ))
}

/// Another address of the same family, which no pod has.
fn elsewhere(address: IpAddr, pods: &[Pod], random: &mut Random) -> IpAddr {
    let mut all: Vec<IpAddr> = IN_BLOCKS.iter().map(|one| one.parse().unwrap()).collect();
    all.retain(|one| {
        let is_taken = pods.iter().any(|pod| pod.addresses.contains(one));
        one.is_ipv4() == address.is_ipv4() && !is_taken
    });
    if all.is_empty() {
        address
    } else {
        random.pick(&all)
    }
}

fn addresses(cluster: &Cluster, address: impl Fn(u32) -> IpAddr) -> Vec<IpAddr> {
    (1..).map(address).take(cluster.pods().len()).collect()
}

fn blocks(objects: &[NetworkPolicy]) -> Vec<&IPBlock> {
    let specs = objects.iter().filter_map(|one| one.spec.as_ref());
    let peers = specs.flat_map(|spec| {
        let ingress = spec.ingress.iter().flatten();
        let ingress = ingress.flat_map(|rule| rule.from.iter().flatten());
        let egress = spec.egress.iter().flatten();
        ingress.chain(egress.flat_map(|rule| rule.to.iter().flatten()))
    });
    peers.filter_map(|peer| peer.ip_block.as_ref()).collect()
}

/// S32.
fn holds(block: &IPBlock, address: IpAddr) -> bool {
    let has = |text: &String| text.parse::<IpNet>().unwrap().contains(&address);
    has(&block.cidr) && !block.except.iter().flatten().any(has)
}
