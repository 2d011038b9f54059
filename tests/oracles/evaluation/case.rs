//! Objects in a cluster, and connections to ask about.

use std::collections::HashSet;
use std::net::IpAddr;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use netpolc::eval::concrete::{Cluster, Connection, Endpoint, Evaluator, Reading};
use netpolc::sets::{self, Direction, FlowPoint};

use crate::oracles::evaluation::engines::{Asked, Packet, Sides};
use crate::oracles::evaluation::housing::{Housing, housed};
use crate::oracles::evaluation::part::Part;
use crate::oracles::evaluation::rewriting::without_rules;
use crate::oracles::evaluation::stored::Objects;
use crate::properties::random::Random;
use crate::properties::town::Town;
use crate::support::asked::{reading, side};

/// Connections of a case for each part that its objects have.
const OF_A_PART: usize = 30;
/// Connections that are drawn for each that is wanted.
const DRAWN: usize = 24;

#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) seed: u64,
    pub(crate) cluster: Cluster,
    pub(crate) objects: Objects,
    /// Each as it is on the wire.
    pub(crate) packets: Vec<Packet>,
    /// The same for the evaluator.
    pub(crate) connections: Vec<Connection>,
    /// The same for the sets.
    pub(crate) points: Vec<FlowPoint>,
    /// Where two pods can talk by both families of addresses: the packet by one, the one by the other,
    /// and the connection that says nothing of families.
    pub(crate) of_both_families: Vec<(usize, usize, Connection)>,
}

impl Case {
    /// A case of some objects. Nothing where the pods have no place to be.
    pub(crate) fn new(
        seed: u64,
        objects: Objects,
        town: &Town,
        housing: Housing,
        random: &mut Random,
    ) -> Option<Self> {
        let cluster = housed(&town.cluster, &objects.stored, housing, random)?;
        let mut case = Self {
            seed,
            cluster,
            objects,
            packets: Vec::new(),
            connections: Vec::new(),
            points: Vec::new(),
            of_both_families: Vec::new(),
        };
        case.draw(town, random);
        Some(case)
    }

    /// Draws connections: at most half of them blocked, and few that no policy has a say in.
    fn draw(&mut self, town: &Town, random: &mut Random) {
        let stored = &self.objects.stored;
        let parts = Part::ALL.iter().filter(|(.., part)| part.is_in(stored));
        let wanted = parts.count() * OF_A_PART;
        let has_blocks = [true, false].map(|ipv4| Part::Ipv4(ipv4).is_in(stored)) != [false; 2];
        let rules = Evaluator::new(stored, &self.cluster, &by_addresses());
        let nothing = without_rules(stored);
        let isolation = Evaluator::new(&nothing, &self.cluster, &by_addresses());
        let mut seen = HashSet::new();
        let (mut allowed, mut blocked, mut free) = (wanted, wanted / 2, wanted / 20);
        for _ in 0..wanted * DRAWN {
            if self.packets.len() >= wanted {
                break;
            }
            let drawn = town.connection(random);
            if has_blocks && !leaves(&drawn) && random.chance(70) {
                continue;
            }
            let packets = self.packets_of(&drawn);
            let Some(first) = packets.first() else {
                continue;
            };
            if seen.contains(first) {
                continue;
            }
            let connection = self.asked(&drawn, first);
            let left = if !rules.allows(&connection) {
                &mut blocked
            } else if isolation.allows(&connection) {
                &mut free
            } else {
                &mut allowed
            };
            if *left == 0 {
                continue;
            }
            *left -= 1;
            seen.extend(packets.iter().copied());
            let before = self.packets.len();
            for packet in packets {
                let connection = self.asked(&drawn, &packet);
                self.connections.push(connection);
                self.points
                    .push(self.point(town.point(&drawn), &drawn, &packet));
                self.packets.push(packet);
            }
            if self.packets.len() == before + 2 {
                self.of_both_families.push((before, before + 1, drawn));
            }
        }
    }

