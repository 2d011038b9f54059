//! Every example compiles without a complaint, to the YAML beside it.

use std::path::Path;

use netpolc::diagnostics::Severity;
use netpolc::driver::{Options, run};

use crate::support::compile::{Disk, file, short, yaml};
use crate::support::golden::{compare, files, root, update};

#[test]
fn examples_compile_to_the_yaml_beside_them() {
    let folder = root().join("examples");
    let sources = files(&folder, ".netpol");
    assert!(sources.len() >= 18, "only {} examples", sources.len());
    let mut wrong = Vec::new();
    let mut written = Vec::new();
    for source in &sources {
        let mut run = compile_example(source);
        // What only the files that use it, or that it uses, can keep is judged with them: see below.
        run.diagnostics.retain(|one| {
            let guardrail = source.ends_with("guardrails.netpol");
            one.code.severity != Severity::Note && !guardrail
        });
        let said = short(&run);
        if !said.is_empty() {
            wrong.push(said);
        }
        let yaml = yaml(&run);
        if !yaml.is_empty() {
            let golden = source.with_extension("yaml");
            compare(&golden, &yaml, &mut wrong);
            written.push(golden);
        }
    }
    for kept in files(&folder, ".yaml") {
        if !written.contains(&kept) {
            wrong.push(format!("{}: no example writes it", kept.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        !update(),
        "the golden files were written: run again without NETPOLC_UPDATE"
    );
}

#[test]
fn folders_compile_together_without_a_word() {
    for name in ["shop", "teams", "services"] {
        let sources = files(&root().join("examples").join(name), ".netpol");
        let inputs = sources
            .iter()
            .map(|path| file(path, &path.to_string_lossy()).unwrap());
        let run = run(inputs.collect(), &Disk, &Options::default());
        assert_eq!(short(&run), "", "{name}");
    }
}

fn compile_example(path: &Path) -> netpolc::driver::Run {
    let title = path.file_name().unwrap().to_string_lossy().into_owned();
    run(
        vec![file(path, &title).unwrap()],
        &Disk,
        &Options::default(),
    )
}
