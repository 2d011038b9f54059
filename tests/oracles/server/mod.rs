//! A real API server, and the real kubectl: what is applied comes back as it was written, and nobody
//! has anything to say of it.
//!
//! `scripts/apiserver` starts the server.

mod batch;
mod cluster;
mod golden;
mod round_trip;
mod seeded;
