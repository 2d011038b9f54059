//! From diagnostics to text, one file a format.
//!
//! Nothing here opens a file or knows a terminal: each format writes to what it is handed.

mod excerpt;
mod harmless;
mod json;
mod locator;
mod report;
mod results;
mod short;
mod summary;
mod text;

pub use harmless::escaped;
pub use json::json;
pub use report::Report;
pub use results::{result, results};
pub use short::short;
pub use summary::summary;
pub use text::text;
