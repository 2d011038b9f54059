//! What is true of a run by DESIGN, section 3, counted out over every pod, address and port that the
//! run can tell apart.
//!
//! It shares nothing with the compiler: every answer is a look at connections one by one.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::properties::bits::Bits;
use crate::properties::oracle::{Intent, Pair};
use crate::properties::program::{Direction, Place, Program, Word};
use crate::properties::side::{Part, Side, View};
use crate::properties::suite::{Line, Suite};
use crate::properties::universe::{
    Endpoint, HOME, Labels, Mentioned, NAMESPACE_NAME, Point, Universe,
};

pub(crate) const BOTH: [Direction; 2] = [Direction::Ingress, Direction::Egress];

/// A run, with one endpoint and one port of each kind that it tells apart.
#[derive(Clone, Debug)]
pub(crate) struct Judgement {
    pub(crate) ends: Vec<Endpoint>,
    pub(crate) points: Vec<Point>,
    pub(crate) inputs: Vec<Judged>,
    /// The ends that something of the run isolates, by [`at`].
    pub(crate) isolated: [Bits; 2],
    /// What the allows of the run are written for, all together: by direction and own end.
    opened: Vec<Bits>,
}

/// An input.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub(crate) namespaces: Vec<Word>,
    /// Whether another input uses it.
    pub(crate) is_used: bool,
    pub(crate) owned: Bits,
    pub(crate) allows: Vec<Flows>,
    pub(crate) denies: Vec<Flows>,
    pub(crate) used_denies: Vec<Flows>,
    /// What isolates ends here, in which direction.
    pub(crate) causes: Vec<Cause>,
    /// The ends that it knows to be isolated, by [`at`].
    pub(crate) isolated: [Bits; 2],
}

#[derive(Clone, Debug)]
pub(crate) struct Cause {
    pub(crate) place: Line,
    /// Of the used file.
    pub(crate) is_fact: bool,
    /// An `isolate` or a `default deny`.
    pub(crate) is_stated: bool,
    pub(crate) direction: Direction,
    pub(crate) ends: Bits,
}

/// The connections of one pair of a rule.
#[derive(Clone, Debug)]
pub(crate) struct Flows {
    pub(crate) place: Line,
    pub(crate) direction: Option<Direction>,
    pub(crate) source: End,
    pub(crate) target: End,
    pub(crate) points: Bits,
}

/// One end of a pair.
#[derive(Clone, Debug)]
pub(crate) struct End {
    /// Its ends, whatever the labels of namespaces are.
    pub(crate) all: Bits,
    /// Those that are surely part of it by the names of their namespaces.
    pub(crate) sure: Bits,
    /// Those that are part of it for some labels of their namespaces.
    pub(crate) possible: Bits,
    /// The namespace that it names, and no other.
    pub(crate) namespace: Option<Word>,
}

/// One connection, by the indices of its ends and its port.
pub(crate) type Connection = (usize, usize, usize);

/// Where a direction is found in a pair.
pub(crate) fn at(direction: Direction) -> usize {
    usize::from(direction == Direction::Egress)
}

impl Judgement {
    pub(crate) fn new(suite: &Suite) -> Self {
        let mut intents: Vec<(usize, Intent)> = suite
            .inputs()
            .iter()
            .map(|(file, program): &(usize, Program)| (*file, Intent::new(program)))
            .collect();
        let mut mentioned = Mentioned::default();
        for (_, intent) in &intents {
            intent.mention(&mut mentioned);
        }
        let universe = Universe::new(&mentioned);
        for (_, intent) in &mut intents {
            intent.drop_empty(&universe.endpoints);
        }
        let homes = homes(&universe);
        let ends = distinct_ends(&intents, &universe, &homes);
        let points = distinct_points(&intents, &universe);
        let mut inputs: Vec<Judged> = intents
            .iter()
            .map(|(file, intent)| Judged::new(*file, intent, (&ends, &homes), &points))
            .collect();
        for (input, (file, _)) in inputs.iter_mut().zip(&intents) {
            input.is_used = *file == 2 && suite.uses_base();
        }
        let nothing = Bits::none(ends.len());
        let mut judgement = Self {
            ends,
            points,
            inputs,
            isolated: [nothing.clone(), nothing],
            opened: Vec::new(),
        };
        judgement.conclude();
        judgement
    }

