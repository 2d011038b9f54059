//! What shells complete: their scripts, and the shells themselves at work.

mod driven;
mod scripts;
mod terminal;
