//! Sets of connections in the words of the language.

use ipnet::IpNet;
use smol_str::SmolStr;

use crate::format;
use crate::model::{Model, Namespace, words};
use crate::sets::{
    Addresses, End, Flow, NAMESPACE_NAME, Numbers, Pods, PortCube, Ports, Protocol, Selector,
};
use crate::workloads::{Workloads, has};

/// How many blocks of addresses, or selectors, are spelt out.
const MOST: usize = 8;

/// All of them.
const ADDRESSES: &str = "all addresses";

/// All but the `internet` of the prelude.
const NOT_INTERNET: [&str; 9] = [
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "::1/128",
    "fc00::/7",
    "fe80::/10",
];

/// How a reader of some files calls things: pods of the namespace at hand by their names alone.
#[derive(Clone, Copy, Debug)]
pub struct Spelling<'a> {
    /// The namespace at hand.
    pub home: &'a str,
    /// The files whose names are known.
    pub models: &'a [&'a Model],
    /// The workloads whose names are known, where manifests are.
    pub workloads: Option<&'a Workloads>,
}

impl Spelling<'_> {
    /// `frontend -> backend:8080`
    pub fn flow(&self, flow: &Flow) -> String {
        let (source, target) = (self.end(flow.source()), self.end(flow.target()));
        format!("{source} -> {}", with_ports(&target, flow.ports()))
    }

    /// Several ends, each once: addresses together, and `any` for everything.
    pub fn ends(&self, ends: &[End]) -> Vec<String> {
        let blocks = ends.iter().filter_map(|end| match end {
            End::Addresses(addresses) => Some(addresses),
            End::Pods(_) => None,
        });
        let all = Addresses::union_all(blocks);
        let is_everyone = |end: &End| matches!(end, End::Pods(pods) if pods.is_everything());
        if all == Addresses::all() && ends.iter().any(is_everyone) {
            return vec!["any".to_owned()];
        }
        let pods = ends.iter().filter(|end| matches!(end, End::Pods(_)));
        let mut spelt: Vec<String> = Vec::new();
        for end in pods.map(|end| self.end(end)) {
            if !spelt.contains(&end) {
                spelt.push(end);
            }
        }
        if !all.is_empty() {
            spelt.push(self::addresses(&all));
        }
        spelt
    }

    /// One end: `frontend`, `billing/[app=a]`, `203.0.113.0/24`.
    pub fn end(&self, end: &End) -> String {
        match end {
            End::Pods(pods) => self.pods(pods),
            End::Addresses(addresses) => self::addresses(addresses),
        }
    }

    /// Pods, by their name where they have one.
    pub fn pods(&self, pods: &Pods) -> String {
        let namespace = self.namespace(pods);
        let name = namespace.and_then(|namespace| self.name(namespace, &pods.labels));
        let labels = name.unwrap_or_else(|| self::labels(&pods.labels));
        match namespace {
            Some(name) if name == self.home || name == Namespace::UNNAMED => labels,
            Some(name) => format!("{name}/{labels}"),
            None if pods.namespace.is_everything() => format!("*/{labels}"),
            None => format!("{}/{labels}", namespaces(&pods.namespace)),
        }
    }

    /// The name of the namespace that pods are in, if no more is asked of it than what is known of its labels.
    fn namespace<'p>(&self, pods: &'p Pods) -> Option<&'p str> {
        pods.namespace_name().or_else(|| {
            let name = pods.only_namespace()?;
            let known = self.workloads?.labels_of_namespace(name);
            let mut known = known.into_iter();
            known
                .any(|labels| has(&pods.namespace, labels))
                .then_some(name.as_str())
        })
    }

    /// The name of a workload that a file declares, or that the label convention gives.
    fn name(&self, namespace: &str, pods: &Selector) -> Option<String> {
        let named = self.models.iter().find_map(|model| {
            let name = model.names.get(model.namespace(namespace)?, pods)?;
            Some(name.to_string())
        });
        let declared = |name: &str| {
            let mut models = self.models.iter();
            models.any(|model| {
                let own = model.namespace(namespace);
                own.is_some_and(|own| model.names.declares(own, name))
            })
        };
        let real = || {
            let name = self.workloads?.called(namespace, pods)?;
            let is_bare = format::is_bare_peer(name) && !declared(name);
            is_bare.then(|| name.to_string())
        };
        // A name of the convention that is known means other pods; where all names are known, so is it.
        let means_others = |name: &str| {
            let known = self.workloads.is_some_and(|known| known.know(namespace));
            known || declared(name)
        };
        let conventional = || {
            let mut names = self
                .models
                .iter()
                .filter_map(|model| model.conventional(pods));
            let name = names.next().filter(|name| format::is_bare_peer(name));
            let name = name.filter(|name| !means_others(name));
            name.map(ToString::to_string)
        };
        named.or_else(real).or_else(conventional)
    }
}

