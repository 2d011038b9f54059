//! A file of manifests, as it comes in.

use crate::diagnostics::{Diagnostic, codes};
use crate::driver::decode::decode_manifest_at;
use crate::source::{FileId, Sources, Span};

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
    /// What it held when it was last handed to the [`Session`](crate::driver::Session) at hand.
    Unchanged,
}

impl ManifestFile {
    /// Adds its text to those of a run. `Err` with what is wrong: of a folder whose manifests something has to
    /// make first it stands at `span`, if something names the folder there.
    pub(super) fn add_to(
        self,
        sources: &mut Sources,
        span: Option<Span>,
    ) -> Result<FileId, Diagnostic> {
        self.put_into(sources, None, span)
    }

    /// As [`ManifestFile::add_to`], in the place of an earlier text, where there is one.
    pub(super) fn put_into(
        self,
        sources: &mut Sources,
        place: Option<FileId>,
        span: Option<Span>,
    ) -> Result<FileId, Diagnostic> {
        let name = self.name.as_str();
        let (what, command) = match self.content {
            ManifestContent::Text(bytes) => {
                return decode_manifest_at(sources, place, name, bytes);
            }
            ManifestContent::Unchanged => {
                return Ok(place.unwrap_or_else(|| sources.add_manifest(name, "")));
            }
            ManifestContent::Kustomization => ("a kustomization", "kubectl kustomize"),
            ManifestContent::Chart => ("a Helm chart", "helm template"),
        };
        let span = span.unwrap_or_else(|| Span::new(sources.add(name, ""), 0, 0));
        let message = format!("`{name}` is {what}, whose manifests are still to be made");
        let is_plain = |char: char| char.is_ascii_alphanumeric() || "-_./".contains(char);
        let folder = if name.chars().all(is_plain) {
            name
        } else {
            "FOLDER"
        };
        let help =
            format!("pipe in what it makes: `{command} {folder} | netpolc check --manifests -`");
        Err(Diagnostic::new(&codes::UNRENDERED_MANIFESTS, span, message).help(help))
    }
}
