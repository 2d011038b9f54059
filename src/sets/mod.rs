//! Exact algebra over sets of connections: and, minus, empty; and over what they are made of.
//!
//! It knows nothing of the language, of text or of objects, and imports nothing of the crate.
//! Conflicts, redundancy, `except`, proofs and promises are questions about these sets.
//!
//! # Points
//!
//! | point | what it is | sets of it |
//! | --- | --- | --- |
//! | [`Member`] | what one object has under one label key: a value, or no such label | [`Values`] |
//! | label map | the labels of one pod or namespace | [`Selector`] |
//! | [`Pod`] | the labels of a pod, and those of its namespace | [`Pods`] |
//! | address | one IPv4 or IPv6 address outside the cluster | [`Block`], [`Addresses`] |
//! | [`PortPoint`] | protocol, number, and the names that the target gives it | [`Ports`] |
//! | [`Endpoint`] | a pod or an address; never both | [`End`] |
//! | [`FlowPoint`] | a connection: source, target, port | [`Flow`], [`FlowSet`] |
//!
//! Sets are over all points that *could* exist, not over those of some cluster. So a label may have
//! any value, a pod any labels, and a port any names, with one exception: every namespace has the
//! label [`NAMESPACE_NAME`].
//!
//! # Products and unions
//!
//! [`Values`], [`Addresses`] and [`Ports`] are closed under and, or and minus. Their values are
//! finite or co-finite lists, sorted ranges, and unions of cubes.
//!
//! [`Selector`], [`Pods`], [`Block`] and [`Flow`] are products: they say something of each of
//! several dimensions. The intersection of products is a product, and is empty when one of its
//! dimensions is. The difference of two is a union: for each dimension in turn, the piece that
//! sticks out in it and fits in those before. So `minus` returns disjoint pieces, no more than the
//! dimensions in which the other asks for something (for a block: than its holes, and one).
//!
//! [`FlowSet`] is a union of products. Subtracting a union from a product can double the pieces
//! with each subtrahend; whether a union of selectors covers another one is hard in the worst case.
//!
//! # What is exact, and what is bounded
//!
//! Every answer is exact. An operation that can explode takes a [`Budget`] and fails with
//! [`TooComplex`] once it is used up; it never guesses. [`Selector::split`] has a limit of its own,
//! and [`TooMany`] says that it was reached.
//!
//! Differences of flow sets stay near-linear where the sets resemble each other: both are in normal
//! form (products that differ in one dimension are merged), equal products cancel by hash, and only
//! products that meet, found through indexes, are subtracted. [`SelectorIndex`], [`PodsIndex`] and
//! [`maximal`] look up what covers or meets a selector, at a cost that hardly grows with the number
//! of selectors if these ask for different values of their keys, as `app=NAME` does.
//!
//! # Equality
//!
//! Equal sets compare equal where they are one product, addresses, or ports without names. Unions
//! of ports and of names have one normal form too. Other sets may have several: compare them with
//! `minus` both ways.
//!
//! # Example
//!
//! ```
//! use netpolc::sets::{
//!     Budget, End, Flow, FlowSet, Pods, Ports, Protocol, Selector, TooComplex, Values,
//! };
//!
//! let pods = |app: &str| {
//!     let labels = Selector::everything().with("app", Values::one_of([app]));
//!     End::Pods(Pods::in_namespace("shop", labels))
//! };
//! let everyone = End::Pods(Pods::everywhere(Selector::everything()));
//! let port = |number| Ports::numbers(Protocol::Tcp, number, number);
//!
//! // What the text allows, and what it promises to deny.
//! let allowed = FlowSet::from_flows([
//!     Flow::new(pods("frontend"), pods("backend"), port(8080)),
//!     Flow::new(everyone.clone(), pods("frontend"), port(443)),
//! ]);
//! let denied = FlowSet::from_flows([Flow::new(everyone, pods("backend"), Ports::all())]);
//!
//! let mut budget = Budget::new(1_000);
//! let conflict = allowed.and(&denied, &mut budget)?;
//! let witness = conflict.witness().expect("the frontend reaches the backend");
//! assert_eq!(witness.port.number, 8080);
//!
//! let rest = allowed.minus(&denied, &mut budget)?;
//! assert_eq!(rest.flows().len(), 1);
//! assert!(!rest.meets(&denied));
//! # Ok::<(), TooComplex>(())
//! ```

mod addresses;
mod axis;
mod block;
mod budget;
mod direction;
mod end;
mod endpoint;
mod flow;
mod flow_index;
mod flow_point;
mod flow_set;
mod gate;
mod gates;
mod interner;
mod member;
mod merging;
mod numbers;
mod pod;
mod pods;
mod pods_index;
mod port_cube;
mod port_point;
mod ports;
mod protocol;
mod ranges;
mod selector;
mod selector_index;
mod values;

pub use addresses::Addresses;
pub use block::Block;
pub use budget::{Budget, TooComplex, TooMany};
pub use direction::Direction;
pub use end::End;
pub use endpoint::Endpoint;
pub use flow::Flow;
pub use flow_point::FlowPoint;
pub use flow_set::FlowSet;
pub use gate::{EndId, Gate, PortsId, Product, SelectorId};
pub use gates::{GateId, Gates, Way};
pub use interner::Interner;
pub use member::Member;
pub use numbers::Numbers;
pub use pod::{NAMESPACE_NAME, Pod};
pub use pods::Pods;
pub use pods_index::PodsIndex;
pub use port_cube::PortCube;
pub use port_point::PortPoint;
pub use ports::Ports;
pub use protocol::Protocol;
pub use selector::Selector;
pub use selector_index::{SelectorIndex, maximal};
pub use values::Values;
