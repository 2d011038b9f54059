//! Kubernetes' own meaning of NetworkPolicy objects. It does not know that the language exists.
//!
//! Rules are cited as S-numbers and V-numbers, as everywhere in this project.
//!
//! [`concrete`] answers for one connection between endpoints of a given cluster; [`symbolic`] says
//! everything that a set of objects allows, in any cluster.

pub mod concrete;
pub mod symbolic;
