//! `egress-without-dns`: pods may connect to something, but cannot look up its name.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::check::run::blocked::{Blocked, Cause};
use crate::check::run::emitted::{Emitted, EndId};
use crate::check::run::points::Points;
use crate::check::run::whole::Whole;
use crate::diagnostics::{Diagnostic, codes};
use crate::model::words;
use crate::sets::{
    Budget, Direction, NAMESPACE_NAME, Pods, Ports, Protocol, Selector, SelectorIndex, maximal,
};
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
    let mut found: BTreeMap<Span, BTreeMap<&SmolStr, Vec<Selector>>> = BTreeMap::new();
    for end in others {
        let Some((namespace, pods)) = emitted.end(end) else {
            continue;
        };
        let asks = named.get(namespace);
        let budget = &mut Budget::new(STEPS);
        let silent = asks.map(|asks| asks.uncovered(pods, |()| true, budget));
        // What is too complex to tell is nothing to warn of.
        if silent.is_some_and(|silent| silent.unwrap_or_default().is_empty()) {
            continue;
        }
        if let Some(cause) = isolator(blocked, namespace, pods) {
            let pods_of = found.entry(cause.span).or_default();
            pods_of.entry(namespace).or_default().push(pods.clone());
        }
    }
    let report = found.into_iter().filter_map(|(span, pods)| {
        let widest = pods.into_iter().flat_map(|(namespace, pods)| {
            let widest = maximal(pods).into_iter();
            widest.map(move |pods| Pods::in_namespace(namespace.clone(), pods))
        });
        let widest: Vec<Pods> = widest.collect();
        let first = words::pods(widest.first()?);
        let message = match widest.len() - 1 {
            0 => format!("{first} may connect to others, but to no name server"),
            more => {
                format!("{first}, and {more} more, may connect to others, but to no name server")
            }
        };
        let diagnostic = Diagnostic::new(&codes::EGRESS_WITHOUT_DNS, span, message);
        Some(
            diagnostic
                .note("isolated pods look up no names unless a rule lets them")
                .help("add `allow * -> dns`, or say it for those that connect by name"),
        )
    });
    report.collect()
}

/// The ends that may connect to a name server, by namespace, and in their order those that may connect
/// to anything else.
fn openings(
    whole: &Whole<'_>,
    emitted: &Emitted<'_>,
) -> (FxHashMap<SmolStr, SelectorIndex<()>>, Vec<EndId>) {
    let asks: Vec<Asks> = whole.all_ports().map(Asks::of).collect();
    let mut named: FxHashMap<SmolStr, SelectorIndex<()>> = FxHashMap::default();
    let mut known = FxHashSet::default();
    let mut seen = FxHashSet::default();
    let mut others = Vec::new();
    for (id, _) in whole.allows() {
        for product in emitted.products(id, Direction::Egress) {
            let asks = asks.get(product.ports.0 as usize);
            let dns = match asks {
                Some(Asks::Dns) => true,
                Some(Asks::All) => may_be_name_server(whole.points(product.other)),
                Some(Asks::Others) | None => false,
            };
            if dns {
                if known.insert(product.end)
                    && let Some((namespace, pods)) = emitted.end(product.end)
                {
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

/// What some ports are good for.
#[derive(Clone, Copy)]
enum Asks {
    /// Asking a name server.
    Dns,
    /// Everything.
    All,
    /// Other things.
    Others,
}

impl Asks {
    fn of(ports: &Ports) -> Self {
        if *ports == Ports::all() {
            return Self::All;
        }
        let cubes = ports.cubes().iter();
        let mut udp = cubes.filter(|cube| cube.protocol() == Protocol::Udp);
        let asks = udp.any(|cube| {
            let named = cube.names().iter().any(|(_, has)| *has);
            named || DNS_PORTS.iter().any(|port| cube.numbers().contains(*port))
        });
        if asks { Self::Dns } else { Self::Others }
    }
}

/// Whether some of these endpoints may be name servers of the cluster.
fn may_be_name_server(points: &Points) -> bool {
    points.pods.as_ref().is_some_and(|pods| {
        let requirements = pods.namespace.requirements().iter();
        let mut names = requirements.filter(|(key, _)| key == NAMESPACE_NAME);
        names.all(|(_, values)| {
            let mut servers = NAME_SERVERS.iter();
            servers.any(|name| values.contains(Some(name)))
        })
    })
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
