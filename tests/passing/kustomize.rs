//! A function of kustomize's.

use std::env;
use std::path::Path;
use std::process::Command;

use serde_yaml::Value;

use crate::passing::objects::{documents, less};
use crate::passing::{APPLICATION, PROGRAM};
use crate::support::tool::tool;
use crate::support::{Folder, Ran};

/// kustomize, with the binary on its path as `netpolc`.
struct Kustomize {
    kustomize: std::path::PathBuf,
    folder: Folder,
}

impl Kustomize {
    fn new() -> Option<Self> {
        let kustomize = tool(
            "kustomize",
            "functions of kustomize's, since it is not here",
        )?;
        let declared = format!("{}workload frontend, backend, db\n", "namespace shop\n");
        let program = PROGRAM.replace("namespace shop\n", &declared);
        let folder = Folder::new()
            .file(
                "app.yaml",
                APPLICATION
                    .replace("  namespace: shop\n", "")
                    .replace(", namespace: shop", ""),
            )
            .file("shop.netpol", &program)
            .file("fn.yaml", config(&program));
        Some(Self { kustomize, folder })
    }

    fn build(&self, kustomization: &str) -> Ran {
        self.folder.write("kustomization.yaml", kustomization);
        let netpolc = Path::new(env!("CARGO_BIN_EXE_netpolc")).parent().unwrap();
        let path = env::var_os("PATH").unwrap_or_default();
        let folders = [netpolc.to_path_buf()]
            .into_iter()
            .chain(env::split_paths(&path));
        let mut kustomize = Command::new(&self.kustomize);
        kustomize
            .args(["build", "--enable-alpha-plugins", "--enable-exec", "."])
            .env("PATH", env::join_paths(folders).unwrap())
            .current_dir(self.folder.root());
        Ran::of(kustomize.output().unwrap())
    }

    #[track_caller]
    fn objects(&self, kustomization: &str) -> Vec<Value> {
        let ran = self.build(kustomization);
        assert_eq!(ran.status, Some(0), "{}", ran.stderr);
        documents(&ran.stdout)
    }

    /// What `build` writes for the same text, with a prefix put before each name.
    fn built(&self, prefix: &str) -> Vec<Value> {
        let ran = self.folder.netpolc(&["build", "shop.netpol"]).output();
        let mut objects = documents(&ran.stdout);
        assert!(objects.len() > 4, "{}", ran.stderr);
        for object in &mut objects {
            let name = object["metadata"]["name"].as_str().unwrap();
            object["metadata"]["name"] = format!("{prefix}{name}").into();
        }
        objects
    }
}

fn config(program: &str) -> String {
    let lines: String = program
        .lines()
        .fold(String::new(), |all, line| all + "    " + line + "\n");
    format!(
        "apiVersion: v1
kind: ConfigMap
metadata:
  name: netpolc
  annotations:
    config.kubernetes.io/function: |
      exec: {{path: netpolc, args: [krm]}}
data:
  shop.netpol: |
{lines}"
    )
}

const PLAIN: &str = "namespace: shop\nnamePrefix: dev-\nresources: [app.yaml]\n";

#[test]
fn as_transformer_it_adds_what_build_writes() {
    let Some(kustomize) = Kustomize::new() else {
        return;
    };
    let plain = kustomize.objects(PLAIN);
    assert_eq!(plain.len(), 3);
    let with = format!("{PLAIN}transformers: [fn.yaml]\n");
    let all = kustomize.objects(&with);
    assert_eq!(
        less(&less(&all, &plain), &kustomize.built("")),
        Vec::<Value>::new()
    );
    assert_eq!(kustomize.objects(&with), all, "the same again");
    // What it made once is replaced when it comes in.
    let output = kustomize.build(&with).stdout;
    kustomize.folder.write("once.yaml", output);
    let twice = kustomize.objects("resources: [once.yaml]\ntransformers: [fn.yaml]\n");
    assert_eq!(twice, all);
}

#[test]
fn as_generator_its_objects_are_changed_like_all_others() {
    let Some(kustomize) = Kustomize::new() else {
        return;
    };
    let plain = kustomize.objects(PLAIN);
    let with = format!("{PLAIN}generators: [fn.yaml]\n");
    let all = kustomize.objects(&with);
    assert_eq!(
        less(&less(&all, &plain), &kustomize.built("dev-")),
        Vec::<Value>::new()
    );
    assert_eq!(kustomize.objects(&with), all, "the same again");
}

#[test]
fn a_mistake_ends_the_build_and_is_shown() {
    let Some(kustomize) = Kustomize::new() else {
        return;
    };
    let program = kustomize
        .folder
        .read("shop.netpol")
        .replace("8080", "80800");
    kustomize.folder.write("fn.yaml", config(&program));
    for field in ["transformers", "generators"] {
        let ran = kustomize.build(&format!("{PLAIN}{field}: [fn.yaml]\n"));
        assert_ne!(ran.status, Some(0));
        assert_eq!(ran.stdout, "");
        assert!(
            ran.stderr.contains("error[E0154 invalid-port-number]"),
            "{}",
            ran.stderr
        );
        assert!(ran.stderr.contains("shop.netpol:5:"), "{}", ran.stderr);
    }
}
