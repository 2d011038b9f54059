//! Manifests, and the inventories that they are.

use std::fs;

use crate::inventory::lines::lines;
use crate::inventory::{read, said};
use crate::support::golden::{compare, files, root, update};

#[test]
fn inventories_are_as_it_says_beside_them() {
    let folder = root().join("tests/cases/inventory");
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let case = entry.unwrap().path();
        count += 1;
        let mut texts = Vec::new();
        let mut home = None;
        for path in files(&case, "") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let text = || fs::read_to_string(&path).unwrap();
            match name.rsplit_once('.') {
                Some((_, "yaml" | "json")) => texts.push((name, text())),
                _ if name == "home.txt" => home = Some(text().trim().to_owned()),
                _ if name == "out.txt" => {}
                _ => wrong.push(format!("{} belongs to no case", path.display())),
            }
        }
        let read = read(&texts, home.as_deref());
        let out = said(&read) + &lines(&read, true);
        compare(&case.join("out.txt"), &out, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(count > 10, "only {count} cases");
    assert!(
        !update(),
        "the golden files were written: run again without NETPOLC_UPDATE"
    );
}
