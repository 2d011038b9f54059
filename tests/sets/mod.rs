//! The set algebra against brute force: every operation, over universes small enough to walk and
//! large enough to hold a point of every kind (mentioned, fresh, absent, on a border, beside it).

mod addresses;
mod flow_set;
mod gates;
mod index;
mod numbers;
mod pods;
mod ports;
mod scale;
mod selector;
mod universe;
mod values;
