//! `netpolc init`: where it writes, and when it does not.

use crate::support::Folder;

const API: &str = "\
apiVersion: v1
kind: Pod
metadata: {name: api, labels: {app: api}}
spec: {containers: [{name: a, args: [\"db:80\"]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: db, labels: {app: db}}
spec: {containers: [{name: a}]}
---
apiVersion: v1
kind: Service
metadata: {name: db}
spec: {selector: {app: db}, ports: [{port: 80, targetPort: 8080}]}
";

const BROKEN: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: api, labels: {app: [1]}}\n";

/// What is written after the names.
const RULES: &str = "\ndefault deny\nallow * -> dns\n\n# [..]\nallow api -> db:8080\n";

#[test]
fn standard_output_has_the_program() {
    let folder = Folder::new().file("k8s/api.yaml", API);
    let ran = folder.netpolc(&["init", "--manifests", "k8s"]).output();
    let expected = "\
# A first draft, which `netpolc init` read out of manifests: each rule says where it was seen.
# Confirm it, and add what no manifest tells.

manifests \"k8s\"

default deny
allow * -> dns

# args (k8s/api.yaml:4)
allow api -> db:8080
";
    ran.expect(0, expected, "");
    assert_eq!(folder.list(""), ["k8s/api.yaml"]);
}

#[test]
fn a_file_names_manifests_from_its_own_folder() {
    let folder = Folder::new().file("k8s/api.yaml", API);
    folder.write("k8s/deep/x.yaml", "");
    let cases = [
        ("k8s", "shop.netpol", "k8s"),
        ("./k8s/", "policies/new/shop.netpol", "../../k8s"),
        ("k8s/*.yaml", "policies/shop.netpol", "../k8s/*.yaml"),
        ("k8s", "k8s/shop.netpol", "."),
        ("k8s/api.yaml", "k8s/api.netpol", "api.yaml"),
    ];
    for (manifests, output, named) in cases {
        let arguments = ["init", "--manifests", manifests, "-o", output];
        folder.netpolc(&arguments).output().silent();
        let text = folder.read(output);
        let line = format!("\nmanifests \"{named}\"\n");
        assert!(text.contains(&line), "{manifests} {output}:\n{text}");
        assert!(text.ends_with("\nallow api -> db:8080\n"), "{text}");
    }
}

#[test]
fn a_file_that_is_there_is_left_alone() {
    let folder = Folder::new().file("k8s/api.yaml", API);
    folder.write("shop.netpol", "allow a -> b\n");
    let arguments = ["init", "--manifests", "k8s", "-o", "shop.netpol"];
    let said =
        "error: `shop.netpol` is there already\n  = help: write to a new file, and compare\n";
    folder.netpolc(&arguments).output().expect(2, "", said);
    assert_eq!(folder.read("shop.netpol"), "allow a -> b\n");
}

#[test]
fn standard_input_has_no_path() {
    let folder = Folder::new();
    let netpolc = folder.netpolc(&["init", "--manifests", "-", "--namespace", "shop"]);
    let ran = netpolc.stdin(API).output();
    let declared = "[...]\nnamespace shop\n\nworkload api = [app=api]\nworkload db = [app=db]\n";
    ran.expect(0, &format!("{declared}{RULES}"), "");
}

#[test]
fn broken_manifests_give_no_program() {
    let folder = Folder::new().file("k8s/api.yaml", API);
    folder.write("k8s/broken.yaml", BROKEN);
    let arguments = ["init", "--manifests", "k8s", "-o", "shop.netpol"];
    let said = "error[E0815 wrong-type]: [..]\n[...]\nerror: 1 error in 1 file\n";
    folder.netpolc(&arguments).output().expect(1, "", said);
    assert_eq!(folder.list(""), ["k8s/api.yaml", "k8s/broken.yaml"]);
}

#[test]
fn manifests_that_are_still_to_be_made_give_no_program() {
    let folder = Folder::new().file("base/kustomization.yaml", "resources: []\n");
    let ran = folder.netpolc(&["init", "--manifests", "base"]).output();
    let said = "error[E0821 unrendered-manifests]: `base` is a kustomization, [..]\n[...]\n  \
                = help: pipe in what it makes: `kubectl kustomize base | netpolc init --manifests -`\n\
                [...]\n";
    ran.expect(1, "", said);
}

#[test]
fn there_has_to_be_a_workload() {
    let folder = Folder::new().file("a.yaml", "");
    let said = "error: there is no workload in these manifests\n";
    let ran = folder.netpolc(&["init", "--manifests", "a.yaml"]).output();
    ran.expect(2, "", said);
    let missing = folder.netpolc(&["init", "--manifests", "gone"]).output();
    let said = "error: cannot read `gone`: no such file or directory\n";
    missing.expect(2, "", said);
    let without = folder.netpolc(&["init"]).output();
    without.expect(
        2,
        "",
        "error: the following required arguments[..]\n[...]\n",
    );
}

#[test]
fn some_objects_in_no_namespace_are_an_error_beside_others() {
    let folder = Folder::new().file("k8s/api.yaml", API);
    folder.write("k8s/b.yaml", API.replace("labels", "namespace: b, labels"));
    let said = "error[E0820 namespaceless-object]: [..]\n[...]\nerror: 1 error in 1 file\n";
    let ran = folder.netpolc(&["init", "--manifests", "k8s"]).output();
    ran.expect(1, "", said);
    let given = ["init", "--manifests", "k8s", "--namespace", "a"];
    let said = "[...]\n# Objects that name no namespace are in `a`: say `--namespace a` to `build`, too.\n\
                [...]\nnamespace a\n[...]\nnamespace b\n[...]\n";
    let ran = folder.netpolc(&given).output().expect(0, said, "");
    folder.write("out.netpol", ran.stdout);
    let build = ["build", "out.netpol", "--namespace", "a"];
    folder.netpolc(&build).output().expect(0, "[...]\n", "");
}
