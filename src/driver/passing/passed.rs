//! Objects in, the same objects out, with what is built beside them.

use crate::driver::input::{Inputs, Loader};
use crate::driver::manifest_file::ManifestFile;
use crate::driver::passing::stream::{Passing, Stream};
use crate::driver::run::{Options, Run, run};
use crate::splice;

/// What became of a text of objects.
#[derive(Debug)]
pub struct Passed {
    /// The run that built what stands beside them. Its diagnostics are also about the objects.
    pub run: Run,
    /// What is worth knowing, and stands in no file.
    pub notes: Vec<String>,
    /// What comes out.
    pub passing: Passing,
}

/// Compiles `inputs` for the documents in `objects`, which are the inventory of all of them, and puts what is
/// built behind these. Objects of an earlier pass are replaced. Where there is neither a workload nor a
/// Service, they are no inventory: names are then what the inputs and their manifests say.
pub fn passed(
    mut inputs: Inputs,
    objects: ManifestFile,
    loader: &dyn Loader,
    options: &Options,
) -> Passed {
    let stream = match Stream::read(objects) {
        Ok(stream) => stream,
        Err(run) => return Passed::refused(*run),
    };
    inputs.manifests.extend(stream.inventory());
    let mut run = run(inputs, loader, options);
    let earlier = stream.earlier(&mut run, options.namespace.as_deref());
    if run.has_errors() || !run.faults.is_empty() {
        return Passed::refused(run);
    }
    let units = run.units.iter();
    let ours: Vec<_> = units
        .map(|unit| (unit.title.as_str(), unit.policies.as_slice()))
        .collect();
    let text = splice::stream(
        stream.file(),
        stream.text(),
        &stream.objects,
        &earlier.gone,
        &ours,
    );
    let passing = stream.faithful(text, &earlier, &run.units);
    Passed {
        run,
        notes: earlier.notes,
        passing,
    }
}

impl Passed {
    pub(super) fn refused(run: Run) -> Self {
        Self {
            run,
            notes: Vec::new(),
            passing: Passing::Refused,
        }
    }
}