    /// The run after a statement was taken out of it.
    pub(crate) fn drop(&mut self, place: Line) {
        for input in &mut self.inputs {
            input.allows.retain(|flows| flows.place != place);
            input.causes.retain(|cause| cause.place != place);
        }
        self.conclude();
    }

    /// What follows from the rules and causes of the inputs.
    fn conclude(&mut self) {
        let length = self.ends.len();
        for input in &mut self.inputs {
            input.isolated = BOTH.map(|direction| input.isolated_by(direction, |_| true, length));
        }
        self.isolated = BOTH.map(|direction| {
            let mut all = Bits::none(length);
            for input in &self.inputs {
                all.add(&input.isolated[at(direction)]);
            }
            all
        });
        self.opened = self.emission(|_| true, |end| &end.all);
    }

    /// What is isolated, and what is open there: all that a statement can change.
    pub(crate) fn verdicts(&self) -> (&[Bits; 2], &[Bits]) {
        (&self.isolated, &self.opened)
    }

    /// What the chosen allows are written for: for each direction, then each own end, the other ends
    /// with their ports.
    pub(crate) fn emission(
        &self,
        chosen: impl Fn(Line) -> bool,
        reach: impl Fn(&End) -> &Bits,
    ) -> Vec<Bits> {
        self.emission_to(chosen, |end| &end.sure, reach)
    }

    /// The same, with what is taken for an own end.
    pub(crate) fn emission_to(
        &self,
        chosen: impl Fn(Line) -> bool,
        own: impl Fn(&End) -> &Bits,
        reach: impl Fn(&End) -> &Bits,
    ) -> Vec<Bits> {
        let (ends, points) = (self.ends.len(), self.points.len());
        let mut all = vec![Bits::none(ends * points); 2 * ends];
        for input in &self.inputs {
            for flows in input.allows.iter().filter(|flows| chosen(flows.place)) {
                for direction in BOTH {
                    if flows.direction.is_some_and(|only| only != direction) {
                        continue;
                    }
                    let (mine, other) = match direction {
                        Direction::Ingress => (&flows.target, &flows.source),
                        Direction::Egress => (&flows.source, &flows.target),
                    };
                    let own = own(mine)
                        .and(&input.owned)
                        .and(&input.isolated[at(direction)]);
                    if own.is_empty() {
                        continue;
                    }
                    let mask = self.mask(direction, reach(other), &flows.points);
                    for end in own.members() {
                        all[at(direction) * ends + end].add(&mask);
                    }
                }
            }
        }
        all
    }

    fn mask(&self, direction: Direction, others: &Bits, points: &Bits) -> Bits {
        let mut mask = Bits::none(self.ends.len() * self.points.len());
        for other in others.members() {
            for point in points.members() {
                // An address gives no names to its ports.
                if direction == Direction::Ingress || self.is_possible(other, point) {
                    mask.insert(other * self.points.len() + point);
                }
            }
        }
        mask
    }

    /// Whether some input owns the namespace.
    pub(crate) fn owns(&self, namespace: Word) -> bool {
        let inputs = self.inputs.iter();
        inputs
            .into_iter()
            .any(|input| input.namespaces.contains(&namespace))
    }

    /// Whether the port can be one of the target.
    pub(crate) fn is_possible(&self, target: usize, point: usize) -> bool {
        let address = matches!(self.ends[target], Endpoint::Address(_));
        !address || self.points[point].names.is_empty()
    }

    /// What the allows of the run are written for, where namespaces have the labels that rules ask
    /// for.
    pub(crate) fn openings(&self) -> Vec<Bits> {
        self.emission(|_| true, |end| &end.possible)
    }

    /// Whether such an emission has a connection at its end of a direction.
    pub(crate) fn is_among(
        &self,
        emission: &[Bits],
        direction: Direction,
        connection: Connection,
    ) -> bool {
        let (source, target, point) = connection;
        let (own, other) = match direction {
            Direction::Ingress => (target, source),
            Direction::Egress => (source, target),
        };
        let mask = &emission[at(direction) * self.ends.len() + own];
        mask.has(other * self.points.len() + point)
    }

