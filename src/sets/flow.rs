//! Products of flows: who may reach whom on which ports.

use crate::sets::budget::{Budget, TooComplex};
use crate::sets::end::End;
use crate::sets::flow_point::FlowPoint;
use crate::sets::ports::Ports;

/// All connections from any endpoint of one set to any endpoint of another on any of some ports.
///
/// Canonical: a flow to addresses has ports without names (S26).
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Flow {
    source: End,
    target: End,
    ports: Ports,
}

impl Flow {
    /// The connections from `source` to `target` on `ports`.
    pub fn new(source: End, target: End, ports: Ports) -> Flow {
        let ports = match target {
            End::Pods(_) => ports,
            End::Addresses(_) => ports.without_names(),
        };
        Flow {
            source,
            target,
            ports,
        }
    }

    /// Where the connections come from.
    pub const fn source(&self) -> &End {
        &self.source
    }

    /// Where they go to.
    pub const fn target(&self) -> &End {
        &self.target
    }

    /// The ports of the target that they go to.
    pub const fn ports(&self) -> &Ports {
        &self.ports
    }

    /// Whether there is no connection in the product.
    pub fn is_empty(&self) -> bool {
        self.source.is_empty() || self.target.is_empty() || self.ports.is_empty()
    }

    /// Whether a connection of the product can exist: two pods of one namespace see the same labels of it.
    pub fn is_possible(&self) -> bool {
        match (&self.source, &self.target) {
            (End::Pods(source), End::Pods(target)) => {
                let name = source.only_namespace();
                name.is_none()
                    || name != target.only_namespace()
                    || source.namespace.meets(&target.namespace)
            }
            _ => true,
        }
    }

    /// Whether this connection is in the product.
    pub fn contains(&self, point: &FlowPoint) -> bool {
        let port = &point.port;
        self.source.contains(&point.source)
            && self.target.contains(&point.target)
            && self.ports.contains(port.protocol, port.number, &port.names)
    }

    /// Whether a connection is in both.
    pub fn meets(&self, other: &Flow) -> bool {
        self.source.meets(&other.source)
            && self.target.meets(&other.target)
            && self.ports.meets(&other.ports)
    }

    /// The connections in both, if there are any.
    ///
    /// # Errors
    /// When that takes more steps than the budget has.
    pub fn and(&self, other: &Flow, budget: &mut Budget) -> Result<Option<Flow>, TooComplex> {
        let Some(source) = self.source.and(&other.source) else {
            return Ok(None);
        };
        let Some(target) = self.target.and(&other.target) else {
            return Ok(None);
        };
        let ports = self.ports.and(&other.ports, budget)?;
        Ok((!ports.is_empty()).then_some(Flow {
            source,
            target,
            ports,
        }))
    }

    /// The connections in this product that are not in the other: disjoint products, first those
    /// from elsewhere, then those to elsewhere, then those on other ports.
    ///
    /// # Errors
    /// When that takes more steps than the budget has.
    pub fn minus(&self, other: &Flow, budget: &mut Budget) -> Result<Vec<Flow>, TooComplex> {
        budget.spend(1)?;
        if self.is_empty() {
            return Ok(Vec::new());
        }
        if !self.meets(other) {
            return Ok(vec![self.clone()]);
        }
        let mut pieces: Vec<Flow> = self
            .source
            .minus(&other.source)
            .into_iter()
            .map(|source| Flow {
                source,
                target: self.target.clone(),
                ports: self.ports.clone(),
            })
            .collect();
        let Some(source) = self.source.and(&other.source) else {
            return Ok(pieces);
        };
        pieces.extend(
            self.target
                .minus(&other.target)
                .into_iter()
                .map(|target| Flow {
                    source: source.clone(),
                    target,
                    ports: self.ports.clone(),
                }),
        );
        let ports = self.ports.minus(&other.ports, budget)?;
        if let Some(target) = self.target.and(&other.target)
            && !ports.is_empty()
        {
            pieces.push(Flow {
                source,
                target,
                ports,
            });
        }
        budget.spend_for(pieces.len())?;
        Ok(pieces)
    }

    /// What this product leaves of some pieces.
    ///
    /// # Errors
    /// When that takes more steps than the budget has.
    pub fn cut_from(&self, pieces: &[Flow], budget: &mut Budget) -> Result<Vec<Flow>, TooComplex> {
        let mut left = Vec::with_capacity(pieces.len());
        for piece in pieces {
            left.extend(piece.minus(self, budget)?);
        }
        Ok(left)
    }

    /// One connection of the product.
    pub fn witness(&self) -> Option<FlowPoint> {
        Some(FlowPoint {
            source: self.source.witness()?,
            target: self.target.witness()?,
            port: self.ports.witness()?,
        })
    }
}
