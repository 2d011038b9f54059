//! What the pods of one namespace let through in one direction.

/// A selector of pods: its number in [`Gates`](crate::sets::Gates).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SelectorId(pub u32);

/// An end: its number in [`Gates`](crate::sets::Gates).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EndId(pub u32);

/// Ports: their number in [`Gates`](crate::sets::Gates).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortsId(pub u32);

/// The pods of one namespace as one end of connections, in one direction: which are isolated (S2), and
/// what these let through (S3). All others let everything through (S1). Each comes with its cause.
#[derive(Clone, Debug)]
pub struct Gate<C> {
    /// The isolated pods.
    pub isolated: Vec<(SelectorId, C)>,
    /// What they let through.
    ///
    /// INVARIANT: the pods of each are isolated.
    pub products: Vec<(Product, C)>,
}

/// Connections of some pods with another end, on some ports of the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Product {
    /// The pods of the namespace.
    pub pods: SelectorId,
    /// The other end.
    pub other: EndId,
    /// The ports.
    pub ports: PortsId,
}

impl<C> Default for Gate<C> {
    fn default() -> Gate<C> {
        Gate {
            isolated: Vec::new(),
            products: Vec::new(),
        }
    }
}
