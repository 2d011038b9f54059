//! Objects in a cluster, and connections to ask about.

use std::net::IpAddr;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use netpolc::eval::concrete::{Cluster, Connection, Endpoint, Evaluator, PodId, Reading};
use netpolc::model::Namespace;
use netpolc::sets::{self, Direction, FlowPoint};

use crate::oracles::evaluation::engines::{Asked, Packet, Sides};
use crate::oracles::evaluation::housing::{Housing, housed};
use crate::oracles::evaluation::part::Part;
use crate::oracles::judge::judge;
use crate::properties::random::Random;
use crate::properties::town::Town;
use crate::support::asked::side;

/// Connections of a case for each part that its objects have.
const OF_A_PART: usize = 30;

#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) seed: u64,
    pub(crate) cluster: Cluster,
    pub(crate) objects: Vec<NetworkPolicy>,
    /// Each as it is on the wire.
    pub(crate) packets: Vec<Packet>,
    /// The same for the evaluator.
    pub(crate) connections: Vec<Connection>,
    /// The same for the sets.
    pub(crate) points: Vec<FlowPoint>,
}

impl Case {
    /// A case of stored objects. Nothing where the pods have no place to be.
    pub(crate) fn new(
        seed: u64,
        objects: Vec<NetworkPolicy>,
        town: &Town,
        housing: Housing,
        random: &mut Random,
    ) -> Option<Self> {
        let cluster = housed(&town.cluster, &objects, housing, random)?;
        let mut case = Self {
            seed,
            cluster,
            objects,
            packets: Vec::new(),
            connections: Vec::new(),
            points: Vec::new(),
        };
        let parts = Part::ALL
            .iter()
            .filter(|(.., part)| part.is_in(&case.objects));
        let wanted = parts.count() * OF_A_PART;
        for _ in 0..wanted * 5 {
            let connection = town.connection(random);
            // Blocks have to decide, too.
            let is_wanted = leaves(&connection) || random.chance(65);
            if case.packets.len() < wanted
                && is_wanted
                && let Some(packet) = case.packet(&connection, random)
            {
                case.packets.push(packet);
                case.points
                    .push(case.point(town.point(&connection), &packet));
                case.connections.push(case.asked(&connection, &packet));
            }
        }
        Some(case)
    }

    pub(crate) fn asks(&self) -> Asked<'_> {
        Asked {
            cluster: &self.cluster,
            objects: &self.objects,
            packets: &self.packets,
        }
    }

    /// What the evaluator makes of objects in this cluster.
    pub(crate) fn sides(&self, objects: &[NetworkPolicy], reading: &Reading) -> Vec<Sides> {
        let evaluator = Evaluator::new(objects, &self.cluster, reading);
        let sides = self.connections.iter().map(|connection| {
            let verdict = evaluator.verdict(connection);
            let allows = |direction| side(&verdict, direction).allows();
            Sides {
                egress: allows(Direction::Egress),
                ingress: allows(Direction::Ingress),
            }
        });
        sides.collect()
    }

    /// The same, of connections as a whole.
    pub(crate) fn allowed(&self, objects: &[NetworkPolicy], reading: &Reading) -> Vec<bool> {
        let evaluator = Evaluator::new(objects, &self.cluster, reading);
        let allowed = self.connections.iter().map(|one| evaluator.allows(one));
        allowed.collect()
    }

    /// Nothing where no policy has a say: outside of the cluster at both ends; or where no packet can
    /// be: the ends have no family in common, or what is to be outside is a pod's.
    fn packet(&self, connection: &Connection, random: &mut Random) -> Option<Packet> {
        let is_outside = |end| match end {
            Endpoint::Address(_) => true,
            Endpoint::Pod(id) => self.is_on_host(id),
        };
        if is_outside(connection.source) && is_outside(connection.target) {
            return None;
        }
        let (sources, targets) = (
            self.addresses(connection.source),
            self.addresses(connection.target),
        );
        let pairs = sources.iter().flat_map(|source| {
            let targets = targets.iter().map(move |target| (*source, *target));
            targets.filter(|(source, target)| source.is_ipv4() == target.is_ipv4())
        });
        let pairs: Vec<(IpAddr, IpAddr)> = pairs.collect();
        if pairs.is_empty() {
            return None;
        }
        let (source, target) = random.pick(&pairs);
        Some(Packet {
            source,
            target,
            protocol: connection.protocol,
            port: connection.port,
        })
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

    fn is_on_host(&self, id: PodId) -> bool {
        self.cluster.pod(id).unwrap().host_network
    }

    /// The connection on the addresses of the packet. Of a pod on its node's network, which has its
    /// address from there, the pod is named.
    fn asked(&self, connection: &Connection, packet: &Packet) -> Connection {
        let end = |end, address| match end {
            Endpoint::Pod(id) if self.is_on_host(id) => end,
            _ => Endpoint::Address(address),
        };
        Connection {
            source: end(connection.source, packet.source),
            target: end(connection.target, packet.target),
            ..*connection
        }
    }

    /// To the text, pods on their node's network are addresses.
    fn point(&self, mut point: FlowPoint, packet: &Packet) -> FlowPoint {
        if self.is_host(packet.source) {
            point.source = sets::Endpoint::Address(packet.source);
        }
        if self.is_host(packet.target) {
            point.target = sets::Endpoint::Address(packet.target);
            point.port.names.clear();
        }
        point
    }

    fn is_host(&self, address: IpAddr) -> bool {
        let mut pods = self.cluster.pods().iter();
        pods.any(|pod| pod.host_network && pod.addresses.contains(&address))
    }
}

/// Whether one of the ends is no pod.
fn leaves(connection: &Connection) -> bool {
    let ends = [connection.source, connection.target];
    ends.iter().any(|end| matches!(end, Endpoint::Address(_)))
}

/// What a server stores of objects: those that it takes, with their defaults, in a namespace, each
/// under a name of its own. Nothing where there is no judge.
pub(crate) fn stored(all: &[Vec<NetworkPolicy>]) -> Option<Vec<Vec<NetworkPolicy>>> {
    let texts = all.iter().map(|objects| {
        let objects = objects.iter().map(|object| {
            let mut object = object.clone();
            object.metadata.name = Some("policy".to_owned());
            serde_json::to_string(&object).unwrap()
        });
        objects.collect::<Vec<_>>().join("\n---\n")
    });
    let texts: Vec<String> = texts.collect();
    let stored = judge(&texts)?.into_iter().map(|verdicts| {
        let taken = verdicts.into_iter().filter_map(|one| one.stored);
        let named = taken.enumerate().map(|(at, mut object)| {
            object.metadata.name = Some(format!("policy-{at}"));
            let namespace = &mut object.metadata.namespace;
            namespace.get_or_insert_with(|| Namespace::UNNAMED.to_owned());
            object
        });
        named.collect()
    });
    Some(stored.collect())
}
