//! The formatter: what it writes, and what it must not change.

mod canonical;
mod cases;
mod comments;
mod respelling;
mod said;
mod texts;
mod tokens;
mod width;
