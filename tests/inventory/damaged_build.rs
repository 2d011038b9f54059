//! Nothing is built over damaged manifests.

use netpolc::diagnostics::Severity;

use crate::inventory::damage::DAMAGES;
use crate::inventory::one_by_one::{documents, objects};
use crate::inventory::{Read, read_bytes};
use crate::properties::random::Random;
use crate::support::Folder;

const PROGRAM: &str = "\
manifests \"k8s.yaml\"
namespace shop
default deny
allow * -> dns
";

fn has_errors(read: &Read) -> bool {
    let errors = |one: &netpolc::diagnostics::Diagnostic| one.code.severity == Severity::Error;
    read.diagnostics.iter().any(errors)
}

#[test]
fn nothing_is_built_over_damaged_manifests() {
    const SEED: u64 = 11;
    let mut random = Random::new(SEED);
    for (name, damage) in DAMAGES {
        let damaged = (0..100).find_map(|_| {
            let [first, second, third] = documents(&objects(&mut random, 3)).try_into().unwrap();
            let text = second.strip_prefix("---\n").unwrap();
            let (front, rest) = text.split_at(1 + random.below(text.len() - 1));
            let document = [b"---\n", &damage(front, rest)[..], b"\n"].concat();
            let all = [first.as_bytes(), &document, third.as_bytes()].concat();
            has_errors(&read_bytes(&all)).then_some(all)
        });
        let damaged = damaged.unwrap_or_else(|| panic!("seed {SEED}: {name} is never an error"));
        let folder = Folder::new();
        folder.write("shop.netpol", PROGRAM);
        folder.write("k8s.yaml", damaged);
        let ran = folder
            .netpolc(&["build", "-o", "out", "shop.netpol"])
            .output();
        assert_eq!(ran.status, Some(1), "seed {SEED}, {name}: {}", ran.stderr);
        assert!(ran.stderr.contains("k8s.yaml:"), "{name}: {}", ran.stderr);
        assert!(!folder.path("out").exists(), "{name}");
        let ran = folder.netpolc(&["build", "shop.netpol"]).output();
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(1), ""), "{name}");
    }
    let folder = Folder::new();
    folder.write("shop.netpol", PROGRAM);
    folder.write("k8s.yaml", documents(&objects(&mut random, 3)).concat());
    let ran = folder.netpolc(&["build", "shop.netpol"]).output();
    assert_eq!(ran.status, Some(0), "undamaged: {}", ran.stderr);
}
