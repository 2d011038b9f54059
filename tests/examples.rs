//! Every example compiles without a word, to the YAML beside it.

use std::path::Path;

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
        let run = compile_example(source);
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

fn compile_example(path: &Path) -> netpolc::driver::Run {
    let title = path.file_name().unwrap().to_string_lossy().into_owned();
    run(
        vec![file(path, &title).unwrap()],
        &Disk,
        &Options::default(),
    )
}
