//! Giving what a text declares another name, in all files of a run, so that everything means what it meant.

mod change;
mod chosen;
mod kept;
mod list;
mod new_name;
mod spelling;
mod unread;

use crate::diagnostics::Edit;
use crate::driver::Snapshot;
use crate::ide::rename::chosen::Chosen;
use crate::source::{FileId, Span};

/// The name at a place, with the place, if it can be changed.
///
/// # Errors
/// Why it cannot.
pub fn prepare_rename(
    snapshot: &Snapshot,
    file: FileId,
    offset: u32,
) -> Result<(Span, String), String> {
    let index = snapshot.names();
    let chosen = Chosen::at(snapshot, index, file, offset)?;
    unread::check(snapshot, index, &chosen)?;
    Ok((chosen.span, chosen.name.to_string()))
}

/// What to change so that the thing whose name stands at a place has a new one, and all else stays as it is: in
/// the order of files and places, no two of them on the same text.
///
/// # Errors
/// Why that cannot be done.
pub fn rename(
    snapshot: &Snapshot,
    file: FileId,
    offset: u32,
    new_name: &str,
) -> Result<Vec<Edit>, String> {
    let index = snapshot.names();
    let chosen = Chosen::at(snapshot, index, file, offset)?;
    unread::check(snapshot, index, &chosen)?;
    let new_name = new_name::checked(new_name)?;
    if new_name == chosen.name {
        return Ok(Vec::new());
    }
    new_name::check_free(snapshot, index, &chosen, &new_name)?;
    let changes = change::changes(snapshot, &chosen, &new_name)?;
    kept::check(snapshot, index, &chosen, &new_name, &changes)?;
    Ok(changes.into_iter().map(|change| change.edit).collect())
}