    /// The connections of a pair, without those whose ports are none of the target's.
    pub(crate) fn connections(&self, flows: &Flows) -> Vec<Connection> {
        let mut all = Vec::new();
        for source in flows.source.all.members() {
            for target in flows.target.all.members() {
                let points = flows.points.members();
                let points = points.filter(|point| self.is_possible(target, *point));
                all.extend(points.map(|point| (source, target, point)));
            }
        }
        all
    }

    /// Whether two pairs have a connection in common.
    pub(crate) fn meet(&self, one: &Flows, other: &Flows) -> bool {
        let sources = one.source.all.and(&other.source.all);
        let targets = one.target.all.and(&other.target.all);
        let points = one.points.and(&other.points);
        let possible = |target| {
            let mut points = points.members();
            points.any(|point| self.is_possible(target, point))
        };
        !sources.is_empty() && targets.members().any(possible)
    }

    /// Every allow statement of the run with its pairs.
    pub(crate) fn allows(&self) -> BTreeMap<Line, Vec<&Flows>> {
        let mut all: BTreeMap<Line, Vec<&Flows>> = BTreeMap::new();
        for flows in self.inputs.iter().flat_map(|input| &input.allows) {
            all.entry(flows.place).or_default().push(flows);
        }
        all
    }
}

impl Judged {
    fn new(
        file: usize,
        intent: &Intent,
        (ends, homes): (&[Endpoint], &[Labels]),
        points: &[Point],
    ) -> Self {
        let flows = |file: usize, pairs: &[Pair]| -> Vec<Flows> {
            let all = pairs.iter();
            all.map(|pair| Flows::new(file, pair, (ends, homes), points))
                .collect()
        };
        let nothing = Bits::none(ends.len());
        Self {
            namespaces: intent.owned.clone(),
            is_used: false,
            owned: Bits::of(ends.len(), |end| intent.owns(&ends[end])),
            allows: flows(file, &intent.pairs),
            denies: flows(file, &intent.denies),
            used_denies: flows(2, &intent.used_denies),
            causes: causes(file, intent, ends),
            isolated: [nothing.clone(), nothing],
        }
    }

    /// Whether it declares a namespace.
    pub(crate) fn has_namespaces(&self) -> bool {
        self.namespaces != [HOME]
    }

    /// Whether it neither allows nor isolates anything.
    pub(crate) fn is_silent(&self) -> bool {
        self.allows.is_empty() && self.causes.iter().all(|cause| cause.is_fact)
    }

    /// The ends that the chosen causes isolate.
    pub(crate) fn isolated_by(
        &self,
        direction: Direction,
        chosen: impl Fn(&Cause) -> bool,
        length: usize,
    ) -> Bits {
        let mut all = Bits::none(length);
        let causes = self.causes.iter();
        for cause in causes.filter(|cause| cause.direction == direction && chosen(cause)) {
            all.add(&cause.ends);
        }
        all
    }
}

impl Flows {
    fn new(
        file: usize,
        pair: &Pair,
        (ends, homes): (&[Endpoint], &[Labels]),
        points: &[Point],
    ) -> Self {
        let end = |side: &Side| End {
            all: Bits::of(ends.len(), |at| side.has(&ends[at], View::Other)),
            sure: Bits::of(ends.len(), |at| side.has(&ends[at], View::Own)),
            possible: Bits::of(ends.len(), |at| may_have(side, &ends[at], homes)),
            namespace: named(side),
        };
        Self {
            place: Line {
                file,
                line: pair.line,
            },
            direction: pair.direction,
            source: end(&pair.source),
            target: end(&pair.target),
            points: Bits::of(points.len(), |at| pair.has_port(&points[at])),
        }
    }
}

/// Whether the endpoint is part of it if its namespace has some other labels.
fn may_have(side: &Side, end: &Endpoint, homes: &[Labels]) -> bool {
    let Endpoint::Pod(pod) = end else {
        return side.has(end, View::Other);
    };
    if homes.len() == 1 {
        return side.has(end, View::Other);
    }
    homes.iter().any(|labels| {
        let mut pod = pod.clone();
        pod.namespace_labels = labels.clone();
        let name = pod.namespace.clone();
        pod.namespace_labels.insert(NAMESPACE_NAME.to_owned(), name);
        side.has(&Endpoint::Pod(pod), View::Other)
    })
}

