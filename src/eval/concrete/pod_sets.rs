//! Sets of pods, each kept once.

use std::sync::Arc;

use rustc_hash::FxHashMap;

/// The pods of a selector. Few are a sorted list; many are bits, which then take less room.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum PodSet {
    Few(Vec<usize>),
    Many(Vec<u64>),
}

/// A word of bits holds as many pods as its own number has bits.
const WORD: usize = 64;

impl PodSet {
    /// The set of these sorted pods, in a cluster of so many.
    pub(super) fn new(pods: Vec<usize>, of: usize) -> PodSet {
        if pods.len().saturating_mul(WORD) <= of {
            return PodSet::Few(pods);
        }
        let mut words = vec![0_u64; of.div_ceil(WORD)];
        for pod in pods {
            if let Some(word) = words.get_mut(pod / WORD) {
                *word |= 1 << (pod % WORD);
            }
        }
        PodSet::Many(words)
    }

    fn has_bit(&self, pod: usize) -> bool {
        match self {
            PodSet::Few(_) => false,
            PodSet::Many(words) => words
                .get(pod / WORD)
                .is_some_and(|word| word >> (pod % WORD) & 1 == 1),
        }
    }
}

/// The place of a set among all.
pub(super) type SetId = usize;

/// Gives equal sets of pods one place.
#[derive(Debug, Default)]
pub(super) struct PodSetInterner {
    places: FxHashMap<Arc<PodSet>, SetId>,
    sets: Vec<Arc<PodSet>>,
}

impl PodSetInterner {
    pub(super) fn id(&mut self, set: PodSet) -> SetId {
        if let Some(id) = self.places.get(&set) {
            return *id;
        }
        let id = self.sets.len();
        let set = Arc::new(set);
        self.places.insert(Arc::clone(&set), id);
        self.sets.push(set);
        id
    }

    pub(super) fn finish(self, pods: usize) -> PodSets {
        let mut few_with = vec![Vec::new(); pods];
        for (id, set) in self.sets.iter().enumerate() {
            if let PodSet::Few(members) = &**set {
                for pod in members {
                    if let Some(sets) = few_with.get_mut(*pod) {
                        sets.push(id);
                    }
                }
            }
        }
        PodSets {
            sets: self.sets,
            few_with,
        }
    }

    /// Takes the sets apart: those of few pods, which are looked up by pod, and those of many.
    pub(super) fn split<T>(&self, entries: Vec<(SetId, T)>) -> BySize<T> {
        let is_few = |(id, _): &(SetId, T)| {
            let set = self.sets.get(*id);
            set.is_some_and(|set| matches!(**set, PodSet::Few(_)))
        };
        let (few, many) = entries.into_iter().partition(is_few);
        BySize { few, many }
    }
}

/// All sets, and for each pod those of few pods that hold it.
#[derive(Debug)]
pub(super) struct PodSets {
    sets: Vec<Arc<PodSet>>,
    few_with: Vec<Vec<SetId>>,
}

/// Sets with something attached, sorted by place.
#[derive(Debug)]
pub(super) struct BySize<T> {
    few: Vec<(SetId, T)>,
    many: Vec<(SetId, T)>,
}

impl<T> BySize<T> {
    /// Whether a set that holds the pod has an attachment that will do.
    pub(super) fn any_with(
        &self,
        pod: usize,
        sets: &PodSets,
        will_do: impl Fn(&T) -> bool,
    ) -> bool {
        let holds = |id: SetId| sets.sets.get(id).is_some_and(|set| set.has_bit(pod));
        let of_pod = sets.few_with.get(pod).map_or(&[][..], Vec::as_slice);
        (self.many.iter()).any(|(id, with)| holds(*id) && will_do(with))
            || self.few_any(of_pod, will_do)
    }

    /// Walks the shorter of the two lists and looks it up in the longer.
    fn few_any(&self, of_pod: &[SetId], will_do: impl Fn(&T) -> bool) -> bool {
        if self.few.len() <= of_pod.len() {
            let met = |(id, with): &(SetId, T)| of_pod.binary_search(id).is_ok() && will_do(with);
            return self.few.iter().any(met);
        }
        of_pod.iter().any(|id| {
            let place = self.few.binary_search_by_key(id, |(id, _)| *id);
            let entry = place.ok().and_then(|place| self.few.get(place));
            entry.is_some_and(|(_, with)| will_do(with))
        })
    }
}
