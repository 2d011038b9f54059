//! The namespaces that a file owns.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::sets::{NAMESPACE_NAME, Selector};

/// An owned namespace: its index in [`Model::namespaces`](crate::model::Model::namespaces).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamespaceId(pub u32);

/// A namespace that the file owns: one that it declares, or the one that its objects are applied to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Namespace {
    name: SmolStr,
    /// What its labels may be, all of them; nothing where that is not known.
    labels: Vec<BTreeMap<SmolStr, SmolStr>>,
}

impl Namespace {
    /// What stands for the name of the namespace in sets where the file declares none. No namespace
    /// can have this name, so it differs from every one that the file mentions.
    pub const UNNAMED: &str = ".";

    /// The namespace of this name.
    pub fn named(name: SmolStr) -> Self {
        Self {
            name,
            labels: Vec::new(),
        }
    }

    /// The one namespace of a file that declares none.
    pub fn unnamed() -> Self {
        Self::named(SmolStr::new_static(Self::UNNAMED))
    }

    /// The namespace, which has one of these sets of labels, its name among them (S18); where there is
    /// none its labels are not known.
    #[must_use]
    pub fn labelled(self, labels: Vec<BTreeMap<SmolStr, SmolStr>>) -> Self {
        Self { labels, ..self }
    }

    /// Its name in sets: the value of `kubernetes.io/metadata.name`.
    pub fn key(&self) -> &SmolStr {
        &self.name
    }

    /// Its name, where the file or the command line gives one.
    pub fn name(&self) -> Option<&str> {
        (self.name != Self::UNNAMED).then_some(self.name.as_str())
    }

    /// What its labels may be, all of them; nothing where no more than its name is known.
    pub fn known_labels(&self) -> &[BTreeMap<SmolStr, SmolStr>] {
        &self.labels
    }

    /// Whether a selector of namespaces selects it for sure: whatever its labels are, as far as they are
    /// not known.
    pub fn is_surely(&self, selector: &Selector) -> bool {
        if self.labels.is_empty() {
            let mut asked = selector.requirements().iter();
            return asked
                .all(|(key, values)| key == NAMESPACE_NAME && values.contains(Some(&self.name)));
        }
        let mut possible = self.labels.iter();
        possible.all(|labels| selector.matches(|key| labels.get(key).map(SmolStr::as_str)))
    }
}
