//! What objects mean as sets is what they mean for single connections, whoever wrote them.

use ipnet::IpNet;
use k8s_openapi::api::networking::v1::NetworkPolicy;
use netpolc::eval::concrete::{Evaluator, RuleRef, Side};
use netpolc::eval::symbolic::{Cause, Met, Network, meaning};
use netpolc::model::Namespace;
use netpolc::sets::{
    Addresses, Budget, Direction, End, Endpoint, Flow, FlowPoint, Gates, Pods, Ports, Protocol,
    Selector, Values,
};
use smol_str::SmolStr;

use crate::properties::case::asked_for;
use crate::properties::policies::policies;
use crate::properties::random::Random;
use crate::properties::shrink::smallest;
use crate::properties::town::Town;
use crate::properties::universe::Mentioned;
use crate::support::asked::{Asked, reading, side};
use crate::support::say;

const SEEDS: u64 = 900;
const CONNECTIONS: usize = 40;
/// Connections asked about within one flow.
const WITHIN: usize = 6;

#[test]
fn sets_hold_the_connections_that_pass() {
    let mut counted = Counted::default();
    for seed in 0..asked_for(SEEDS) {
        let mut random = Random::new(seed);
        let policies = policies(&mut random);
        let town = town(&policies, &mut random);
        if let Some(point) = ask(&mut random, &policies, &town, &mut counted) {
            fail(seed, policies, &point);
        }
    }
    let Counted {
        asked,
        passing,
        isolated,
    } = counted;
    say(&format!(
        "{asked} ends of random objects: {isolated} isolated, {passing} let the connection through"
    ));
    let blocked = asked - passing;
    assert!(
        blocked * 8 > asked && isolated * 5 > asked,
        "{blocked} {isolated}"
    );
    assert!((isolated - blocked) * 8 > isolated, "{isolated} {blocked}");
}

/// The ends that were asked so far.
#[derive(Default)]
pub(crate) struct Counted {
    asked: usize,
    passing: usize,
    isolated: usize,
}

/// Asks about connections in a town; returns one that the sets decide differently.
pub(crate) fn ask(
    random: &mut Random,
    policies: &[NetworkPolicy],
    town: &Town,
    counted: &mut Counted,
) -> Option<FlowPoint> {
    let evaluator = Evaluator::new(policies, &town.cluster, &reading());
    let gates = meaning(policies, &home());
    for _ in 0..CONNECTIONS {
        let connection = town.connection(random);
        let point = town.point(&connection);
        let verdict = evaluator.verdict(&connection);
        for direction in Direction::BOTH {
            let side = side(&verdict, direction);
            if Means::of(&gates, direction, &point) != Means::by(side) {
                return Some(point);
            }
            counted.asked += 1;
            counted.passing += usize::from(side.allows());
            counted.isolated +=
                usize::from(matches!(side, Side::AllowedBy(_) | Side::BlockedBy(_)));
        }
    }
    None
}

/// Why a connection passes at one of its ends, or not.
#[derive(Debug, PartialEq, Eq)]
enum Means {
    Loose,
    /// By these rules, in order.
    Opened(Vec<RuleRef>),
    /// By these objects, in order.
    Shut(Vec<usize>),
}

impl Means {
    /// As the sets have it.
    fn of(gates: &Gates<Cause>, direction: Direction, point: &FlowPoint) -> Self {
        let (own, other) = match direction {
            Direction::Ingress => (&point.target, &point.source),
            Direction::Egress => (&point.source, &point.target),
        };
        let Endpoint::Pod(pod) = own else {
            return Self::Loose;
        };
        let way = (SmolStr::new(pod.namespace_name().unwrap()), direction);
        let Some(gate) = gates.gate(&way) else {
            return Self::Loose;
        };
        let selects = |id| {
            let labels = |key: &str| pod.labels.get(key).map(SmolStr::as_str);
            gates.selector(id).matches(labels)
        };
        let isolating = gate.isolated.iter().filter(|(id, _)| selects(*id));
        let mut isolating: Vec<usize> = isolating.map(|(_, cause)| place(cause)).collect();
        isolating.sort_unstable();
        isolating.dedup();
        let port = &point.port;
        let opening = gate.products.iter().filter(|(product, _)| {
            let ports = gates.port_set(product.ports);
            selects(product.pods)
                && gates.end(product.other).contains(other)
                && ports.contains(port.protocol, port.number, &port.names)
        });
        let opening = rules(opening.map(|(_, cause)| *cause));
        match (isolating.is_empty(), opening.is_empty()) {
            (true, true) => Self::Loose,
            (true, false) => panic!("what is open is not isolated: {opening:?}"),
            (false, true) => Self::Shut(isolating),
            (false, false) => Self::Opened(opening),
        }
    }

