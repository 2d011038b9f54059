//! Small programs that random ones led to, each with what it has to write.

use netpolc::diagnostics::codes;

use crate::support::compile::{compile, short, yaml};

#[test]
fn an_except_on_all_namespaces_isolates_no_pod_of_the_file() {
    // What is left of `*/*` within `shop` is no owned target: the rule leaves the ingress alone.
    assert_eq!(
        isolated("namespace shop\nallow api -> */* except [tier=batch]\n"),
        ["Egress"]
    );
    // Nor is it an owned source.
    assert_eq!(
        isolated("namespace shop\nallow */* except [tier=batch] -> ops/api\n"),
        [""; 0]
    );
}

#[test]
fn labels_of_namespaces_are_no_error_where_nothing_is_a_subject() {
    let program = "namespace shop\nallow api -> */* except (web, [team=blue]/*)\n";
    assert_eq!(isolated(program), ["Egress"]);
}

#[test]
fn what_an_except_surely_leaves_is_opened() {
    // Whatever the labels of `shop` are, its pods that are not `db` stay in the source.
    let run =
        compile("namespace shop\nisolate api egress\nallow */* except [team=blue]/db -> web\n");
    let rules = run.units.iter().flat_map(|unit| &unit.policies);
    assert_eq!(rules.map(|policy| policy.egress.len()).sum::<usize>(), 1);
}

#[test]
fn a_source_that_surely_has_own_pods_is_yours() {
    let run = compile("namespace shop\nallow */db except [team=red]/[tier=web] -> */api:egress\n");
    assert!(!run.has_errors(), "{}", short(&run));
}

#[test]
fn a_direction_behind_an_ipv6_address_can_be_read() {
    let text = "namespace shop\nisolate * ingress\nallow web -> [team=red]/*, 2001:db8::1\n";
    let run = compile(text);
    let about = run.diagnostics.iter();
    let labels: Vec<_> = about
        .filter(|one| *one.code == codes::OWN_NAMESPACE_LABELS)
        .collect();
    assert_eq!(labels.len(), 1, "{}", short(&run));
    for fix in labels.iter().flat_map(|one| &one.fixes) {
        let mut mended = text.to_owned();
        for edit in fix.edits.iter().rev() {
            mended.replace_range(edit.span.range(), &edit.text);
        }
        let after = compile(&mended);
        assert!(!after.has_errors(), "{mended}{}", short(&after));
    }
}

/// The directions that the objects of a program isolate.
fn isolated(program: &str) -> Vec<String> {
    let run = compile(program);
    assert!(!run.has_errors(), "{}", short(&run));
    let policies = run.units.iter().flat_map(|unit| &unit.policies);
    let specs = policies.filter_map(|policy| policy.object.spec.as_ref());
    let mut found: Vec<String> = specs
        .flat_map(|spec| spec.policy_types.clone().unwrap_or_default())
        .collect();
    found.sort();
    found.dedup();
    assert!(!found.is_empty() || yaml(&run).is_empty());
    found
}
