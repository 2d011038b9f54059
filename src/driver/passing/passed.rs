//! Objects in, the same objects out, with what is built beside them.

use std::fmt::Write;

use crate::driver::load::{Inputs, Loader};
use crate::driver::manifest_file::ManifestFile;
use crate::driver::passing::stream::{Passing, Stream};
use crate::driver::run::{Options, Run, run};
use crate::driver::unit::Unit;
use crate::emit;
use crate::k8s::manifest::json_values;
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
    let ours = if json_values(stream.text()).is_some() {
        values(&run.units)
    } else {
        documents(&run.units)
    };
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

/// What is built, as values of JSON.
fn values(units: &[Unit]) -> String {
    let policies = units.iter().flat_map(|unit| &unit.policies);
    policies.map(|one| emit::json_line(one) + "\n").collect()
}

/// What is built, as documents that each begin with `---`: the line that says where they come from is a part of
/// the first of a file, and goes with it.
fn documents(units: &[Unit]) -> String {
    let mut all = String::new();
    for unit in units {
        let mut text = String::new();
        emit::yaml(&unit.title, &unit.policies, &mut text);
        if let Some((header, rest)) = text.split_once("\n---\n") {
            let _ = write!(all, "---\n{header}\n{rest}");
        }
    }
    all
}
