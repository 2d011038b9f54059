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
mod meant;
mod notes;
mod place;
mod question;
mod reason;
mod remedy;
mod rows;
mod said;
mod spelling;
mod statement;
mod transcript;
mod world;

pub use answer::{Answer, Side, Verdict, answer};
pub use change::{Addition, Owner, additions, opening, promises, stops};
pub use explanation::{Explanation, Outcome, Reason};
pub use finding::{Change, Cited, Finding, Site, What};
pub use json::json;
pub use meant::{Crowd, Meant, Named};
pub use notes::{OF_ALL, notes};
pub use place::Place;
pub use question::{Question, asked};
pub use remedy::opens;
pub use rows::Counted;
pub use said::Said;
pub use spelling::{Spelling, ports};
pub use transcript::transcript;
pub use world::World;
