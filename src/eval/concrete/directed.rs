//! Something for each direction.

/// A direction of isolation (S1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Direction {
    /// What the source says.
    Egress,
    /// What the target says.
    Ingress,
}

/// One value for each direction.
#[derive(Clone, Debug, Default)]
pub(super) struct Directed<T> {
    pub(super) egress: T,
    pub(super) ingress: T,
}

impl<T> Directed<T> {
    pub(super) const fn get(&self, direction: Direction) -> &T {
        match direction {
            Direction::Egress => &self.egress,
            Direction::Ingress => &self.ingress,
        }
    }

    pub(super) const fn get_mut(&mut self, direction: Direction) -> &mut T {
        match direction {
            Direction::Egress => &mut self.egress,
            Direction::Ingress => &mut self.ingress,
        }
    }
}
