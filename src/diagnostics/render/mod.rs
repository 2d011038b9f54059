//! From diagnostics to text, one file a format.
//!
//! Nothing here opens a file or knows a terminal: each format writes to what it is handed.

mod excerpt;
mod github;
mod harmless;
mod json;
mod locator;
mod placement;
mod remarks;
mod report;
mod results;
mod sarif;
mod short;
mod step_summary;
mod summary;
mod text;

pub use github::github;
pub use harmless::escaped;
pub use json::json;
pub use placement::{Placement, Placements};
pub use report::Report;
pub use results::{result, results};
pub use sarif::sarif;
pub use short::short;
pub use step_summary::step_summary;
pub use summary::summary;
pub use text::text;
