//! All tests that look at netpolc from outside, in one binary: it links once.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod architecture;
mod check_cases;
#[cfg(unix)]
mod ci;
mod cli;
#[cfg(unix)]
mod completions;
mod corpus;
mod docs;
mod emit;
mod emit_cases;
mod eval_cases;
mod examples;
mod fmt;
mod format;
mod fuzzing;
mod highlight;
mod ide;
mod init;
mod inventory;
mod lint_fixes;
mod lsp;
mod machine;
mod manifest_locality;
mod manifests;
mod oracles;
mod passing;
mod properties;
mod real;
mod rendering;
mod repository;
mod robust;
mod rules;
mod sets;
mod suggestions;
mod support;
mod syntax;
mod transcripts;
mod uses;
mod verify;
mod vscode;
mod why_cases;
mod yaml_traps;
