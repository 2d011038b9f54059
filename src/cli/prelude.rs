//! `netpolc prelude`: what every file knows without saying so.

use crate::cli::failure::Failure;
use crate::cli::stdout;
use crate::cli::verdict::Verdict;
use crate::resolve::PRELUDE;

/// Prints the prelude.
pub(super) fn run() -> Result<Verdict, Failure> {
    stdout::write(PRELUDE.as_bytes())?;
    Ok(Verdict::Yes)
}
