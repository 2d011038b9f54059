//! Policies to text: YAML with the statements as comments, or JSON.
//!
//! One walk over the object serves both formats; [`yaml`] and [`json`] write what it visits.
//! Nothing here decides what a policy says, or in which order its parts stand.

mod comment;
mod generated_list;
mod header;
mod json;
mod manifest;
mod scalar;
mod traced;
mod tree;
mod visible;
mod yaml;

pub use generated_list::is_generated_list;
pub use header::generated_from;
pub use json::{json, json_line};
pub use traced::{Stretch, traced};
pub use yaml::{document, yaml, yaml_behind};
