//! What is written reads as it was meant.

use k8s_openapi::api::networking::v1::NetworkPolicy;
use netpolc::driver::Unit;
use netpolc::emit;
use netpolc::k8s::manifest::read;
use netpolc::source::FileId;

/// Says what is wrong where the objects of a file, written as YAML and as JSON, are read as others, or not without a word.
pub(crate) fn read_back(unit: &Unit) -> Option<String> {
    let mut yaml = String::new();
    emit::yaml(&unit.title, &unit.policies, &mut yaml);
    let json = emit::json(&unit.policies);
    let objects: Vec<&NetworkPolicy> = unit.policies.iter().map(|one| &*one.object).collect();
    [yaml, json].into_iter().find_map(|text| {
        let manifests = read(FileId(0), &text);
        if let Some(wrong) = manifests.diagnostics.first() {
            return Some(format!("{}:\n{text}", wrong.message));
        }
        let found = manifests.policies.iter().map(|found| &found.object);
        let found: Vec<&NetworkPolicy> = found.collect();
        (found != objects).then(|| format!("{text}\nis read as {found:?}"))
    })
}
