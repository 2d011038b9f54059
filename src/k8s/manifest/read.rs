//! From a text to the policies that it holds.

use crate::k8s::manifest::found::Manifests;
use crate::k8s::manifest::policy::is_policy;
use crate::k8s::manifest::stream::objects;
use crate::source::FileId;

/// The policies in a text of YAML or JSON, as kubectl would hand them to the API server, which would
/// take them.
///
/// A document that is broken, or a policy that would be refused, is reported and left out; the
/// others are read.
pub fn read(file: FileId, text: &str) -> Manifests {
    let (found, diagnostics) = objects(file, text, |reader, object| {
        if is_policy(object) {
            reader.policy(object).map(Box::new).map(Some)
        } else {
            Some(None)
        }
    });
    let skipped = found.iter().filter(|one| one.is_none()).count();
    Manifests {
        policies: found.into_iter().flatten().map(|found| *found).collect(),
        skipped,
        diagnostics,
    }
}
