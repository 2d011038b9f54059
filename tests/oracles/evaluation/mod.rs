//! Connections in random clusters: what the text says of them, what `eval` makes of the objects, and
//! what two engines do, which are other people's code.

mod agreement;
mod case;
mod counted;
mod deviation;
mod engines;
mod fault;
mod foreign;
mod housing;
mod part;
mod programs;
mod rewriting;
mod stored;
