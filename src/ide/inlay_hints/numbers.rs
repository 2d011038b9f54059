//! The numbers that ports have at real pods.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::{SmolStr, ToSmolStr};

use crate::ide::inlay_hints::Hint;
use crate::ide::meant::names;
use crate::model::words::written_port;
use crate::model::{Part, PortEntry, PortMatch};
use crate::workloads::{Workloads, declared, protocol};

/// The numbers of ports, with the workloads that have them.
#[derive(Default)]
pub(super) struct Numbers<'w> {
    found: BTreeMap<SmolStr, BTreeSet<(&'w str, &'w str)>>,
}

impl<'w> Numbers<'w> {
    /// Adds the numbers that an entry has at the pods of a part.
    pub(super) fn add(&mut self, workloads: &'w Workloads, part: &Part, entry: &PortEntry) {
        let Part::Pods(pods) = part else {
            return;
        };
        for workload in workloads.matching(pods) {
            let numbers: Vec<u16> = match &entry.ports {
                PortMatch::Range(low, _) => vec![*low],
                PortMatch::Name(name) => declared(workload)
                    .filter(|port| port.name.as_ref() == Some(name))
                    .filter(|port| protocol(port.protocol) == entry.protocol)
                    .map(|port| port.number)
                    .collect(),
                PortMatch::All => Vec::new(),
            };
            for number in numbers {
                let port = written_port(&number.to_smolstr(), entry.protocol);
                let having = self.found.entry(port.into()).or_default();
                having.insert((&workload.namespace, &workload.name));
            }
        }
    }

    /// `= 8080`; the protocol stands in the text already, unless the ports are `with_protocol`.
    pub(super) fn hint(self, offset: u32, with_protocol: bool) -> Option<Hint> {
        let mut ports: Vec<&str> = self.found.keys().map(SmolStr::as_str).collect();
        ports.sort_by_key(|port| {
            let number = port.split('/').next().unwrap_or("");
            (number.parse::<u16>().unwrap_or(u16::MAX), *port)
        });
        if ports.is_empty() {
            return None;
        }
        let lines = ports.iter().filter_map(|port| {
            let having = self.found.get(*port)?.iter().copied();
            Some(format!("{port} of {}", names(having)))
        });
        let tooltip = lines.collect::<Vec<_>>().join("\n");
        let shown = ports.iter().map(|port| match port.split_once('/') {
            Some((number, _)) if !with_protocol => number,
            _ => port,
        });
        Some(Hint {
            offset,
            text: format!("= {}", shown.collect::<Vec<_>>().join(", ")),
            tooltip,
        })
    }
}
