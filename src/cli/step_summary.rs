//! The summary that GitHub Actions shows of a step.

use std::env;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;

use crate::cli::failure::Failure;
use crate::diagnostics::render::{Placements, Report, step_summary};

/// Adds the diagnostics to the file that `GITHUB_STEP_SUMMARY` names, where it names one.
pub(super) fn append(report: &Report<'_>, placements: &Placements) -> Result<(), Failure> {
    let path = env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty());
    let Some(path) = path.map(PathBuf::from) else {
        return Ok(());
    };
    let mut text = Vec::new();
    let rendered = step_summary(report, placements, &mut text);
    let file = OpenOptions::new().create(true).append(true).open(&path);
    rendered
        .and(file)
        .and_then(|mut file| file.write_all(&text))
        .map_err(|error| Failure::io("write", &path, &error))
}
