//! What a repository of policies runs: the GitHub Action, the hooks of pre-commit, the static binary,
//! and the examples of `docs/ci.md`.

mod action;
mod cargo;
mod examples;
mod linters;
mod pre_commit;
mod runner;
mod static_binary;
