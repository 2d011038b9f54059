//! Real applications: which connections their manifests give away.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyIngressRule};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::corpus::corpus;
use crate::init::{ill_formed, init, rules};
use crate::inventory;
use crate::support::Folder;
use crate::support::golden::{compare, files, root, update};

/// An application, and the rules that its manifests give away but `* -> dns`: read by hand.
struct Application {
    /// Its folder in the corpus.
    folder: &'static str,
    /// The name of its golden file.
    name: &'static str,
    rules: &'static [&'static str],
}

/// Of the boutique only what its own policies do not say.
const BOUTIQUE: &Application = &Application {
    folder: "online-boutique/release",
    name: "online-boutique",
    rules: &[
        "any -> frontend:8080:ingress",
        "loadgenerator -> frontend:8080",
    ],
};

const APPLICATIONS: &[&Application] = &[
    &Application {
        folder: "bank-of-anthos",
        name: "bank-of-anthos",
        rules: &[
            "any -> frontend:8080:ingress",
            "balancereader -> ledger-db:5432",
            "contacts -> accounts-db:5432",
            "frontend -> balancereader:8080",
            "frontend -> contacts:8080",
            "frontend -> ledgerwriter:8080",
            "frontend -> transactionhistory:8080",
            "frontend -> userservice:8080",
            "ledgerwriter -> balancereader:8080",
            "ledgerwriter -> contacts:8080",
            "ledgerwriter -> ledger-db:5432",
            "ledgerwriter -> transactionhistory:8080",
            "ledgerwriter -> userservice:8080",
            "loadgenerator -> frontend:8080",
            "transactionhistory -> ledger-db:5432",
            "userservice -> accounts-db:5432",
        ],
    },
    &Application {
        folder: "emojivoto",
        name: "emojivoto",
        rules: &[
            "vote-bot -> web:8080",
            "web -> emoji:8080",
            "web -> voting:8080",
        ],
    },
    &Application {
        folder: "hotel-reservation",
        name: "hotel-reservation",
        rules: &[],
    },
];

#[test]
fn real_applications_give_their_connections_away() {
    let Some(corpus) = corpus() else {
        return;
    };
    let mut wrong = Vec::new();
    for application in APPLICATIONS {
        let expected = application.rules.iter().map(|rule| (*rule).to_owned());
        let text = compared(&corpus, application, expected.collect(), &mut wrong);
        let says_so = text.contains("# No connection between workloads is visible");
        assert_eq!(says_so, application.rules.is_empty(), "{text}");
    }
    settled(&wrong);
}

#[test]
fn the_boutique_connects_as_its_own_policies_say() {
    let Some(corpus) = corpus() else {
        return;
    };
    let own =
        own_policies(&corpus.join("apps/online-boutique/kustomize/components/network-policies"));
    assert_eq!(own.len(), 15, "{own:#?}");
    let mut wrong = Vec::new();
    let more = BOUTIQUE.rules.iter().map(|rule| (*rule).to_owned());
    let expected: BTreeSet<String> = own.into_iter().chain(more).collect();
    let text = compared(&corpus, BOUTIQUE, expected, &mut wrong);
    settled(&wrong);
    let between = rules(&text).into_iter();
    let between = between.filter(|rule| !rule.starts_with(['*', '"']) && !rule.starts_with("any "));
    assert_eq!(between.count(), 16);
    let comments = text.lines().filter(|line| line.starts_with('#'));
    let named = comments.filter(|line| line.contains("shoppingassistantservice:80"));
    assert_eq!(named.count(), 1);
}

/// Applications some of whose objects name a namespace and others none, with the one of those.
const HOMES: &[(&str, &str)] = &[("train-ticket", "default")];

#[test]
fn what_is_written_for_real_applications_builds() {
    let Some(corpus) = corpus() else {
        return;
    };
    let apps = corpus.join("apps");
    for (name, _, _) in inventory::applications::APPLICATIONS {
        let (folder, home) = written(&apps, name);
        let text = folder.read("out.netpol");
        assert_eq!(ill_formed(&text), None, "{name}");
        let arguments = [
            &["build", "out.netpol", "--message-format", "short"],
            &*home,
        ]
        .concat();
        let built = folder.netpolc(&arguments).output();
        assert_eq!(built.status, Some(0), "{name}: {}\n{text}", built.stderr);
        assert!(built.stdout.contains("name: default-deny"), "{name}");
    }
}

/// The folder with the program for an application, `out.netpol`; and what the command line has to say of the
/// namespace of its objects.
pub(super) fn written(apps: &Path, name: &str) -> (Folder, Vec<&'static str>) {
    let folder = Folder::new();
    let output = folder.path("out.netpol");
    let output = output.to_str().unwrap();
    let home = HOMES.iter().find(|(app, _)| *app == name);
    let home = home.map_or(vec![], |(_, home)| vec!["--namespace", *home]);
    let arguments = [&["--manifests", name, "-o", output], &*home].concat();
    let ran = init(apps, &arguments);
    assert_eq!(ran.status, Some(0), "{name}: {}", ran.stderr);
    (folder, home)
}

/// Runs `init` on an application, and compares its rules and its text.
fn compared(
    corpus: &Path,
    application: &Application,
    mut expected: BTreeSet<String>,
    wrong: &mut Vec<String>,
) -> String {
    let Application { folder, name, .. } = application;
    let ran = init(&corpus.join("apps"), &["--manifests", folder]);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""), "{name}");
    assert_eq!(ill_formed(&ran.stdout), None, "{name}");
    expected.insert("* -> dns".to_owned());
    assert_eq!(rules(&ran.stdout), expected, "{name}");
    let golden = root().join(format!("tests/cases/init/corpus/{name}.netpol"));
    compare(&golden, &ran.stdout, wrong);
    ran.stdout
}

fn settled(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(
        !update(),
        "the golden files were written: run again without NETPOLC_UPDATE"
    );
}

/// The rules that the ingress of some policies amounts to, of which each port is a number.
fn own_policies(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in files(folder, ".yaml") {
        let text = fs::read_to_string(&path).unwrap();
        let Ok(policy) = serde_yaml::from_str::<NetworkPolicy>(&text) else {
            continue;
        };
        let spec = policy.spec.unwrap();
        for rule in spec.ingress.unwrap_or_default() {
            let NetworkPolicyIngressRule { from, ports } = rule;
            for source in from.unwrap_or_default() {
                for port in ports.iter().flatten() {
                    let Some(IntOrString::Int(number)) = port.port else {
                        panic!("{}: {port:?}", path.display());
                    };
                    let source = app(source.pod_selector.as_ref());
                    let target = app(spec.pod_selector.as_ref());
                    found.insert(format!("{source} -> {target}:{number}"));
                }
            }
        }
    }
    found
}

/// The label by which these policies name workloads.
fn app(selector: Option<&LabelSelector>) -> &str {
    let labels = selector.and_then(|selector| selector.match_labels.as_ref());
    labels.unwrap().get("app").unwrap()
}
