//! `egress-without-dns`: pods may connect to something, but cannot look up its name.

use std::collections::BTreeMap;

use fnv::{FnvHashMap, FnvHashSet};
use smol_str::SmolStr;

use crate::check::blocked::{Blocked, Cause};
use crate::check::emitted::{Emitted, EndId, Product};
use crate::check::whole::Whole;
use crate::check::words;
use crate::diagnostics::{Diagnostic, codes};
use crate::model::Direction;
use crate::sets::{Budget, NAMESPACE_NAME, Pods, Ports, Protocol, Selector, SelectorIndex};
use crate::source::Span;

/// The namespaces in which clusters have their name server.
const NAME_SERVERS: [&str; 3] = ["kube-system", "openshift-dns", "kube-dns"];

/// The ports of name servers: that of the service, and those of the pods behind it.
const DNS_PORTS: [u16; 3] = [53, 5353, 8053];

/// What one comparison may cost: pieces of selectors.
const STEPS: u64 = 2_000;

/// Reports every statement that isolates pods for egress which are allowed to connect to something,
/// but nowhere to a name server.
pub(super) fn check(
    whole: &Whole<'_>,
    emitted: &Emitted<'_>,
    blocked: &Blocked,
) -> Vec<Diagnostic> {
    let (named, others) = openings(whole, emitted);
    let mut found: BTreeMap<Span, (Pods, usize)> = BTreeMap::new();
    for end in others {
        let Some((namespace, pods)) = emitted.end(end) else {
            continue;
        };
        let asks = named.get(namespace);
        if asks.is_some_and(|asks| is_covered(asks, pods)) {
            continue;
        }
        let Some(cause) = isolator(blocked, namespace, pods) else {
            continue;
        };
        let pods = Pods::in_namespace(namespace.clone(), pods.clone());
        let (_, more) = found.entry(cause.span).or_insert((pods, 0));
        *more += 1;
    }
    let report = found.into_iter().map(|(span, (pods, count))| {
        let pods = words::pods(&pods);
        let message = match count {
            1 => format!("{pods} may connect to others, but to no name server"),
            _ => format!(
                "{pods}, and {} more, may connect to others, but to no name server",
                count - 1
            ),
        };
        Diagnostic::new(&codes::EGRESS_WITHOUT_DNS, span, message)
            .note("isolated pods look up no names unless a rule lets them")
            .help("add `allow * -> dns`, or say it for those that connect by name")
    });
    report.collect()
}

/// The ends that may connect to a name server, by namespace, and in their order those that may connect
/// to anything else.
fn openings(
    whole: &Whole<'_>,
    emitted: &Emitted<'_>,
) -> (FnvHashMap<SmolStr, SelectorIndex<()>>, Vec<EndId>) {
    let mut named: FnvHashMap<SmolStr, SelectorIndex<()>> = FnvHashMap::default();
    let mut known = FnvHashSet::default();
    let mut seen = FnvHashSet::default();
    let mut others = Vec::new();
    for (id, _) in whole.allows() {
        for product in emitted.products(id, Direction::Egress) {
            let Some((namespace, pods)) = emitted.end(product.end) else {
                continue;
            };
            if is_dns(whole, product) {
                if known.insert(product.end) {
                    let asks = named.entry(namespace.clone()).or_default();
                    asks.insert(pods.clone(), ());
                }
            } else if seen.insert(product.end) {
                others.push(product.end);
            }
        }
    }
    (named, others)
}

/// Whether a product lets its pods ask a name server: on the port of one, or on all ports of pods that
/// may be one.
fn is_dns(whole: &Whole<'_>, product: &Product) -> bool {
    let ports = whole.ports(product.ports);
    if *ports == Ports::all() {
        let pods = &whole.points(product.other).pods;
        return pods.as_ref().is_some_and(|pods| {
            let requirements = pods.namespace.requirements().iter();
            let mut names = requirements.filter(|(key, _)| key == NAMESPACE_NAME);
            names.all(|(_, values)| {
                let mut servers = NAME_SERVERS.iter();
                servers.any(|name| values.contains(Some(name)))
            })
        });
    }
    let asked = ports.cubes().iter();
    let mut udp = asked.filter(|cube| cube.protocol() == Protocol::Udp);
    udp.any(|cube| {
        let named = cube.names().iter().any(|(_, has)| *has);
        named || DNS_PORTS.iter().any(|port| cube.numbers().contains(*port))
    })
}

/// Whether the selectors hold all of `pods` together.
fn is_covered(selectors: &SelectorIndex<()>, pods: &Selector) -> bool {
    if selectors.covering(pods).next().is_some() {
        return true;
    }
    let budget = &mut Budget::new(STEPS);
    let mut open = vec![pods.clone()];
    for (part, ()) in selectors.meeting(pods) {
        let mut left = Vec::new();
        for piece in &open {
            let pieces = piece.minus(part);
            if budget.spend(1 + pieces.len() as u64).is_err() {
                return true;
            }
            left.extend(pieces);
        }
        open = left;
    }
    open.is_empty()
}

/// The statement of an input that isolates some of these pods for egress: one that isolates all of
/// them before others.
fn isolator(blocked: &Blocked, namespace: &SmolStr, pods: &Selector) -> Option<Cause> {
    let isolated = blocked.ends(namespace, Direction::Egress)?;
    let rank = |cause: &Cause| (!cause.stated, cause.span);
    let all = isolated.covering(pods).map(|(_, cause)| *cause);
    let all: Vec<Cause> = all.collect();
    if all.is_empty() {
        let some = isolated.meeting(pods).map(|(_, cause)| *cause);
        return some.filter(|cause| !cause.assumed).min_by_key(rank);
    }
    // Where a file outside the run isolates them, that file says what they may ask.
    let assumed = all.iter().any(|cause| cause.assumed);
    all.into_iter().filter(|_| !assumed).min_by_key(rank)
}
