//! Reading NetworkPolicy manifests: the objects that kubectl and the API server make of a text.
//!
//! [`read`] takes YAML or JSON, of one document or many, and returns the policies in it with the
//! places they stand at, and what kubectl or the API server would refuse. Scalars are resolved as
//! go-yaml does it, not as YAML 1.2 does. Nothing here reads files, and nothing fills in defaults:
//! absent fields stay absent.

mod address_block;
mod dialect;
mod document;
mod fields;
mod found;
mod go_number;
mod json;
mod metadata;
mod node;
mod object;
mod offsets;
mod peer;
mod placed;
mod policy;
mod port;
mod read;
mod reader;
mod root;
mod rule;
mod said;
mod scalar;
mod selector;
mod spec;
mod stream;
mod syntax_error;
mod template;
mod text;
mod tree;
mod word;
mod yaml;

pub(super) use node::{Kind, Node, Number};
pub(super) use object::{Object, group};
pub(super) use policy::is_policy;
pub(super) use reader::Reader;
pub(super) use root::root;
pub(super) use stream::objects;
pub(super) use word::shown;

pub use document::documents;
pub use found::{Found, Manifests, Spans};
pub use json::json_values;
pub use placed::{Placed, placed};
pub use read::read;
pub use stream::SUBSTITUTE;
