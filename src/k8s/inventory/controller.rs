//! What made an object.

use smol_str::SmolStr;

use crate::k8s::inventory::{WorkloadKind, fields};
use crate::k8s::manifest::{Node, Reader, group};

/// What made an object, or keeps it.
#[derive(Clone, Debug)]
pub(super) struct Controller {
    pub(super) kind: WorkloadKind,
    pub(super) name: SmolStr,
}

impl Controller {
    /// The one of an object's owners that is its controller.
    pub(super) fn of(reader: &mut Reader, metadata: &Node) -> Option<Self> {
        let owners = fields::maps(reader, metadata, "ownerReferences");
        let mut owners = owners.into_iter();
        let owner = owners.find(|owner| fields::flag(reader, owner, "controller"))?;
        Self::read(reader, owner)
    }

    /// What a reference names.
    pub(super) fn read(reader: &mut Reader, reference: &Node) -> Option<Self> {
        let version = fields::word(reader, reference, "apiVersion").unwrap_or_default();
        let kind = fields::word(reader, reference, "kind")?;
        let known = WorkloadKind::of(group(&version), &kind);
        Some(Self {
            kind: known.unwrap_or(WorkloadKind::Other(kind)),
            name: fields::word(reader, reference, "name")?,
        })
    }
}
