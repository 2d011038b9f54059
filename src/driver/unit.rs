//! What one file became.

use std::collections::HashMap;

use smol_str::SmolStr;

use crate::driver::analyzed::Analyzed;
use crate::driver::run::Options;
use crate::driver::session::Proofs;
use crate::k8s::Policy;
use crate::lower::{self, Extras};
use crate::parallel;
use crate::source::FileId;

/// What one input file became.
#[derive(Debug)]
pub struct Unit {
    /// The file.
    pub file: FileId,
    /// What the header calls it.
    pub title: String,
    /// Its `prefix`, though it may have no objects.
    pub prefix: Option<SmolStr>,
    /// Its objects in their order; none for a file of declarations alone, or one with errors.
    pub policies: Vec<Policy>,
}

/// What each file becomes, and what to know of that when it is written again, if it is.
pub(super) fn units(
    files: &[Analyzed],
    options: &Options,
    earlier: Option<&Proofs>,
) -> (Vec<Unit>, HashMap<FileId, lower::Earlier>) {
    let extras = Extras {
        labels: &options.labels,
        annotations: &options.annotations,
    };
    let lower = |file: &Analyzed| {
        let (model, isolated) = (&file.resolved.model, &file.isolated);
        match earlier {
            _ if !file.is_sound => (Vec::new(), None),
            None => (lower::lower(model, isolated, &extras), None),
            Some(earlier) => {
                let earlier = earlier.objects.get(&file.file);
                let (policies, known) = lower::lower_again(model, isolated, &extras, earlier);
                (policies, Some((file.file, known)))
            }
        }
    };
    let written = parallel::map_each(files, |file| {
        let (policies, known) = lower(file);
        let unit = Unit {
            file: file.file,
            title: file.title.clone(),
            prefix: file.opening.prefix.clone(),
            policies,
        };
        (unit, known)
    });
    let (units, known): (Vec<Unit>, Vec<_>) = written.into_iter().unzip();
    (units, known.into_iter().flatten().collect())
}
