//! What one side of the law says of the pods of a namespace in a direction.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::sets::{
    Addresses, Budget, End, EndId, Flow, FlowSet, Gates, Pods, Ports, Product, Selector,
    SelectorId, SelectorIndex, TooComplex, Way, maximal,
};

/// One gate, made ready to be compared with another.
pub(super) struct Reading<'a, C> {
    gates: &'a Gates<C>,
    way: &'a Way,
    /// The isolated pods: sorted, none within another.
    isolated: Vec<Selector>,
    /// Every product under the numbers that both sides know, by which they are sorted, and under its own.
    products: Vec<(Product, Product)>,
    /// The other ends that are everyone of a kind, under the numbers that both sides know.
    everyone: Vec<EndId>,
}

/// How many products are looked at in turn for one that covers another.
const FEW: usize = 64;

impl<'a, C> Reading<'a, C> {
    /// What gates say of a way, where some pods are isolated besides; `renumbered` gives the numbers
    /// that both sides know.
    pub(super) fn of<'s>(
        gates: &'a Gates<C>,
        way: &'a Way,
        assumed: impl IntoIterator<Item = &'s Selector>,
        renumbered: impl Fn(Product) -> Product,
    ) -> Self
    where
        'a: 's,
    {
        let gate = gates.gate(way);
        let isolated = gate.into_iter().flat_map(|gate| &gate.isolated);
        let isolated = isolated.map(|(id, _)| gates.selector(*id));
        let isolated = isolated.chain(assumed).cloned();
        let products = gate.into_iter().flat_map(|gate| &gate.products);
        let products = products.map(|(product, _)| (renumbered(*product), *product));
        let mut products: Vec<_> = products.collect();
        products.sort_unstable();
        products.dedup();
        let everyone = products
            .iter()
            .filter(|(_, own)| match gates.end(own.other) {
                End::Pods(pods) => pods.is_everything(),
                End::Addresses(addresses) => *addresses == Addresses::all(),
            });
        let everyone: BTreeSet<EndId> = everyone.map(|(known, _)| known.other).collect();
        Self {
            gates,
            way,
            isolated: maximal(isolated),
            products,
            everyone: everyone.into_iter().collect(),
        }
    }

    /// Connections that this side lets through, and that the other does not.
    ///
    /// Equal products cancel by their numbers. The exact algebra sees what is left, and what it meets.
    ///
    /// # Errors
    /// When that takes more steps than the budget has.
    pub(super) fn beyond<D>(
        &self,
        other: &Reading<'_, D>,
        budget: &mut Budget,
    ) -> Result<Option<Flow>, TooComplex> {
        let mut asked: Vec<Flow> = Vec::new();
        if self.isolated == other.isolated {
            asked.extend(self.rest(other));
        } else {
            let own = self.index();
            for pods in &other.isolated {
                let loose = own.uncovered(pods, |()| true, budget)?;
                asked.extend(loose.into_iter().flat_map(|pods| self.everything(pods)));
            }
            let others = other.index();
            for flow in self.rest(other) {
                let End::Pods(pods) = self.way.1.own_end(&flow) else {
                    continue;
                };
                let isolated = others.meeting(&pods.labels);
                asked.extend(isolated.map(|(isolated, ())| {
                    let pods = self.pods(pods.labels.and(isolated));
                    let other = self.way.1.other_end(&flow).clone();
                    self.way.1.flow(pods, other, flow.ports().clone())
                }));
            }
        }
        if asked.is_empty() {
            return Ok(None);
        }
        let met = FlowSet::from_flows(other.meeting(&asked));
        let left = FlowSet::from_flows(asked).minus(&met, budget)?;
        Ok(left.flows().first().cloned())
    }

    /// The connections of the products that the other side does not have.
    fn rest<D>(&self, other: &Reading<'_, D>) -> impl Iterator<Item = Flow> {
        let mut others = other.products.iter().map(|(product, _)| product).peekable();
        let rest = self.products.iter().filter(move |(product, _)| {
            while others.next_if(|other| *other < product).is_some() {}
            others.peek() != Some(&product)
        });
        let rest = rest.filter(|(product, own)| !other.covers(product.pods, &self.ends(*own)));
        rest.map(|(_, product)| self.gates.flow(self.way, *product))
    }

    fn ends(&self, product: Product) -> (&End, &Ports) {
        let other = self.gates.end(product.other);
        (other, self.gates.port_set(product.ports))
    }

    /// Whether a product of the same pods, one of those looked at, covers connections of theirs: those
    /// with everyone, and a few others.
    fn covers(&self, pods: SelectorId, (end, ports): &(&End, &Ports)) -> bool {
        let from = |from: (SelectorId, EndId)| {
            let at = |(known, _): &(Product, Product)| (known.pods, known.other) < from;
            let at = self.products.partition_point(at);
            self.products.get(at..).unwrap_or_default().iter()
        };
        let covers = |(_, own): &(Product, Product)| {
            let (other, others) = self.ends(*own);
            end.is_subset(other) && ports.is_plainly_within(others)
        };
        let same = |(known, _): &&(Product, Product)| known.pods == pods;
        let first = from((pods, EndId(0))).take_while(same).take(FEW);
        let wide = self.everyone.iter().flat_map(|everyone| {
            let same =
                |(known, _): &&(Product, Product)| (known.pods, known.other) == (pods, *everyone);
            from((pods, *everyone)).take_while(same).take(FEW)
        });
        wide.chain(first).any(covers)
    }

    /// The connections of the products that share a pod of the namespace with some of `asked`.
    fn meeting(&self, asked: &[Flow]) -> Vec<Flow> {
        let ends = asked
            .iter()
            .filter_map(|flow| match self.way.1.own_end(flow) {
                End::Pods(pods) => Some(pods.labels.clone()),
                End::Addresses(_) => None,
            });
        let index: SelectorIndex<()> = maximal(ends).into_iter().map(|pods| (pods, ())).collect();
        let mut known = FxHashMap::default();
        let meeting = self.products.iter().filter(|(_, product)| {
            *known.entry(product.pods).or_insert_with(|| {
                let pods = self.gates.selector(product.pods);
                index.meeting(pods).next().is_some()
            })
        });
        let meeting = meeting.map(|(_, product)| *product).collect::<Vec<_>>();
        let flows = meeting
            .into_iter()
            .map(|product| self.gates.flow(self.way, product));
        flows.collect()
    }

    fn index(&self) -> SelectorIndex<()> {
        self.isolated
            .iter()
            .map(|pods| (pods.clone(), ()))
            .collect()
    }

    /// All connections of some pods of the namespace.
    fn everything(&self, pods: Selector) -> [Flow; 2] {
        let own = self.pods(pods);
        let everyone = End::Pods(Pods::everywhere(Selector::everything()));
        let everywhere = End::Addresses(Addresses::all());
        [everyone, everywhere].map(|other| self.way.1.flow(own.clone(), other, Ports::all()))
    }

    fn pods(&self, pods: Selector) -> End {
        End::Pods(Pods::in_namespace(self.way.0.clone(), pods))
    }
}
