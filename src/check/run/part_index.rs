//! The parts of a run, asked for those that meet or cover one.

use std::rc::Rc;

use ipnet::IpNet;
use rustc_hash::FxHashMap;

use crate::check::run::points::Points;
use crate::check::run::whole::{RunPart, Whole};
use crate::sets::PodsIndex;

/// The parts of a run by what they hold.
pub(in crate::check) struct PartIndex<'a> {
    whole: &'a Whole<'a>,
    pods: PodsIndex<RunPart>,
    /// Parts of addresses.
    blocks: Vec<RunPart>,
    /// The same, by the prefix that they are cut from.
    by_prefix: FxHashMap<IpNet, Vec<RunPart>>,
    /// Parts of all endpoints.
    any: Vec<RunPart>,
}

impl<'a> PartIndex<'a> {
    /// An index of all parts of the run.
    pub(in crate::check) fn new(whole: &'a Whole<'a>) -> Self {
        let mut index = Self {
            whole,
            pods: PodsIndex::new(),
            blocks: Vec::new(),
            by_prefix: FxHashMap::default(),
            any: Vec::new(),
        };
        for (part, points) in whole.all_points() {
            if points.is_any() {
                index.any.push(part);
            } else if let Some(pods) = &points.pods {
                index.pods.insert(pods.clone(), part);
            } else if let Some(block) = &points.block {
                index.blocks.push(part);
                index.by_prefix.entry(block.cidr()).or_default().push(part);
            }
        }
        index
    }

    /// The parts that share an endpoint with this one.
    pub(in crate::check) fn meeting(&self, part: RunPart) -> Rc<[RunPart]> {
        let points = self.whole.points(part);
        let pods = points.pods.iter();
        let mut found: Vec<RunPart> = pods
            .flat_map(|pods| self.pods.meeting(pods).map(|(_, part)| *part))
            .collect();
        if points.addresses.is_some() {
            let meets = |part: &&RunPart| self.whole.points(**part).meets(points);
            found.extend(self.blocks.iter().filter(meets));
        }
        found.extend(&self.any);
        found.into()
    }

    /// The parts that hold all endpoints of this one, itself among them.
    pub(in crate::check) fn covering(&self, part: RunPart, points: &Points) -> Vec<RunPart> {
        if points.is_any() {
            return vec![part];
        }
        let mut found = self.any.clone();
        if let Some(pods) = &points.pods {
            found.extend(self.pods.covering(pods).map(|(_, part)| *part));
        }
        if let Some(block) = &points.block {
            let mut prefix = Some(block.cidr());
            while let Some(at) = prefix {
                let same = self.by_prefix.get(&at).into_iter().flatten();
                let covers = |part: &&RunPart| points.is_subset(self.whole.points(**part));
                found.extend(same.filter(covers));
                prefix = at.supernet();
            }
        }
        found
    }
}
