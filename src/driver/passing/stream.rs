//! The objects that come in, and what is to become of them.

use crate::diagnostics::{Diagnostic, has_errors};
use crate::driver::decode::decode_manifest;
use crate::driver::manifest_file::{ManifestContent, ManifestFile};
use crate::driver::passing::earlier::Earlier;
use crate::driver::run::Run;
use crate::driver::unit::Unit;
use crate::k8s::inventory::Reading;
use crate::k8s::manifest::{Placed, placed};
use crate::source::{FileId, Sources};
use crate::splice;

/// The text that comes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passing {
    /// The objects that came in, but for those of an earlier pass, and those of the run.
    Text(String),
    /// Nothing: there are errors.
    Refused,
    /// Nothing: the text is written so that the compiler would not get it right.
    Unfaithful,
}

/// The objects that come in.
pub(super) struct Stream {
    sources: Sources,
    file: FileId,
    /// All of them.
    pub(super) objects: Vec<Placed>,
    content: ManifestFile,
    is_inventory: bool,
}

impl Stream {
    /// Reads the objects; `Err` with a run of nothing else where that cannot be done.
    pub(super) fn read(content: ManifestFile) -> Result<Self, Box<Run>> {
        let mut sources = Sources::default();
        let bytes = match &content.content {
            ManifestContent::Text(bytes) => bytes.clone(),
            _ => Vec::new(),
        };
        let file = match decode_manifest(&mut sources, &content.name, bytes) {
            Ok(file) => file,
            Err(wrong) => return Err(Box::new(Run::of_errors(sources, vec![wrong]))),
        };
        let text = sources.get(file).map_or("", |one| &one.text);
        let (objects, wrong) = placed(file, text);
        if has_errors(&wrong) {
            return Err(Box::new(Run::of_errors(sources, wrong)));
        }
        let is_inventory = Reading::of(file, text).names_workloads();
        Ok(Self {
            sources,
            file,
            objects,
            content,
            is_inventory,
        })
    }

    /// A run of nothing but what is wrong with the text.
    pub(super) fn errors(self, wrong: Vec<Diagnostic>) -> Run {
        Run::of_errors(self.sources, wrong)
    }

    /// The objects as an inventory, if they are one.
    pub(super) fn inventory(&self) -> Option<ManifestFile> {
        self.is_inventory.then(|| self.content.clone())
    }

    pub(super) fn text(&self) -> &str {
        let source = self.sources.get(self.file);
        source.map_or("", |source| &source.text)
    }

    pub(super) fn file(&self) -> FileId {
        self.file
    }

    /// What there is of an earlier pass; the run is told what is in the way.
    pub(super) fn earlier(&self, run: &mut Run, home: Option<&str>) -> Earlier {
        let mut earlier = Earlier::of(&self.objects, &run.units, home, &run.sources);
        if earlier.clashes.is_empty() {
            return earlier;
        }
        let file = run
            .sources
            .add_manifest(self.content.name.clone(), self.text());
        for mut clash in std::mem::take(&mut earlier.clashes) {
            clash.primary.span.file = file;
            run.diagnostics.push(clash);
        }
        run.diagnostics.sort();
        earlier
    }

    /// The edited text, if it says what it is to say.
    pub(super) fn faithful(
        &self,
        text: Option<String>,
        earlier: &Earlier,
        units: &[Unit],
    ) -> Passing {
        let written = units.iter().flat_map(|unit| &unit.policies);
        let ours = written.map(|policy| &*policy.object);
        let before = (self.file, self.text());
        match text {
            Some(text) if splice::keeps(before, &self.objects, &earlier.gone, &text, ours) => {
                Passing::Text(text)
            }
            _ => Passing::Unfaithful,
        }
    }
}
