//! The proof finds out exactly the objects that mean something else than their text, and says where.

mod brute_force;
mod damage;
mod hard;
mod mutation;
mod promises;
mod shapes;
