//! What texts name that something may connect to.

use crate::init::address::{Address, Port, addresses, bare_hosts, is_host, number, whole};
use crate::init::setting::{Meaning, Setting, meaning};

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
    let mut found = Vec::new();
    for (index, setting) in settings.iter().enumerate() {
        let mut add = |address, certain| {
            found.push(Mention {
                address,
                setting: index,
                certain,
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
                Meaning::Host(stem) => beside(settings, setting, &stem, context),
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

/// The port that stands beside a host: that of `DB_PORT` for `DB_HOST`.
fn beside(settings: &[Setting<'_>], host: &Setting<'_>, stem: &str, context: Context) -> Port {
    let mut same_part = settings.iter().filter(|other| other.part == host.part);
    let wanted = Meaning::Port(stem.to_owned());
    let port = same_part.find(|other| meaning(other.name) == wanted);
    let number = port.and_then(|port| number(port.value.trim_matches(['"', '\'', ';'])));
    match number {
        Some(number) if stem.is_empty() && context == Context::Environment => Port::Perhaps(number),
        Some(number) => Port::Written(number),
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