    /// As the evaluator of single connections has it.
    fn by(side: &Side) -> Self {
        match side {
            Side::External | Side::NotIsolated => Self::Loose,
            Side::AllowedBy(rules) => Self::Opened(rules.clone()),
            Side::BlockedBy(policies) => Self::Shut(policies.clone()),
            Side::NoEndpoint | Side::Exempt(_) => panic!("{side:?} was not asked for"),
        }
    }
}

/// What the sets say differently of a connection.
pub(crate) fn difference(policies: &[NetworkPolicy], point: &FlowPoint) -> Option<String> {
    let gates = meaning(policies, &home());
    let verdict = Asked::of(point).verdict(policies);
    Direction::BOTH.into_iter().find_map(|direction| {
        let means = Means::of(&gates, direction, point);
        let by = Means::by(side(&verdict, direction));
        (means != by).then(|| format!("{direction:?}: sets say {means:?}, and it is {by:?}"))
    })
}

/// Shows the smallest objects and connection that are wrong likewise.
fn fail(seed: u64, policies: Vec<NetworkPolicy>, point: &FlowPoint) -> ! {
    let wrong = |policies: &Vec<NetworkPolicy>| difference(policies, point);
    let small = smallest(policies, |one| fewer(one), |one| wrong(one).is_some());
    let reason = wrong(&small).unwrap_or_default();
    let shown = serde_json::to_string_pretty(&small).unwrap();
    panic!("seed {seed}: {reason}\n{point:?}\n{shown}");
}

/// The objects with one object, rule, peer or port entry less, in all ways.
fn fewer(policies: &[NetworkPolicy]) -> Vec<Vec<NetworkPolicy>> {
    let mut all = Vec::new();
    for at in 0..policies.len() {
        let mut fewer = policies.to_vec();
        fewer.remove(at);
        all.push(fewer);
        let mut also = |change: &dyn Fn(&mut NetworkPolicy) -> bool| {
            let mut fewer = policies.to_vec();
            if change(&mut fewer[at]) {
                all.push(fewer);
            }
        };
        let spec = policies[at].spec.clone().unwrap_or_default();
        for (rule, written) in spec.ingress.iter().flatten().enumerate() {
            also(&|one| {
                drop_at(
                    one.spec.as_mut().and_then(|spec| spec.ingress.as_mut()),
                    rule,
                )
            });
            for peer in 0..written.from.iter().flatten().count() {
                also(&|one| {
                    let rules = one.spec.as_mut().and_then(|spec| spec.ingress.as_mut());
                    drop_at(rules.and_then(|rules| rules[rule].from.as_mut()), peer)
                });
            }
        }
        for (rule, written) in spec.egress.iter().flatten().enumerate() {
            also(&|one| {
                drop_at(
                    one.spec.as_mut().and_then(|spec| spec.egress.as_mut()),
                    rule,
                )
            });
            for peer in 0..written.to.iter().flatten().count() {
                also(&|one| {
                    let rules = one.spec.as_mut().and_then(|spec| spec.egress.as_mut());
                    drop_at(rules.and_then(|rules| rules[rule].to.as_mut()), peer)
                });
            }
        }
    }
    all
}

fn drop_at<T>(list: Option<&mut Vec<T>>, at: usize) -> bool {
    list.is_some_and(|list| {
        list.remove(at);
        true
    })
}

/// Everything that a network says of a flow, asked of single connections in it.
#[test]
fn networks_answer_as_connections_do() {
    let (mut within, mut opened, mut through) = (0, 0, 0);
    for seed in 0..asked_for(SEEDS) {
        let mut random = Random::new(1_000_000 + seed);
        let policies = policies(&mut random);
        let town = town(&policies, &mut random);
        let evaluator = Evaluator::new(&policies, &town.cluster, &reading());
        let gates = meaning(&policies, &home());
        let mut network = Network::new();
        network.add(&gates, |cause| cause);
        let mut found = 0;
        let flow = Flow::new(end(&mut random), end(&mut random), ports(&mut random));
        if flow.is_empty() {
            continue;
        }
        let answers = Direction::BOTH.map(|direction| Answers::of(&network, direction, &flow));
        let both = network.through(&flow, &mut Budget::new(1 << 20)).unwrap();
        for one in &both {
            assert!(!one.is_empty(), "seed {seed}: an empty product");
        }
        for _ in 0..200 {
            let connection = town.connection(&mut random);
            let point = town.point(&connection);
            if found == WITHIN || !flow.contains(&point) {
                continue;
            }
            found += 1;
            let verdict = evaluator.verdict(&connection);
            let context = || format!("seed {seed}: {point:?} {verdict:?}");
            for (direction, answers) in Direction::BOTH.into_iter().zip(&answers) {
                let side = side(&verdict, direction);
                assert_eq!(answers.means(&point), Means::by(side), "{}", context());
                let passes = holds(&answers.passing, &point);
                assert_eq!(passes, side.allows(), "{}", context());
                opened += usize::from(matches!(side, Side::AllowedBy(_)));
            }
            assert_eq!(holds(&both, &point), verdict.allowed, "{}", context());
            through += usize::from(verdict.allowed);
        }
        within += found;
    }
    say(&format!(
        "{within} connections in random flows: {through} pass, {opened} ends opened them"
    ));
    assert!(within > 2000, "only {within} connections");
    assert!(
        through * 8 > within && opened * 12 > within,
        "{through} {opened}"
    );
    assert!((within - through) * 5 > within, "{through}");
}

