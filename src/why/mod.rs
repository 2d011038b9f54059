//! Why a connection passes, or does not: end by end, with the lines that decide.
//!
//! What is asked are sets of connections. Whether they pass is decided by what objects say; why, by what
//! the lines say, which the proof has shown to be the same.

mod answer;
mod explanation;
mod place;
mod question;
mod reason;
mod remedy;
mod spelling;

pub use answer::{Answer, Side, Verdict, answer};
pub use explanation::{Explanation, Outcome, Reason};
pub use place::Place;
pub use question::asked;
pub use remedy::opens;
pub use spelling::{Spelling, ports};