    pub(crate) fn asks(&self) -> Asked<'_> {
        Asked {
            cluster: &self.cluster,
            objects: &self.objects.stored,
            packets: &self.packets,
        }
    }

    /// What the evaluator makes of objects in this cluster.
    pub(crate) fn sides(&self, objects: &[NetworkPolicy], reading: &Reading) -> Vec<Sides> {
        let evaluator = Evaluator::new(objects, &self.cluster, reading);
        let connections = self.connections.iter();
        connections.map(|one| sides(&evaluator, one)).collect()
    }

    /// The same, of connections as a whole.
    pub(crate) fn allowed(&self, objects: &[NetworkPolicy], reading: &Reading) -> Vec<bool> {
        let evaluator = Evaluator::new(objects, &self.cluster, reading);
        let allowed = self.connections.iter().map(|one| evaluator.allows(one));
        allowed.collect()
    }

    /// What packets the connection can be. None where no policy has a say, since both ends are outside
    /// of the cluster; or where the ends have no family in common, or what is to be outside is a pod's.
    fn packets_of(&self, connection: &Connection) -> Vec<Packet> {
        let is_outside = |end| matches!(end, Endpoint::Address(_)) || self.is_on_host(end);
        if is_outside(connection.source) && is_outside(connection.target) {
            return Vec::new();
        }
        let targets = self.addresses(connection.target);
        let sources = self.addresses(connection.source).into_iter();
        let pairs = sources.flat_map(|source| {
            let targets = targets.iter().map(move |target| (source, *target));
            targets.filter(|(source, target)| source.is_ipv4() == target.is_ipv4())
        });
        let packets = pairs.map(|(source, target)| Packet {
            source,
            target,
            protocol: connection.protocol,
            port: connection.port,
        });
        packets.collect()
    }

    /// None of an address that is a pod's.
    fn addresses(&self, end: Endpoint) -> Vec<IpAddr> {
        match end {
            Endpoint::Pod(id) => self.cluster.pod(id).unwrap().addresses.clone(),
            Endpoint::Address(address) => {
                let mut pods = self.cluster.pods().iter();
                let is_taken = pods.any(|pod| pod.addresses.contains(&address));
                if is_taken { Vec::new() } else { vec![address] }
            }
        }
    }

    /// Whether an end is a pod on its node's network.
    fn is_on_host(&self, end: Endpoint) -> bool {
        match end {
            Endpoint::Pod(id) => self.cluster.pod(id).unwrap().host_network,
            Endpoint::Address(_) => false,
        }
    }

    /// The connection on the addresses of the packet. Of a pod on its node's network, which has its
    /// address from there, the pod is named.
    fn asked(&self, connection: &Connection, packet: &Packet) -> Connection {
        let end = |end, address| {
            if self.is_on_host(end) {
                end
            } else {
                Endpoint::Address(address)
            }
        };
        Connection {
            source: end(connection.source, packet.source),
            target: end(connection.target, packet.target),
            ..*connection
        }
    }

    /// To the text, pods on their node's network are addresses.
    fn point(&self, mut point: FlowPoint, connection: &Connection, packet: &Packet) -> FlowPoint {
        if self.is_on_host(connection.source) {
            point.source = sets::Endpoint::Address(packet.source);
        }
        if self.is_on_host(connection.target) {
            point.target = sets::Endpoint::Address(packet.target);
            point.port.names.clear();
        }
        point
    }
}

/// Whether one of the ends is no pod.
fn leaves(connection: &Connection) -> bool {
    let ends = [connection.source, connection.target];
    ends.iter().any(|end| matches!(end, Endpoint::Address(_)))
}

/// With blocks that match pods as well, by their addresses: both engines read them so.
pub(crate) fn by_addresses() -> Reading {
    Reading {
        blocks_match_pods: true,
        ..reading()
    }
}

/// What an evaluator says of the ends of a connection.
pub(crate) fn sides(evaluator: &Evaluator, connection: &Connection) -> Sides {
    let verdict = evaluator.verdict(connection);
    let allows = |direction| side(&verdict, direction).allows();
    Sides {
        egress: allows(Direction::Egress),
        ingress: allows(Direction::Ingress),
    }
}
