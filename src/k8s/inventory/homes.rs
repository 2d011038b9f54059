//! The namespaces of objects that name none.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::dns_label;
use crate::k8s::inventory::entry::Entry;
use crate::k8s::manifest::Found;

/// ` in namespace …`, where that has a name.
pub(super) fn words(namespace: &str) -> String {
    match dns_label(namespace) {
        Ok(()) => format!(" in namespace `{namespace}`"),
        Err(_) => String::new(),
    }
}

/// The namespaces that objects of one file name. What netpolc wrote itself says nothing of the others: a second
/// pass over them is to find what the first one found.
pub(super) fn named(entries: &[Entry]) -> BTreeSet<&str> {
    let own = |entry: &&Entry| entry.policy().is_some_and(Found::is_own);
    let written = entries.iter().filter(|entry| !own(entry));
    let written = written.filter_map(Entry::namespace);
    written.filter(|name| !name.is_empty()).collect()
}

/// The namespace of the objects of one file that name none: `given`, else the only one that the others name.
pub(super) fn home(entries: &[Entry], given: Option<&SmolStr>) -> Option<SmolStr> {
    let named = named(entries);
    let only = named.first().filter(|_| named.len() == 1);
    given.cloned().or_else(|| only.map(SmolStr::new))
}

/// Puts the objects of one file that name no namespace in their home. Without one they are left out, with a
/// reason.
pub(super) fn give_homes(entries: &mut Vec<Entry>, given: Option<&SmolStr>) -> Option<Diagnostic> {
    if let Some(home) = home(entries, given) {
        let homeless = entries.iter_mut().filter(|entry| entry.is_homeless());
        homeless.for_each(|entry| entry.put_in(&home));
        return None;
    }
    let count = named(entries).len();
    let mut homeless = entries.iter().filter(|entry| entry.is_homeless());
    let place = homeless.next()?.place()?;
    let others = homeless.count();
    let message = if count == 0 {
        "nothing says which namespace this object is in".to_owned()
    } else {
        format!("this object names no namespace, and others of the file are in {count} of them")
    };
    let mut diagnostic = Diagnostic::new(&codes::NAMESPACELESS_OBJECT, place, message)
        .help("write its `namespace`, or say `--namespace NS`");
    if others > 0 {
        diagnostic = diagnostic.note(format!("so it is with {others} more of this file"));
    }
    entries.retain(|entry| !entry.is_homeless());
    Some(diagnostic)
}
