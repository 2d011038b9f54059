//! The namespaces that a file owns.

use smol_str::SmolStr;

/// An owned namespace: its index in [`Model::namespaces`](crate::model::Model::namespaces).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamespaceId(pub u32);

/// A namespace that the file owns: one that it declares, or the one that its objects are applied to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Namespace {
    name: SmolStr,
}

impl Namespace {
    /// What stands for the name of the namespace in sets where the file declares none. No namespace
    /// can have this name, so it differs from every one that the file mentions.
    pub const UNNAMED: &str = ".";

    /// The namespace of this name.
    pub fn named(name: SmolStr) -> Self {
        Self { name }
    }

    /// The one namespace of a file that declares none.
    pub fn unnamed() -> Self {
        Self::named(SmolStr::new_static(Self::UNNAMED))
    }

    /// Its name in sets: the value of `kubernetes.io/metadata.name`.
    pub fn key(&self) -> &SmolStr {
        &self.name
    }

    /// Its name, where the file or the command line gives one.
    pub fn name(&self) -> Option<&str> {
        (self.name != Self::UNNAMED).then_some(self.name.as_str())
    }
}
