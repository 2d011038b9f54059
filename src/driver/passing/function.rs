//! A KRM function: a `ResourceList` in, and out.

use std::collections::BTreeMap;

use crate::diagnostics::render::{Report, result, results};
use crate::driver::input::{Input, Inputs, Loader};
use crate::driver::manifest_file::ManifestFile;
use crate::driver::passing::passed::Passed;
use crate::driver::passing::stream::Stream;
use crate::driver::run::{Options, run};
use crate::k8s::Policy;
use crate::k8s::resource_list::{Config, resource_list};
use crate::splice;

/// Runs as the function that `list` is handed to: compiles the texts in its configuration, for its items, and
/// puts what is built behind these. With errors in the texts it comes out as it was, but for the results.
pub fn function(list: ManifestFile) -> Passed {
    let stream = match Stream::read(list) {
        Ok(stream) => stream,
        Err(run) => return Passed::refused(*run),
    };
    let list = match resource_list(stream.file(), stream.text()) {
        Ok(list) => list,
        Err(wrong) => return Passed::refused(stream.errors(wrong)),
    };
    let texts = Texts::of(&list.config);
    let options = Options {
        namespace: list.config.namespace.clone(),
        ..Options::default()
    };
    let inputs = Inputs {
        programs: texts.inputs(),
        manifests: stream.inventory().into_iter().collect(),
    };
    let mut run = run(inputs, &texts, &options);
    let mut earlier = stream.earlier(&mut run, options.namespace.as_deref());
    if !run.faults.is_empty() {
        return Passed::refused(run);
    }
    if run.has_errors() {
        earlier.gone.clear();
        earlier.notes.clear();
        for unit in &mut run.units {
            unit.policies.clear();
        }
    }
    let report = Report {
        sources: &run.sources,
        diagnostics: &run.diagnostics,
        deny_warnings: false,
    };
    let mut said = results(&report);
    said.extend(earlier.notes.iter().map(|words| result(words)));
    let ours = run.units.iter().flat_map(|unit| &unit.policies);
    let ours: Vec<&Policy> = ours.collect();
    let text = splice::resource_list(
        stream.text(),
        &list,
        &stream.objects,
        &earlier.gone,
        &ours,
        &said,
    );
    let text = text.filter(|now| {
        let (objects, gone) = (&stream.objects, &earlier.gone);
        splice::keeps_items(stream.text(), &list, objects, gone, now, ours.len())
    });
    let passing = stream.faithful(text, &earlier, &run.units);
    Passed {
        run,
        notes: earlier.notes,
        passing,
    }
}

/// The texts of a configuration, which may use each other, and nothing else.
struct Texts<'c>(BTreeMap<&'c str, &'c str>);

impl<'c> Texts<'c> {
    fn of(config: &'c Config) -> Self {
        let programs = config.programs.iter();
        Self(
            programs
                .map(|one| (one.name.as_str(), one.text.as_str()))
                .collect(),
        )
    }

    fn inputs(&self) -> Vec<Input> {
        let texts = self.0.iter();
        texts.map(|(name, text)| input(name, text)).collect()
    }
}

fn input(name: &str, text: &str) -> Input {
    Input {
        name: name.to_owned(),
        title: name.to_owned(),
        identity: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

impl Loader for Texts<'_> {
    fn load(&self, _from: &str, path: &str) -> Result<Input, String> {
        let name = path.strip_prefix("./").unwrap_or(path);
        match self.0.get(name) {
            Some(text) => Ok(input(name, text)),
            None => Err("the configuration of this function has no such key".to_owned()),
        }
    }

    fn manifests(&self, _from: &str, _path: &str) -> Result<Vec<ManifestFile>, String> {
        Err("a function knows the objects that it is handed, and reads no files".to_owned())
    }
}
