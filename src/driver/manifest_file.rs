//! A file of manifests, as it comes in.

use crate::diagnostics::{Diagnostic, codes};
use crate::source::Span;

/// What a path of manifests led to: a file, or a folder that cannot be read as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestFile {
    /// What diagnostics call it: its path, with `/` between folders.
    pub name: String,
    /// What tells it from other files: the same for every path that leads to it.
    pub identity: String,
    /// What it holds.
    pub content: ManifestContent,
}

/// What a file of manifests holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManifestContent {
    /// YAML or JSON, or what is taken for that.
    Text(Vec<u8>),
    /// It is a folder that kustomize makes manifests of.
    Kustomization,
    /// It is a folder that Helm makes manifests of.
    Chart,
}

impl ManifestFile {
    /// What to say of a folder whose manifests something has to make first, at `span`; nothing of a file.
    pub fn unrendered(&self, span: Span) -> Option<Diagnostic> {
        let name = &self.name;
        let (what, command) = match self.content {
            ManifestContent::Text(_) => return None,
            ManifestContent::Kustomization => ("a kustomization", "kubectl kustomize"),
            ManifestContent::Chart => ("a Helm chart", "helm template"),
        };
        let message = format!("`{name}` is {what}, whose manifests are still to be made");
        let is_plain = |char: char| char.is_ascii_alphanumeric() || "-_./".contains(char);
        let folder = if name.chars().all(is_plain) {
            name
        } else {
            "FOLDER"
        };
        let help =
            format!("pipe in what it makes: `{command} {folder} | netpolc check --manifests -`");
        Some(Diagnostic::new(&codes::UNRENDERED_MANIFESTS, span, message).help(help))
    }
}
