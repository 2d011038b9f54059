//! Kubernetes' own meaning of NetworkPolicy objects: who may connect to whom.
//!
//! It takes objects of the API and knows nothing of the language they may come from. Rules are
//! cited as S-numbers and V-numbers, as everywhere in this project.
//!
//! [`concrete`] answers for one connection between endpoints of a given cluster; [`symbolic`] says, as
//! sets, everything that objects allow.

pub mod concrete;
pub mod symbolic;
