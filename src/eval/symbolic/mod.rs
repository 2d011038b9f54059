//! Everything that a set of objects allows, over all pods, addresses and ports that could exist.
//!
//! [`meaning`] reads objects as the API server would store them: what it fills in (S7, S21) is filled
//! in here. What it refuses selects nothing and opens nothing: other stages see to it that such
//! objects do not get here.

mod cause;
mod directions;
mod network;
mod peer;
mod policy;
mod ports;
mod selector;
mod side;

pub use cause::Cause;
pub use network::{Met, Network};
pub use policy::meaning;