/// Labels as a selector in brackets: `*`, `[app=a]`; several where one cannot say it.
fn labels(labels: &Selector) -> String {
    match labels.split(MOST) {
        Ok(parts) if parts.len() > 1 => {
            let parts = parts.iter().map(words::selector);
            format!("({})", parts.collect::<Vec<_>>().join(" or "))
        }
        _ => words::selector(labels),
    }
}

/// Namespaces: the names that are meant, or all but those that are not, or a selector.
fn namespaces(namespaces: &Selector) -> String {
    let Some(names) = namespaces.values(NAMESPACE_NAME) else {
        return self::labels(namespaces);
    };
    let listed = names.listed().join(", ");
    let others = namespaces.requirements().iter();
    let others = others.filter(|(key, _)| key != NAMESPACE_NAME);
    let others = others.fold(Selector::everything(), |all, (key, values)| {
        all.with(key.clone(), values.clone())
    });
    match names.is_finite() {
        true if others.is_everything() => format!("({listed})"),
        true => self::labels(namespaces),
        // Every namespace has the label of its name (S18).
        false if listed.is_empty() => self::labels(&others),
        false => format!("({} except {listed})", self::labels(&others)),
    }
}

/// Blocks, as long as there are few of them; or what is left of a larger set.
fn addresses(addresses: &Addresses) -> String {
    if *addresses == Addresses::all() {
        return ADDRESSES.to_owned();
    }
    let plain = addresses.prefixes();
    let mut wholes = vec![
        ("internet".to_owned(), internet()),
        (ADDRESSES.to_owned(), Addresses::all()),
    ];
    let around = around(&plain).filter(|_| plain.len() > 1);
    wholes.extend(around.map(|one| (one.to_string(), Addresses::from_prefixes([one]))));
    let left = wholes
        .iter()
        .filter(|(_, whole)| addresses.is_subset(whole));
    let left = left.map(|(name, whole)| (name, whole.minus(addresses).prefixes()));
    match left.min_by_key(|(_, but)| but.len()) {
        Some((name, but)) if but.is_empty() => name.clone(),
        Some((name, but)) if but.len() + 1 < plain.len() => {
            format!("{name} except {}", blocks(&but, true))
        }
        _ => blocks(&plain, false),
    }
}

/// The smallest block around several of one family.
fn around(prefixes: &[IpNet]) -> Option<IpNet> {
    let mut around = *prefixes.first()?;
    while !prefixes.iter().all(|one| around.contains(one)) {
        around = around.supernet()?;
    }
    Some(around)
}

fn blocks(prefixes: &[IpNet], parentheses: bool) -> String {
    let shown = prefixes.iter().take(MOST).map(|prefix| {
        if prefix.prefix_len() == prefix.max_prefix_len() {
            prefix.addr().to_string()
        } else {
            prefix.to_string()
        }
    });
    let text = shown.collect::<Vec<_>>().join(", ");
    let text = match prefixes.len().saturating_sub(MOST) {
        0 => text,
        more => format!("{text} and {more} more"),
    };
    if parentheses && prefixes.len() > 1 {
        format!("({text})")
    } else {
        text
    }
}

/// What the prelude calls so.
fn internet() -> Addresses {
    let blocks = NOT_INTERNET
        .iter()
        .filter_map(|text| text.parse::<IpNet>().ok());
    Addresses::all().minus(&Addresses::from_prefixes(blocks))
}

/// `backend:8080`, `[2001:db8::/32]:(80, 443)`.
pub(super) fn with_ports(end: &str, ports: &Ports) -> String {
    match self::ports(ports) {
        ports if ports.is_empty() => end.to_owned(),
        ports if end.starts_with(['[', '*']) || !end.contains([':', ',', ' ']) => {
            format!("{end}:{ports}")
        }
        ports if end.contains([',', ' ']) => format!("({end}):{ports}"),
        ports => format!("[{end}]:{ports}"),
    }
}

/// Ports, without the colon before them: nothing for all, `8080`, `(80, 53/udp)`.
pub fn ports(ports: &Ports) -> String {
    if *ports == Ports::all() {
        return String::new();
    }
    let entries: Vec<String> = ports.cubes().iter().flat_map(entries).collect();
    match entries.as_slice() {
        [one] => one.clone(),
        several => format!("({})", several.join(", ")),
    }
}

