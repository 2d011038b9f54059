//! Why a connection passes, or does not: end by end, with the lines that decide.
//!
//! What is asked are sets of connections. Whether they pass is decided by what objects say; why, by what
//! the lines say, which the proof has shown to be the same.

mod answer;
mod change;
mod explanation;
mod finding;
mod isolator;
mod json;
mod notes;
mod place;
mod question;
mod reason;
mod remedy;
mod spelling;
mod statement;
mod transcript;

pub use answer::{Answer, Side, Verdict, answer};
pub use change::{Addition, Owner, additions, opening, promises, stops};
pub use explanation::{Explanation, Outcome, Reason};
pub use finding::{Change, Cited, Finding, Site, What};
pub use json::json;
pub use notes::notes;
pub use place::Place;
pub use question::asked;
pub use remedy::opens;
pub use spelling::{Spelling, ports};
pub use transcript::transcript;
