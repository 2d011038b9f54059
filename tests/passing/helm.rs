//! Helm's post-renderer.

use std::process::Command;

use crate::passing::objects::{documents, less};
use crate::support::tool::tool;
use crate::support::{Folder, Ran};

const CHART: &str = "apiVersion: v2\nname: shop\nversion: 1.0.0\n";

/// A Deployment, as a template.
fn workload(name: &str, port: u16) -> String {
    format!(
        "apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{{{ .Release.Name }}}}-{name}
  labels: {{app: {name}, release: {{{{ .Release.Name | quote }}}}}}
spec:
  replicas: {{{{ .Values.replicas | default 2 }}}}
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      containers:
        - name: {name}
          image: {name}:1
          ports: [{{containerPort: {port}}}]
"
    )
}

const PROGRAM: &str = "\
workload frontend, backend, db
default deny
allow * -> dns
allow any -> frontend:8443
allow frontend -> backend:8080
allow backend -> db:5432
";

fn folder() -> Folder {
    Folder::new()
        .file("chart/Chart.yaml", CHART)
        .file("chart/templates/frontend.yaml", workload("frontend", 8443))
        .file("chart/templates/backend.yaml", workload("backend", 8080))
        .file("chart/templates/db.yaml", workload("db", 5432))
        .file("shop.netpol", PROGRAM)
}

#[test]
fn what_a_chart_renders_comes_with_policies() {
    let Some(helm) = tool("helm", "Helm's post-renderer, since helm is not here") else {
        return;
    };
    let folder = folder();
    let template = |arguments: &[&str]| {
        let mut helm = Command::new(&helm);
        helm.args(["template", "tea", "chart"]).args(arguments);
        helm.current_dir(folder.root());
        // Nothing of the user's, and nothing kept.
        for (name, at) in [
            ("HELM_CACHE_HOME", "cache"),
            ("HELM_CONFIG_HOME", "config"),
            ("HELM_DATA_HOME", "data"),
        ] {
            helm.env(name, folder.path(at));
        }
        Ran::of(helm.output().unwrap())
    };
    let plain = template(&[]);
    assert_eq!(plain.status, Some(0), "{}", plain.stderr);
    assert_eq!(documents(&plain.stdout).len(), 3);
    let rendered = [
        "--post-renderer",
        env!("CARGO_BIN_EXE_netpolc"),
        "--post-renderer-args",
        "post-render",
        "--post-renderer-args",
        "shop.netpol",
    ];
    let output = template(&rendered);
    assert_eq!(output.status, Some(0), "{}", output.stderr);
    let built = folder.netpolc(&["build", "shop.netpol"]).output();
    let added = less(&documents(&output.stdout), &documents(&plain.stdout));
    assert_eq!(
        less(&added, &documents(&built.stdout)),
        Vec::<serde_yaml::Value>::new()
    );
    assert_eq!(added.len(), 5);
    assert_eq!(template(&rendered).stdout, output.stdout, "the same again");
    let twice = folder.netpolc(&["post-render", "shop.netpol"]);
    let twice = twice.stdin(output.stdout.clone()).output().stdout;
    let sorted = |text: &str| less(&documents(text), &documents(&output.stdout)).len();
    assert_eq!(sorted(&twice), 0, "{twice}");
    // A mistake ends the release before anything of it reaches a cluster.
    folder.write(
        "shop.netpol",
        PROGRAM.replace("workload frontend, backend, db\n", ""),
    );
    let wrong = template(&rendered);
    assert_ne!(wrong.status, Some(0));
    assert_eq!(wrong.stdout, "");
    assert!(wrong.stderr.contains("unknown-name"), "{}", wrong.stderr);
    assert!(
        wrong.stderr.contains("shop.netpol:3:14"),
        "{}",
        wrong.stderr
    );
}
