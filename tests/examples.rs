//! Every example compiles without a word, to the YAML beside it, and what it expects holds.

use std::path::PathBuf;

use netpolc::driver::{Run, run};
use netpolc::emit;

use crate::support::compile::{Disk, file, short, tested};
use crate::support::golden::{compare, files, root, update};

/// The folders whose files are one program; elsewhere each file is one.
const TOGETHER: [&str; 2] = ["services", "teams"];

#[test]
fn examples_compile_to_the_yaml_beside_them() {
    let folder = root().join("examples");
    let sources = files(&folder, ".netpol");
    assert!(sources.len() >= 18, "only {} examples", sources.len());
    let mut wrong = Vec::new();
    let mut written = Vec::new();
    let mut expected = 0;
    let mut programs: Vec<Vec<&PathBuf>> = Vec::new();
    for source in &sources {
        let of = |path: &PathBuf| TOGETHER.map(|one| path.starts_with(folder.join(one)));
        match programs.last_mut() {
            Some(last) if of(source).contains(&true) && of(last[0]) == of(source) => {
                last.push(source);
            }
            _ => programs.push(vec![source]),
        }
    }
    for program in &programs {
        let run = compile_example(program);
        let said = short(&run);
        if !said.is_empty() {
            wrong.push(said);
        }
        expected += run.tested.len();
        let failed = run.tested.iter().filter(|one| !one.holds);
        wrong.extend(failed.map(|one| format!("{} does not hold", one.origin.text)));
        for (source, unit) in program.iter().zip(&run.units) {
            if !unit.policies.is_empty() {
                let golden = source.with_extension("yaml");
                let mut yaml = String::new();
                emit::yaml(&unit.title, &unit.policies, &mut yaml);
                compare(&golden, &yaml, &mut wrong);
                written.push(golden);
            }
        }
    }
    let manifests = folder.join("manifests/k8s");
    for kept in files(&folder, ".yaml") {
        if !written.contains(&kept) && !kept.starts_with(&manifests) {
            wrong.push(format!("{}: no example writes it", kept.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(expected >= 14, "only {expected} expectations");
    assert!(
        !update(),
        "the golden files were written: run again without NETPOLC_UPDATE"
    );
}

fn compile_example(paths: &[&PathBuf]) -> Run {
    let input = |path: &&PathBuf| {
        let title = path.file_name().unwrap().to_string_lossy().into_owned();
        file(path, &title).unwrap()
    };
    let inputs = paths.iter().map(input).collect::<Vec<_>>();
    run(inputs, &Disk, &tested())
}
