//! Sets of connections in the words of the language.

use smol_str::SmolStr;

use crate::format;
use crate::model::{Model, Namespace, NamespaceId, words};
use crate::sets::{
    Addresses, End, Flow, NAMESPACE_NAME, Numbers, Pods, PortCube, Ports, Protocol, Selector,
};

/// How many blocks of addresses, or selectors, are spelt out.
const MOST: usize = 8;

/// How a reader of some files calls things: pods of the namespace at hand by their names alone.
#[derive(Clone, Copy, Debug)]
pub struct Spelling<'a> {
    /// The namespace at hand.
    pub home: &'a str,
    /// The files whose names are known.
    pub models: &'a [&'a Model],
}

impl Spelling<'_> {
    /// `frontend -> backend:8080`
    pub fn flow(&self, flow: &Flow) -> String {
        let (source, target) = (self.end(flow.source()), self.end(flow.target()));
        match self::ports(flow.ports()) {
            ports if ports.is_empty() => format!("{source} -> {target}"),
            ports if target.contains([':', ',', ' ']) => format!("{source} -> ({target}):{ports}"),
            ports => format!("{source} -> {target}:{ports}"),
        }
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
        let name = match pods.namespace_name() {
            Some(namespace) => self.name(namespace, &pods.labels),
            None => None,
        };
        let labels = name.unwrap_or_else(|| self::labels(&pods.labels));
        match pods.namespace_name() {
            Some(name) if name == self.home || name == Namespace::UNNAMED => labels,
            Some(name) => format!("{name}/{labels}"),
            None if pods.namespace.is_everything() => format!("*/{labels}"),
            None => format!("{}/{labels}", namespaces(&pods.namespace)),
        }
    }

    /// The name of a workload that a file declares, or that the label convention gives.
    fn name(&self, namespace: &str, pods: &Selector) -> Option<String> {
        let named = self.models.iter().find_map(|model| {
            let at = model
                .namespaces
                .iter()
                .position(|own| own.key() == namespace)?;
            let id = NamespaceId(u32::try_from(at).ok()?);
            model.names.get(id, pods).map(ToString::to_string)
        });
        let conventional = || {
            let mut names = self
                .models
                .iter()
                .filter_map(|model| model.conventional(pods));
            let name = names.next().filter(|name| format::is_bare_peer(name));
            name.map(ToString::to_string)
        };
        named.or_else(conventional)
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
    match namespaces.requirements() {
        [(key, values)] if key == NAMESPACE_NAME => {
            let names = values.listed().join(", ");
            if values.is_finite() {
                format!("({names})")
            } else {
                format!("(* except {names})")
            }
        }
        _ => self::labels(namespaces),
    }
}

/// Blocks, as long as there are few of them.
fn addresses(addresses: &Addresses) -> String {
    if *addresses == Addresses::all() {
        return "all addresses".to_owned();
    }
    let prefixes = addresses.prefixes();
    let shown = prefixes.iter().take(MOST).map(|prefix| {
        if prefix.prefix_len() == prefix.max_prefix_len() {
            prefix.addr().to_string()
        } else {
            prefix.to_string()
        }
    });
    let text = shown.collect::<Vec<_>>().join(", ");
    match prefixes.len().saturating_sub(MOST) {
        0 => text,
        more => format!("{text} and {more} more"),
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
        let others = Selector::everything().with(NAMESPACE_NAME, but);
        assert_eq!(
            spelling.pods(&Pods::new(others, web)),
            "(* except shop)/[app=web]"
        );
        let block = Addresses::from_prefixes(["10.0.0.0/8".parse().unwrap()]);
        assert_eq!(spelling.end(&End::Addresses(block)), "10.0.0.0/8");
    }
}
