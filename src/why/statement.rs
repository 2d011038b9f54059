//! A rule as a statement of another file.

use crate::model::{
    Model, Part, PartId, PeerId, PortEntry, PortList, PortMatch, Rule, Target, words,
};
use crate::sets::{Block, Direction, Pods, Protocol};
use crate::why::spelling::Spelling;

/// The words that are no bare names of ports.
const RESERVED_PORTS: [&str; 3] = ["service", "ingress", "egress"];

/// Which ends of a rule are kept.
#[derive(Clone, Copy)]
pub(super) struct Kept<'a> {
    /// The model that the rule belongs to.
    pub(super) model: &'a Model,
    /// Whether a source is kept.
    pub(super) source: &'a dyn Fn(PeerId) -> bool,
    /// Whether a target is kept.
    pub(super) target: &'a dyn Fn(PeerId) -> bool,
}

/// `allow shop/frontend -> api:8080:ingress`, as a file that calls things by `spelling` says it; nothing
/// where no end is kept.
pub(super) fn allow(
    rule: &Rule,
    kept: Kept<'_>,
    direction: Option<Direction>,
    spelling: Spelling<'_>,
) -> Option<String> {
    let model = kept.model;
    let sources = rule.sources.iter().filter(|peer| (kept.source)(**peer));
    let sources = sources.flat_map(|peer| &model.peer(*peer).parts);
    let sources: Vec<String> = sources
        .map(|part| self::part(model, *part, "", spelling))
        .collect();
    let targets = rule.targets.iter().filter(|it| (kept.target)(it.peer));
    let targets: Vec<String> = targets
        .flat_map(|target| {
            let suffix = suffix(model, target, direction);
            let parts = model.peer(target.peer).parts.iter();
            parts.map(move |part| self::part(model, *part, &suffix, spelling))
        })
        .collect();
    if sources.is_empty() || targets.is_empty() {
        return None;
    }
    Some(format!(
        "allow {} -> {}",
        sources.join(", "),
        targets.join(", ")
    ))
}

/// Ports and direction behind a target.
fn suffix(model: &Model, target: &Target, direction: Option<Direction>) -> String {
    let ports = ports(model.port_list(target.ports));
    let direction = match direction {
        None => "",
        Some(Direction::Ingress) => ":ingress",
        Some(Direction::Egress) => ":egress",
    };
    format!("{ports}{direction}")
}

fn part(model: &Model, id: PartId, suffix: &str, spelling: Spelling<'_>) -> String {
    match model.part(id) {
        Part::Any => format!("any{suffix}"),
        Part::Pods(pods) => format!("{}{suffix}", self::pods(pods, spelling)),
        Part::Block(block) => self::block(block, suffix),
    }
}

fn pods(pods: &Pods, spelling: Spelling<'_>) -> String {
    if pods.namespace_name().is_some() || pods.namespace.is_everything() {
        return spelling.pods(pods);
    }
    let namespaces = words::selector(&pods.namespace);
    format!("{namespaces}/{}", words::selector(&pods.labels))
}

fn block(block: &Block, suffix: &str) -> String {
    let except: Vec<String> = block.except().iter().map(ToString::to_string).collect();
    match except.as_slice() {
        [] if suffix.is_empty() => block.cidr().to_string(),
        [] if block.cidr().addr().is_ipv6() => format!("[{}]{suffix}", block.cidr()),
        [] => format!("{}{suffix}", block.cidr()),
        several => format!("{} except ({}){suffix}", block.cidr(), several.join(", ")),
    }
}

/// `:8080`, `:(80, dns/udp)`; nothing for all.
fn ports(list: &PortList) -> String {
    let entries: Vec<String> = list.entries().iter().map(entry).collect();
    match entries.as_slice() {
        [] => String::new(),
        [one] => format!(":{one}"),
        several => format!(":({})", several.join(", ")),
    }
}

fn entry(entry: &PortEntry) -> String {
    let all = entry.ports == PortMatch::All;
    let protocol = match entry.protocol {
        Protocol::Tcp if all => "/tcp",
        Protocol::Tcp => "",
        Protocol::Udp => "/udp",
        Protocol::Sctp => "/sctp",
    };
    let ports = match &entry.ports {
        PortMatch::Range(low, high) if low == high => low.to_string(),
        PortMatch::Range(low, high) => format!("{low}-{high}"),
        PortMatch::All => "*".to_owned(),
        PortMatch::Name(name) => {
            let bare = name.starts_with(|first: char| first.is_ascii_alphabetic());
            if bare && !RESERVED_PORTS.contains(&name.as_str()) {
                name.to_string()
            } else {
                format!("\"{name}\"")
            }
        }
    };
    format!("{ports}{protocol}")
}
