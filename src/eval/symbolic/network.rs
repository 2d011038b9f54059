//! The objects of several files as one.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::eval::symbolic::side::Side;
use crate::sets::{
    Budget, Direction, End, Flow, Gates, Interner, Pods, Ports, PortsId, Selector, TooComplex,
    Values, Way,
};

/// All that some objects isolate and let through, to be asked about connections. `C` says where
/// something comes from, `D` is what the sets of one file say of that.
///
/// Ends in namespaces that no object selects a pod of impose nothing, and neither do addresses (S4).
#[derive(Debug)]
pub struct Network<'a, D, C> {
    ingress: BTreeMap<SmolStr, Side<'a, D, C>>,
    egress: BTreeMap<SmolStr, Side<'a, D, C>>,
    /// The ports of all products.
    ports: Interner<Ports>,
}

/// Some connections that a cause is about.
#[derive(Clone, Debug)]
pub struct Met<C> {
    /// Those of the connections asked for.
    pub flow: Flow,
    /// Where it comes from.
    pub cause: C,
}

impl<'a, D: Copy, C: Copy> Network<'a, D, C> {
    /// Nothing is isolated.
    pub fn new() -> Self {
        Self {
            ingress: BTreeMap::new(),
            egress: BTreeMap::new(),
            ports: Interner::new(Ports::none()),
        }
    }

    /// Adds the objects of a file, which come from what `named` says.
    pub fn add(&mut self, gates: &'a Gates<D>, named: impl Fn(D) -> C) {
        let mut known: FxHashMap<PortsId, u32> = FxHashMap::default();
        for ((namespace, direction), gate) in gates.iter() {
            for (product, _) in &gate.products {
                let ports = gates.port_set(product.ports);
                let number = known.entry(product.ports);
                number.or_insert_with(|| self.ports.intern(ports.clone()));
            }
            let side = self.side_mut(namespace, *direction);
            for (id, cause) in &gate.isolated {
                let pods = gates.selector(*id).clone();
                side.isolated.insert(pods, named(*cause));
            }
            for (product, cause) in &gate.products {
                let ports = known.get(&product.ports).copied().unwrap_or(u32::MAX);
                side.open((gates, *product, named(*cause)), ports);
            }
        }
    }

    /// What one look at everything costs, in steps of the algebra.
    pub fn size(&self) -> u64 {
        let sides = self.ingress.values().chain(self.egress.values());
        sides.map(|side| side.size() as u64).sum()
    }

    /// Takes pods to be isolated, as if an object said so.
    pub fn assume(&mut self, way: &Way, pods: Selector, cause: C) {
        self.side_mut(&way.0, way.1).isolated.insert(pods, cause);
    }

    /// What isolates pods of the end of a flow that decides in a direction: with the connections of
    /// those pods.
    pub fn isolating(&self, direction: Direction, flow: &Flow) -> Vec<Met<C>> {
        let mut met = Vec::new();
        for (own, labels, side) in self.met(direction, flow) {
            met.extend(side.isolated.meeting(labels).filter_map(|(pods, cause)| {
                let pods = Pods::new(own.namespace.clone(), labels.and(pods));
                let flow = with_own(direction, flow, pods)?;
                Some(Met {
                    flow,
                    cause: *cause,
                })
            }));
        }
        met
    }

    /// What lets connections of a flow through at the end that decides in a direction.
    ///
    /// # Errors
    /// When that takes more steps than the budget has.
    pub fn admitting(
        &self,
        direction: Direction,
        flow: &Flow,
        budget: &mut Budget,
    ) -> Result<Vec<Met<C>>, TooComplex> {
        let mut met = Vec::new();
        for (own, labels, side) in self.met(direction, flow) {
            let all = self.ports.values();
            for (gates, product, cause) in side.meeting(labels, flow.ports(), all) {
                budget.spend(1)?;
                let (other, ports) = (gates.end(product.other), gates.port_set(product.ports));
                if !ports.meets(flow.ports()) || !other.meets(direction.other_end(flow)) {
                    continue;
                }
                let pods = gates.selector(product.pods).clone();
                let own = End::Pods(Pods::new(own.namespace.clone(), pods));
                let open = direction.flow(own, other.clone(), ports.clone());
                if let Some(flow) = open.and(flow, budget)? {
                    met.push(Met {
                        flow,
                        cause: *cause,
                    });
                }
            }
        }
        Ok(met)
    }