/// What a network says of a flow in a direction.
struct Answers {
    isolating: Vec<Met<Cause>>,
    admitting: Vec<Met<Cause>>,
    loose: Vec<Flow>,
    passing: Vec<Flow>,
}

impl Answers {
    fn of(network: &Network<'_, Cause, Cause>, direction: Direction, flow: &Flow) -> Self {
        let budget = &mut Budget::new(1 << 20);
        Self {
            isolating: network.isolating(direction, flow),
            admitting: network.admitting(direction, flow, budget).unwrap(),
            loose: network.loose(direction, flow, budget).unwrap(),
            passing: network.passing(direction, flow, budget).unwrap(),
        }
    }

    fn means(&self, point: &FlowPoint) -> Means {
        let causes = |met: &[Met<Cause>]| -> Vec<Cause> {
            let met = met.iter().filter(|met| met.flow.contains(point));
            met.map(|met| met.cause).collect()
        };
        let mut isolating: Vec<usize> = causes(&self.isolating).iter().map(place).collect();
        isolating.sort_unstable();
        isolating.dedup();
        let opening = rules(causes(&self.admitting));
        let loose = holds(&self.loose, point);
        assert_eq!(loose, isolating.is_empty(), "{point:?}");
        match (loose, opening.is_empty()) {
            (true, true) => Means::Loose,
            (true, false) => panic!("what is open is not isolated: {opening:?}"),
            (false, true) => Means::Shut(isolating),
            (false, false) => Means::Opened(opening),
        }
    }
}

fn holds(flows: &[Flow], point: &FlowPoint) -> bool {
    flows.iter().any(|flow| flow.contains(point))
}

fn place(cause: &Cause) -> usize {
    usize::try_from(cause.policy).unwrap()
}

fn rules(causes: impl IntoIterator<Item = Cause>) -> Vec<RuleRef> {
    let rules = causes.into_iter().map(|cause| RuleRef {
        policy: place(&cause),
        rule: usize::try_from(cause.rule.unwrap()).unwrap(),
    });
    let mut rules: Vec<RuleRef> = rules.collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

fn home() -> SmolStr {
    SmolStr::new_static(Namespace::UNNAMED)
}

fn town(policies: &[NetworkPolicy], random: &mut Random) -> Town {
    let mut mentioned = Mentioned::default();
    for policy in policies {
        mention(policy, &mut mentioned);
    }
    Town::new(&mentioned, &["shop", "ops", Namespace::UNNAMED], random)
}

/// Everything that an object speaks of; one that the API server would refuse is not read further.
fn mention(policy: &NetworkPolicy, all: &mut Mentioned) {
    all.requirement(false, "app", ["web", "api", "db", ""]);
    all.requirement(false, "tier", ["web", "api", "db", ""]);
    all.requirement(true, "team", ["red", "blue"]);
    all.numbers.extend([80, 443, 8080]);
    all.port_names
        .extend(["http", "metrics"].map(str::to_owned));
    let blocks = serde_json::to_string(policy).unwrap();
    let words = blocks
        .split('"')
        .filter_map(|word| word.parse::<IpNet>().ok());
    all.blocks.extend(words);
}

/// One end of a flow: of pods, by name or labels of their namespaces or anywhere, or of addresses.
fn end(random: &mut Random) -> End {
    let values = |random: &mut Random| match random.below(4) {
        0 => Values::one_of(["web", "db"]),
        1 => Values::none_of(["web"]),
        2 => Values::present(),
        _ => Values::all(),
    };
    let labels = Selector::everything()
        .with("app", values(random))
        .with("tier", values(random));
    match random.below(6) {
        0 | 1 => End::Pods(Pods::in_namespace("shop", labels)),
        2 => {
            let team = Values::one_of(["red"]);
            let namespaces = Selector::everything().with("team", team);
            End::Pods(Pods::new(namespaces, labels))
        }
        3 => {
            let blocks = ["203.0.113.0/24", "0.0.0.0/1", "2001:db8::/32"];
            let blocks = blocks.map(|block| block.parse().unwrap());
            End::Addresses(Addresses::from_prefixes(blocks))
        }
        _ => End::Pods(Pods::everywhere(labels)),
    }
}

fn ports(random: &mut Random) -> Ports {
    match random.below(4) {
        0 => Ports::numbers(Protocol::Tcp, 80, 8080),
        1 => Ports::named(Protocol::Tcp, "http"),
        _ => Ports::all(),
    }
}
