//! Kubernetes' own meaning of NetworkPolicy objects. It does not know that the language exists.

pub mod symbolic;
