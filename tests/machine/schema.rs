//! SARIF is what its schema says, whatever there is to say.

use std::fs;

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::support::Folder;
use crate::support::golden::root;

/// The published schema, but for the pattern of languages, which is no regular expression to ECMAScript.
/// We name no language.
pub(super) fn schema() -> Validator {
    let path = root().join("tests/machine/sarif-schema-2.1.0.json");
    let mut schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    for part in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][part]["properties"]["language"];
        language.as_object_mut().unwrap().remove("pattern").unwrap();
    }
    let options = jsonschema::options().should_validate_formats(true);
    options.build(&schema).unwrap()
}

/// What is wrong with a document.
pub(super) fn faults(schema: &Validator, document: &Value) -> Vec<String> {
    let faults = schema.iter_errors(document);
    faults
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect()
}

#[test]
fn it_is_valid_whatever_there_is_to_say() {
    let folder = Folder::new()
        .file("bad.netpol", "allow a => b\nfrobnicate\n")
        .file("odd %:#?é.netpol", "workload a\r\nallow a -> bé:80\r\n")
        .file("good.netpol", "allow a -> b\n")
        .file("warned.netpol", "workload a\nallow a -> b\n")
        .file("k8s.yaml", "apiVersion: v1\nkind: [\n");
    let schema = schema();
    let runs: [(&[&str], &str, i32, usize); 7] = [
        (&["check", "bad.netpol"], "", 1, 2),
        (&["check", "odd %:#?é.netpol"], "", 1, 1),
        (&["check", "good.netpol"], "", 0, 0),
        (&["check", "warned.netpol"], "", 0, 1),
        (&["check", "warned.netpol", "--deny-warnings"], "", 1, 1),
        (
            &["check", "good.netpol", "--manifests", "k8s.yaml"],
            "",
            1,
            1,
        ),
        (&["check", "-"], "frobnicate\n", 1, 1),
    ];
    for (arguments, stdin, status, results) in runs {
        let arguments = [arguments, &["--format", "sarif"]].concat();
        let ran = folder.netpolc(&arguments).stdin(stdin).output();
        assert_eq!(
            (ran.status, ran.stderr.as_str()),
            (Some(status), ""),
            "{ran:?}"
        );
        let document: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(faults(&schema, &document), [""; 0], "{}", ran.stdout);
        let found = document["runs"][0]["results"].as_array().unwrap();
        assert_eq!(found.len(), results, "{arguments:?}: {}", ran.stdout);
    }
}

#[test]
fn beside_a_product_it_goes_to_standard_error() {
    let folder = Folder::new().file("warned.netpol", "workload a\nallow a -> b\n");
    let schema = schema();
    for command in ["build", "fmt"] {
        let arguments = [command, "warned.netpol", "--message-format", "sarif"];
        let ran = folder.netpolc(&arguments).output();
        assert_eq!(ran.status, Some(0));
        let document: Value = serde_json::from_str(&ran.stderr).unwrap();
        assert_eq!(faults(&schema, &document), [""; 0]);
    }
    let arguments = ["check", "-", "--fix", "--format", "sarif"];
    let ran = folder.netpolc(&arguments).stdin("allow a => b\n").output();
    assert_eq!(ran.stdout, "allow a -> b\n");
    let document: Value = serde_json::from_str(&ran.stderr).unwrap();
    assert_eq!(document["runs"][0]["results"], json!([]));
}

#[test]
fn the_schema_refuses_what_is_none() {
    let folder = Folder::new().file("bad.netpol", "frobnicate\n");
    let ran = folder.netpolc(&["check", "--format", "sarif"]).output();
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    let schema = schema();
    let with = |place: &str, value: Value| {
        let mut document = document.clone();
        *document.pointer_mut(place).unwrap() = value;
        faults(&schema, &document).len()
    };
    assert_eq!(with("/version", json!("2.1.0")), 0);
    assert_ne!(with("/version", json!("2.0.0")), 0);
    assert_ne!(with("/runs/0/columnKind", json!("bytes")), 0);
    let result = "/runs/0/results/0";
    assert_ne!(with(&format!("{result}/level"), json!("fatal")), 0);
    let location = format!("{result}/locations/0/physicalLocation");
    assert_ne!(with(&format!("{location}/region/startLine"), json!(0)), 0);
    let uri = format!("{location}/artifactLocation/uri");
    assert_ne!(with(&uri, json!("a b")), 0);
}
