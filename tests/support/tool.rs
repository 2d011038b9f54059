//! Programs that users of netpolc have, and that a machine may lack.

use std::env;
use std::path::PathBuf;

use crate::support::skip::skipped;

/// The program of this name on the path; nothing where there is none, which is said: `what` is skipped then.
pub(crate) fn tool(name: &str, what: &'static str) -> Option<PathBuf> {
    let found = on_path(name);
    if found.is_none() {
        skipped(what);
    }
    found
}

/// The program of this name on the path.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    let folders = env::var_os("PATH").unwrap_or_default();
    let mut found = env::split_paths(&folders).map(|folder| folder.join(&file));
    found.find(|path| path.is_file())
}
