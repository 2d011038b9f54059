//! Whether a text of objects was edited as it was to be.

use std::collections::BTreeSet;

use k8s_openapi::api::networking::v1::NetworkPolicy;

use crate::diagnostics::has_errors;
use crate::k8s::manifest::{Placed, placed};
use crate::k8s::resource_list::{ResourceList, resource_list};
use crate::source::{FileId, Span};
use crate::splice::items::before;

/// Whether `now` has the `objects` of `text` but for those in `gone`, each letter of them, in their order, and
/// behind them `ours`.
pub fn keeps<'p>(
    (file, text): (FileId, &str),
    objects: &[Placed],
    gone: &BTreeSet<Span>,
    now: &str,
    ours: impl IntoIterator<Item = &'p NetworkPolicy>,
) -> bool {
    let (found, wrong) = placed(file, now);
    if has_errors(&wrong) {
        return false;
    }
    let mut found = found.iter();
    let stay = objects.iter().filter(|one| !gone.contains(&one.span));
    for object in stay {
        let now = found.next().and_then(|one| now.get(one.span.range()));
        if !is_kept(text.get(object.span.range()), now) {
            return false;
        }
    }
    for policy in ours {
        let now = found.next().and_then(|one| one.policy.as_ref());
        if now.is_none_or(|now| now.object != *policy) {
            return false;
        }
    }
    found.next().is_none()
}

/// Whether the list in `now` has an item for each of `list`, in `text`, but for those that are gone, and behind
/// them `ours` of others: what is in an item is not looked at, unless nothing in it is gone.
pub fn keeps_items(
    text: &str,
    list: &ResourceList,
    objects: &[Placed],
    gone: &BTreeSet<Span>,
    now: &str,
    ours: usize,
) -> bool {
    let Ok(after) = resource_list(list.span.file, now) else {
        return false;
    };
    let mut found = after.entries.iter();
    let mut ahead = objects;
    for entry in &list.entries {
        let here = before(&mut ahead, entry.range().end);
        let goes = here.iter().filter(|one| gone.contains(&one.span)).count();
        if goes == 0 {
            let now = found.next().and_then(|span| now.get(span.range()));
            if !is_kept(text.get(entry.range()), now) {
                return false;
            }
        } else if goes < here.len() {
            found.next();
        }
    }
    found.count() == ours
}

/// Whether a value is what it was. The last line of a text may lack its break, which a value of lines has for all
/// that.
fn is_kept(before: Option<&str>, now: Option<&str>) -> bool {
    let (Some(before), Some(now)) = (before, now) else {
        return false;
    };
    let rest = now.strip_prefix(before);
    rest == Some("") || !before.ends_with('\n') && matches!(rest, Some("\n" | "\r\n"))
}
