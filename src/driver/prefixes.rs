//! Prefixes that are still free in a run.

use std::collections::HashSet;

use crate::driver::opening::Opening;
use crate::driver::unit::Unit;
use crate::k8s;

/// How long a DNS label may be (V9).
const LONGEST: usize = 63;

/// The prefixes of all inputs, and the namespaces and names of all their objects.
pub(super) struct Prefixes {
    taken: HashSet<String>,
    objects: HashSet<(Option<String>, String)>,
}

impl Prefixes {
    /// Those of a run.
    pub(super) fn of(units: &[Unit], openings: &[&Opening]) -> Self {
        let taken = openings.iter().filter_map(|opening| {
            let prefix = opening.prefix.as_ref()?;
            Some(prefix.to_string())
        });
        Self {
            taken: taken.collect(),
            objects: units.iter().flat_map(|unit| objects(unit, "")).collect(),
        }
    }

    /// A prefix for a file that has none, made of the file's name, if no other file has it and no
    /// object is called as the file's would be. It is taken from now on.
    pub(super) fn free(&mut self, unit: &Unit) -> Option<String> {
        let prefix = from_title(&unit.title)?;
        let named: Vec<_> = objects(unit, &format!("{prefix}-")).collect();
        if self.taken.contains(&prefix) || named.iter().any(|one| self.objects.contains(one)) {
            return None;
        }
        self.objects.extend(named);
        self.taken.insert(prefix.clone());
        Some(prefix)
    }
}

fn objects<'a>(
    unit: &'a Unit,
    before: &'a str,
) -> impl Iterator<Item = (Option<String>, String)> + 'a {
    unit.policies.iter().map(move |policy| {
        let metadata = &policy.object.metadata;
        let name = metadata.name.as_deref().unwrap_or_default();
        (metadata.namespace.clone(), format!("{before}{name}"))
    })
}

/// The DNS label that is nearest to a file's name without its extension; none where nothing of it is
/// left, and for standard input, `<stdin>`.
fn from_title(title: &str) -> Option<String> {
    let name = title.rsplit('/').next()?;
    if name.starts_with('<') {
        return None;
    }
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut label = String::new();
    for char in stem.chars() {
        match char.to_ascii_lowercase() {
            plain @ ('a'..='z' | '0'..='9') => label.push(plain),
            _ if label.is_empty() || label.ends_with('-') => {}
            _ => label.push('-'),
        }
        if label.len() == LONGEST {
            break;
        }
    }
    label.truncate(label.trim_end_matches('-').len());
    k8s::dns_label(&label).is_ok().then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_file_names() {
        let said = |title: &str| from_title(title).unwrap_or_default();
        assert_eq!(said("shop.netpol"), "shop");
        assert_eq!(said("teams/a/Shop_Front.v2.netpol"), "shop-front-v2");
        assert_eq!(said("_0day_.netpol"), "0day");
        assert_eq!(said("büro"), "b-ro");
        assert_eq!(said(".netpol"), "");
        assert_eq!(said("犬.netpol"), "");
        assert_eq!(said("<stdin>"), "");
        assert_eq!(said(&"a".repeat(70)), "a".repeat(63));
        assert_eq!(said(&format!("{}_b", "a".repeat(62))), "a".repeat(62));
    }
}
