//! Kubernetes objects, and the API server's rules for the words in them.

mod policy;

pub use policy::Policy;
