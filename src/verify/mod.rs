//! The law of the compiler: objects mean what the text says.
//!
//! [`prove`] compares, for one file, what [`Intent`](crate::model::Intent) reads in the text with what
//! [`symbolic`](crate::eval::symbolic) reads in the objects, over all pods, addresses and ports that
//! could exist. The two are written apart and share nothing but the algebra of sets. What is asked of
//! a whole run is asked of its [`network`]: whether it keeps its promises ([`broken_promises`]).

mod again;
mod broken_promise;
mod difference;
mod proof;
mod reading;
mod whole;

pub use again::{Proved, Proven, prove_again};
pub use broken_promise::broken_promises;
pub use difference::{Difference, Undecided};
pub use proof::{Proof, prove};
pub use whole::{By, Written, network};