fn entries(cube: &PortCube) -> Vec<String> {
    let protocol = match cube.protocol() {
        Protocol::Tcp => "",
        Protocol::Udp => "/udp",
        Protocol::Sctp => "/sctp",
    };
    let (called, not_called): (Vec<_>, Vec<_>) = cube.names().iter().partition(|(_, has)| *has);
    let names = |names: Vec<&(SmolStr, bool)>, between: &str| {
        let names: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
        names.join(between)
    };
    let besides = match names(not_called, " or ") {
        none if none.is_empty() => String::new(),
        names => format!(" not called {names}"),
    };
    let called = names(called, " and ");
    if !called.is_empty() && *cube.numbers() == Numbers::all() {
        return vec![format!("{called}{protocol}{besides}")];
    }
    let called = if called.is_empty() {
        called
    } else {
        format!(" called {called}")
    };
    let ranges = cube.numbers().ranges().iter().map(|range| {
        let numbers = match *range {
            (1, u16::MAX) if protocol.is_empty() => "*/tcp".to_owned(),
            (1, u16::MAX) => format!("*{protocol}"),
            (low, high) if low == high => format!("{low}{protocol}"),
            (low, high) => format!("{low}-{high}{protocol}"),
        };
        format!("{numbers}{called}{besides}")
    });
    ranges.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sets::Values;

    fn spelt(ports: &[Ports]) -> String {
        self::ports(&Ports::union_all(ports))
    }

    #[test]
    fn ports_are_spelt_as_in_a_rule() {
        let tcp = |low, high| Ports::numbers(Protocol::Tcp, low, high);
        assert_eq!(spelt(&[Ports::all()]), "");
        assert_eq!(spelt(&[tcp(80, 80)]), "80");
        assert_eq!(
            spelt(&[tcp(80, 81), Ports::numbers(Protocol::Udp, 53, 53)]),
            "(80-81, 53/udp)"
        );
        assert_eq!(spelt(&[tcp(1, u16::MAX)]), "*/tcp");
        assert_eq!(spelt(&[Ports::named(Protocol::Udp, "dns")]), "dns/udp");
    }

    #[test]
    fn the_internet_is_that_of_the_prelude() {
        let prelude = crate::resolve::PRELUDE;
        assert!(NOT_INTERNET.iter().all(|block| prelude.contains(block)));
        let blocks = prelude.matches('/').count();
        let all = ["0.0.0.0/0", "::/0", "53/udp", "53/tcp", "kube-system/["];
        let others: usize = all.iter().map(|one| prelude.matches(one).count()).sum();
        assert!(blocks - others >= NOT_INTERNET.len(), "{prelude}");
    }

    #[test]
    fn addresses_are_told_by_what_is_shorter() {
        let set = |blocks: &[&str]| {
            Addresses::from_prefixes(blocks.iter().map(|one| one.parse::<IpNet>().unwrap()))
        };
        let spelt = |blocks: &[&str], but: &[&str]| addresses(&set(blocks).minus(&set(but)));
        assert_eq!(addresses(&internet()), "internet");
        assert_eq!(
            addresses(&internet().minus(&set(&["203.0.113.9/32"]))),
            "internet except 203.0.113.9"
        );
        assert_eq!(spelt(&["0.0.0.0/0"], &[]), "0.0.0.0/0");
        assert_eq!(
            spelt(&["0.0.0.0/0"], &["10.0.0.0/8", "192.168.0.0/16"]),
            "0.0.0.0/0 except (10.0.0.0/8, 192.168.0.0/16)"
        );
        assert_eq!(
            spelt(&["203.0.113.0/24"], &["203.0.113.7/32"]),
            "203.0.113.0/24 except 203.0.113.7"
        );
        assert_eq!(spelt(&["10.0.0.0/8", "::/0"], &[]), "10.0.0.0/8, ::/0");
        assert_eq!(spelt(&["203.0.113.9/32"], &[]), "203.0.113.9");
    }

    #[test]
    fn what_is_left_beside_a_name_says_so() {
        let mut budget = crate::sets::Budget::new(100);
        let left = Ports::numbers(Protocol::Tcp, 80, 80)
            .minus(&Ports::named(Protocol::Tcp, "http"), &mut budget)
            .unwrap();
        assert_eq!(self::ports(&left), "80 not called http");
    }

    #[test]
    fn ends_are_called_as_their_reader_does() {
        let spelling = Spelling {
            home: "shop",
            models: &[],
            workloads: None,
        };
        let web = Selector::everything().with("app", Values::one_of(["web"]));
        let pods = |namespace: &str| Pods::in_namespace(namespace, web.clone());
        assert_eq!(spelling.pods(&pods("shop")), "[app=web]");
        assert_eq!(spelling.pods(&pods("billing")), "billing/[app=web]");
        assert_eq!(
            spelling.pods(&Pods::everywhere(Selector::everything())),
            "*/*"
        );
        let but = Values::none_of(["shop"]);
        let others = Selector::namespaces(but);
        assert_eq!(
            spelling.pods(&Pods::new(others, web)),
            "(* except shop)/[app=web]"
        );
        let block = Addresses::from_prefixes(["10.0.0.0/8".parse().unwrap()]);
        assert_eq!(spelling.end(&End::Addresses(block)), "10.0.0.0/8");
    }
}
