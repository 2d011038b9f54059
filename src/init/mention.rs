//! What texts name that something may connect to.

use std::collections::BTreeMap;

use crate::init::address::{Address, Port, addresses, bare_hosts, is_host, number, whole};
use crate::init::setting::{Meaning, Setting, is_no_host, meaning};

/// A host that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention<'t> {
    /// The host, and its port.
    pub(super) address: Address<'t>,
    /// Which of the settings names it.
    pub(super) setting: usize,
    /// Whether a host is meant for certain, be it one that is not known.
    pub(super) certain: bool,
}

/// What settings are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// The environment of a container, whose `PORT` is its own as a rule.
    Environment,
    /// The words of a command, among them `db 5432`.
    Command,
    /// A file, which may name more than what anyone connects to.
    File,
}

/// The hosts that settings name.
pub(super) fn mentions<'t>(settings: &[Setting<'t>], context: Context) -> Vec<Mention<'t>> {
    let ports = ports(settings);
    let mut found = Vec::new();
    for (index, setting) in settings.iter().enumerate() {
        let may_be_host = !is_no_host(setting.name);
        let mut add = |address, certain: bool| {
            found.push(Mention {
                address,
                setting: index,
                certain: certain && may_be_host,
            });
        };
        if let Some(all) = whole(setting.value) {
            for address in all {
                let is_written = matches!(address.port, Port::Written(_));
                let certain = is_written || context != Context::File;
                add(address, certain);
            }
            continue;
        }
        for address in addresses(setting.value) {
            add(address, false);
        }
        for host in bare_hosts(setting.value).unwrap_or_default() {
            let full = is_full(host);
            let port = match meaning(setting.name) {
                Meaning::Host(stem) => beside(&ports, setting.part, stem, context),
                _ if full => Port::Unknown,
                _ => match next_word(settings, index, context) {
                    Some(number) => Port::Written(number),
                    None => continue,
                },
            };
            add(Address { host, port }, full);
        }
    }
    found
}

/// Ports that settings name, by the part that they stand in and by what they are of.
type Ports = BTreeMap<(usize, String), u16>;

fn ports(settings: &[Setting<'_>]) -> Ports {
    let mut ports = Ports::new();
    for setting in settings {
        let number = number(setting.value.trim_matches(['"', '\'', ';']));
        if let (Some(number), Meaning::Port(stem)) = (number, meaning(setting.name)) {
            ports.entry((setting.part, stem)).or_insert(number);
        }
    }
    ports
}

/// The port that stands beside a host: that of `DB_PORT` for `DB_HOST`.
fn beside(ports: &Ports, part: usize, stem: String, context: Context) -> Port {
    let of_container = stem.is_empty() && context == Context::Environment;
    match ports.get(&(part, stem)) {
        Some(number) if of_container => Port::Perhaps(*number),
        Some(number) => Port::Written(*number),
        None => Port::Unknown,
    }
}

/// The number that is the next word of a command: `nc -z db 5432`.
fn next_word(settings: &[Setting<'_>], index: usize, context: Context) -> Option<u16> {
    let next = settings
        .get(index + 1)
        .filter(|_| context == Context::Command)?;
    number(next.value).filter(|_| next.name.is_empty())
}

/// Whether a host is written as only names of Services are: `db.shop.svc`.
fn is_full(host: &str) -> bool {
    is_host(host) && host.split('.').skip(2).any(|label| label == "svc")
}
