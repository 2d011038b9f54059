//! The namespaces of objects that name none.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::inventory::entry::Entry;

/// Puts the objects of one file that name no namespace in `given`, else in the only one that the others
/// name, which is returned. Without either they are left out, with a reason.
pub(super) fn give_homes(
    entries: &mut Vec<Entry>,
    given: Option<&SmolStr>,
) -> (Option<SmolStr>, Option<Diagnostic>) {
    let written = entries.iter().filter_map(Entry::namespace);
    let written: BTreeSet<&str> = written.filter(|name| !name.is_empty()).collect();
    let only = written.first().filter(|_| written.len() == 1);
    let home = given.cloned().or_else(|| only.map(SmolStr::new));
    let count = written.len();
    if let Some(home) = home {
        let homeless = entries.iter_mut().filter(|entry| is_homeless(entry));
        homeless.for_each(|entry| entry.put_in(&home));
        return (Some(home), None);
    }
    let mut homeless = entries.iter().filter(|entry| is_homeless(entry));
    let Some(place) = homeless.next().and_then(Entry::place) else {
        return (None, None);
    };
    let others = homeless.count();
    let message = if count == 0 {
        "nothing says which namespace this object is in".to_owned()
    } else {
        format!("this object names no namespace, and others of the file are in {count} of them")
    };
    let mut diagnostic = Diagnostic::new(&codes::NAMESPACELESS_OBJECT, place, message)
        .help("write its `namespace`, or say of which namespace such objects are");
    if others > 0 {
        diagnostic = diagnostic.note(format!("so it is with {others} more of this file"));
    }
    entries.retain(|entry| !is_homeless(entry));
    (None, Some(diagnostic))
}

fn is_homeless(entry: &Entry) -> bool {
    entry.namespace() == Some("")
}