    /// The connections of a flow on whose end nothing is imposed in a direction.
    ///
    /// # Errors
    /// When that takes more steps than the budget has.
    pub fn loose(
        &self,
        direction: Direction,
        flow: &Flow,
        budget: &mut Budget,
    ) -> Result<Vec<Flow>, TooComplex> {
        let End::Pods(pods) = direction.own_end(flow) else {
            return Ok(vec![flow.clone()]);
        };
        let mut loose = Vec::new();
        let mut names = Vec::new();
        for (own, labels, side) in self.met(direction, flow) {
            names.extend(own.only_namespace().cloned());
            let uncovered = side.isolated.uncovered(labels, |_| true, budget)?;
            loose.extend(
                uncovered
                    .into_iter()
                    .map(|labels| Pods::new(own.namespace.clone(), labels)),
            );
        }
        budget.spend(names.len() as u64)?;
        let elsewhere = Selector::namespaces(Values::none_of(names));
        loose.push(Pods::new(
            pods.namespace.and(&elsewhere),
            pods.labels.clone(),
        ));
        let flows = loose
            .into_iter()
            .filter_map(|pods| with_own(direction, flow, pods));
        Ok(flows.collect())
    }

    /// The connections of a flow that pass at the end that decides in a direction.
    ///
    /// # Errors
    /// When that takes more steps than the budget has.
    pub fn passing(
        &self,
        direction: Direction,
        flow: &Flow,
        budget: &mut Budget,
    ) -> Result<Vec<Flow>, TooComplex> {
        let mut passing = self.loose(direction, flow, budget)?;
        let admitted = self.admitting(direction, flow, budget)?;
        passing.extend(admitted.into_iter().map(|met| met.flow));
        Ok(passing)
    }

    /// The connections of a flow that pass at both ends (S4).
    ///
    /// # Errors
    /// When that takes more steps than the budget has.
    pub fn through(&self, flow: &Flow, budget: &mut Budget) -> Result<Vec<Flow>, TooComplex> {
        let [first, second] =
            if self.cost(Direction::Ingress, flow) <= self.cost(Direction::Egress, flow) {
                [Direction::Ingress, Direction::Egress]
            } else {
                [Direction::Egress, Direction::Ingress]
            };
        let mut through = Vec::new();
        for flow in self.passing(first, flow, budget)? {
            through.extend(self.passing(second, &flow, budget)?);
        }
        Ok(through)
    }

    /// About how many products [`Network::admitting`] would look at.
    fn cost(&self, direction: Direction, flow: &Flow) -> usize {
        let sides = self.met(direction, flow);
        let costs = sides.map(|(_, labels, side)| side.count(labels));
        costs.sum()
    }

    /// The namespaces that the end of a flow may be in: the pods of the end there, and what is said of
    /// them.
    fn met<'s>(
        &'s self,
        direction: Direction,
        flow: &'s Flow,
    ) -> impl Iterator<Item = (Pods, &'s Selector, &'s Side<'a, D, C>)> {
        let sides = match direction {
            Direction::Ingress => &self.ingress,
            Direction::Egress => &self.egress,
        };
        let pods = match direction.own_end(flow) {
            End::Pods(pods) => Some(pods),
            End::Addresses(_) => None,
        };
        let (one, all) = match pods.map(|pods| (pods, pods.only_namespace())) {
            None => (None, None),
            Some((_, Some(name))) => (sides.get_key_value(name), None),
            Some((_, None)) => (None, Some(sides)),
        };
        let sides = one.into_iter().chain(all.into_iter().flatten());
        sides.filter_map(move |(name, side)| {
            let pods = pods?;
            let own = pods.and(&Pods::in_namespace(name.clone(), Selector::everything()));
            (!own.is_empty()).then_some((own, &pods.labels, side))
        })
    }

    fn side_mut(&mut self, namespace: &SmolStr, direction: Direction) -> &mut Side<'a, D, C> {
        let sides = match direction {
            Direction::Ingress => &mut self.ingress,
            Direction::Egress => &mut self.egress,
        };
        sides.entry(namespace.clone()).or_default()
    }
}

impl<D: Copy, C: Copy> Default for Network<'_, D, C> {
    fn default() -> Self {
        Self::new()
    }
}

/// The connections of a flow whose own end is among some pods, if there are any.
fn with_own(direction: Direction, flow: &Flow, pods: Pods) -> Option<Flow> {
    let own = direction.own_end(flow).and(&End::Pods(pods))?;
    Some(direction.flow(own, direction.other_end(flow).clone(), flow.ports().clone()))
}
