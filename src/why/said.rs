//! What policies say of pods: those that they say the same of need not be told apart.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::sets::{Direction, End, Flow, Gates, Pods, PodsIndex, Selector, SelectorIndex, Way};
use crate::workloads::Words;

/// All that the objects and lines of a run choose pods by.
#[derive(Debug, Default)]
pub struct Said {
    words: Words,
    subjects: BTreeMap<Way, SelectorIndex<u32>>,
    known_subjects: FxHashSet<(Way, Selector)>,
    /// The other ends of what is let in, and of what is let out.
    others: [PodsIndex<u32>; 2],
    known_others: FxHashSet<(usize, Pods)>,
    count: u32,
}

impl Said {
    /// Adds what some objects, or lines, say.
    pub fn add<C>(&mut self, gates: &Gates<C>) {
        for (way, gate) in gates.iter() {
            let isolated = gate.isolated.iter().map(|(pods, _)| *pods);
            let opened = gate.products.iter().map(|(product, _)| product.pods);
            let ids: FxHashSet<_> = isolated.chain(opened).collect();
            let mut subjects: Vec<&Selector> = ids.iter().map(|id| gates.selector(*id)).collect();
            subjects.sort_unstable();
            for pods in subjects {
                self.add_subject(way, pods);
            }
            let ids: FxHashSet<_> = gate.products.iter().map(|(one, _)| one.other).collect();
            let mut others: Vec<&End> = ids.iter().map(|id| gates.end(*id)).collect();
            others.sort_unstable();
            for end in others {
                self.add_other(way.1, end);
            }
        }
        gates
            .port_sets()
            .for_each(|ports| self.words.add_ports(ports));
    }

    /// Adds connections that something is said of as a whole, such as a promise.
    pub fn add_flow(&mut self, flow: &Flow) {
        self.add_other(Direction::Ingress, flow.source());
        self.add_other(Direction::Egress, flow.target());
        self.words.add_ports(flow.ports());
    }

    /// The words that they use.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// All that is said of some pods that nothing in [`Said::words`] tells apart, where they are the end
    /// that decides in a direction, and where they are the other one. Two that this is the same of are
    /// treated alike.
    pub(super) fn treatment(&self, direction: Direction, pods: &Pods) -> Vec<u32> {
        let mut all = Vec::new();
        if let Some(name) = pods.only_namespace() {
            let subjects = self.subjects.get(&(name.clone(), direction));
            let meeting = subjects.into_iter().flat_map(|of| of.meeting(&pods.labels));
            all.extend(meeting.map(|(_, number)| *number));
        }
        let [of_ingress, of_egress] = &self.others;
        // At the other end of what a pod does by egress stands one that decides by ingress.
        let others = match direction {
            Direction::Egress => of_ingress,
            Direction::Ingress => of_egress,
        };
        all.extend(others.meeting(pods).map(|(_, number)| *number));
        all.sort_unstable();
        all
    }

    fn add_subject(&mut self, way: &Way, pods: &Selector) {
        if self.known_subjects.insert((way.clone(), pods.clone())) {
            self.words.add_labels(pods);
            let subjects = self.subjects.entry(way.clone()).or_default();
            subjects.insert(pods.clone(), self.count);
            self.count += 1;
        }
    }

    fn add_other(&mut self, direction: Direction, end: &End) {
        let End::Pods(pods) = end else {
            return;
        };
        let [of_ingress, of_egress] = &mut self.others;
        let (at, others) = match direction {
            Direction::Ingress => (0, of_ingress),
            Direction::Egress => (1, of_egress),
        };
        if self.known_others.insert((at, pods.clone())) {
            self.words.add_pods(pods);
            others.insert(pods.clone(), self.count);
            self.count += 1;
        }
    }
}
