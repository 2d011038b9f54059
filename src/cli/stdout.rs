//! The product, on standard output.

use std::io::{ErrorKind, Write};

use crate::cli::failure::{Failure, reason};

/// Writes all of `bytes`. A reader that has seen enough (`netpolc build | head`) is no failure.
pub(super) fn write(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            let words = format!("cannot write to standard output: {}", reason(&error));
            Err(Failure::new(words))
        }
        _ => Ok(()),
    }
}
