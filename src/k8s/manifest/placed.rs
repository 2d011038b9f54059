//! Where the objects of a text stand.

use crate::diagnostics::Diagnostic;
use crate::k8s::manifest::found::Found;
use crate::k8s::manifest::policy::is_policy;
use crate::k8s::manifest::stream::objects;
use crate::source::{FileId, Span};

/// An object of a text: one document, or an item of a list.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The whole of it.
    pub span: Span,
    /// What it says, where it is a NetworkPolicy that the API server would take.
    pub policy: Option<Box<Found>>,
}

/// The objects of a text of YAML or JSON, in its order, and what is wrong with it.
pub fn placed(file: FileId, text: &str) -> (Vec<Placed>, Vec<Diagnostic>) {
    objects(file, text, |reader, object| {
        let span = object.node.span;
        // A list that has no field for its items.
        if object.kind.ends_with("List") {
            return None;
        }
        if !is_policy(object) {
            return Some(Placed { span, policy: None });
        }
        let policy = reader.policy(object).map(Box::new)?;
        Some(Placed {
            span,
            policy: Some(policy),
        })
    })
}