/// Each set of labels that namespaces have, without their names.
fn homes(universe: &Universe) -> Vec<Labels> {
    let mut all = BTreeSet::new();
    for end in &universe.endpoints {
        if let Endpoint::Pod(pod) = end {
            let mut labels = pod.namespace_labels.clone();
            labels.remove(NAMESPACE_NAME);
            all.insert(labels);
        }
    }
    Vec::from_iter(all)
}

fn named(side: &Side) -> Option<Word> {
    match &side.part {
        Part::Pods(Place::Named(name), _) => Some(name),
        _ => None,
    }
}

/// Causes (a), (b) and (c), and the facts of the used file.
fn causes(file: usize, intent: &Intent, ends: &[Endpoint]) -> Vec<Cause> {
    let has = |side: &Side| Bits::of(ends.len(), |at| side.has(&ends[at], View::Own));
    let mut all = Vec::new();
    for (is_fact, isolations) in [(false, &intent.isolated), (true, &intent.facts)] {
        let file = if is_fact { 2 } else { file };
        for isolation in isolations {
            let directions = BOTH.into_iter().filter(|one| isolation.speaks_of(*one));
            all.extend(directions.map(|direction| Cause {
                place: Line {
                    file,
                    line: isolation.line,
                },
                is_fact,
                is_stated: true,
                direction,
                ends: has(&isolation.side),
            }));
        }
    }
    for pair in &intent.pairs {
        let mut add = |direction, side| {
            all.push(Cause {
                place: Line {
                    file,
                    line: pair.line,
                },
                is_fact: false,
                is_stated: false,
                direction,
                ends: has(side),
            });
        };
        let target = intent.is_owned(&pair.target);
        if target && pair.direction != Some(Direction::Egress) {
            add(Direction::Ingress, &pair.target);
        }
        let leaves = match pair.direction {
            None => !target,
            Some(direction) => direction == Direction::Egress,
        };
        if leaves && intent.is_owned(&pair.source) {
            add(Direction::Egress, &pair.source);
        }
    }
    all
}

/// One end of each kind. Two that differ only in what nobody asks are one.
fn distinct_ends(
    intents: &[(usize, Intent)],
    universe: &Universe,
    homes: &[Labels],
) -> Vec<Endpoint> {
    let mut sides: Vec<&Side> = Vec::new();
    for (_, intent) in intents {
        let rules = [&intent.pairs, &intent.denies, &intent.used_denies];
        for pair in rules.into_iter().flatten() {
            sides.extend([&pair.source, &pair.target]);
        }
        let isolations = intent.isolated.iter().chain(&intent.facts);
        sides.extend(isolations.map(|one| &one.side));
    }
    let mut known = HashSet::new();
    let mut all = Vec::new();
    for end in &universe.endpoints {
        let owned = intents.iter().map(|(_, intent)| intent.owns(end));
        let mut signature: Vec<bool> = owned.collect();
        signature.push(matches!(end, Endpoint::Address(_)));
        for side in &sides {
            signature.extend([side.has(end, View::Own), side.has(end, View::Other)]);
            signature.push(may_have(side, end, homes));
        }
        let namespace = match end {
            Endpoint::Pod(pod) if signature.contains(&true) => Some(pod.namespace.clone()),
            _ => None,
        };
        if known.insert((namespace, signature)) {
            all.push(end.clone());
        }
    }
    all
}

fn distinct_points(intents: &[(usize, Intent)], universe: &Universe) -> Vec<Point> {
    let rules = |intent: &'_ Intent| -> Vec<Pair> {
        let rules = [&intent.pairs, &intent.denies, &intent.used_denies];
        rules.into_iter().flatten().cloned().collect()
    };
    let pairs: Vec<Pair> = intents.iter().flat_map(|(_, one)| rules(one)).collect();
    let mut known = HashSet::new();
    let mut all = Vec::new();
    for point in &universe.points {
        let mut signature: Vec<bool> = pairs.iter().map(|pair| pair.has_port(point)).collect();
        signature.push(point.names.is_empty());
        if known.insert(signature) {
            all.push(point.clone());
        }
    }
    all
}
