//! However the objects that come in are spelt, what comes out is the same.

use crate::passing::function::function;
use crate::passing::objects::{documents, items, less};
use crate::properties::random::Random;
use crate::support::Folder;

const CASES: u64 = 60;

const PROGRAM: &str =
    "prefix tea\nnamespace shop\nworkload a, b, c\nallow a -> b:80\nallow a -> c\n";

/// An object that comes in, and whether it goes.
fn object(random: &mut Random) -> (String, bool) {
    let number = random.below(1000);
    let policy = |name: &str, labels: &str| {
        format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: {name}\n  namespace: shop\n  labels:\n{labels}spec:\n  podSelector: {{}}\n"
        )
    };
    let own = "    app.kubernetes.io/managed-by: netpolc\n";
    let tea = format!("{own}    app.kubernetes.io/instance: tea\n");
    match random.below(7) {
        0 => (policy("tea-b-policy", &tea), true),
        1 => (policy(&format!("tea-{number}"), &tea), true),
        2 => (policy(&format!("x{number}"), "    a: b\n"), false),
        3 => (
            format!(
                "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x{number}\ndata:\n  a: |-\n    - b\n\n    --- c\n  d: \"e\\n\n    f\" # g\n"
            ),
            false,
        ),
        4 => (
            format!(
                "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x{number}\ndata:\n  a: {}\n    b\n",
                random.pick(&["|", "|-", "|+", ">"])
            ),
            false,
        ),
        5 => (
            format!("kind: Secret\nmetadata: {{name: x{number}}}\napiVersion: v1\n"),
            false,
        ),
        _ => (
            format!(
                "apiVersion: v1\nkind: List\nmetadata: {{}}\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {{name: x{number}}}\n"
            ),
            false,
        ),
    }
}

fn as_json(object: &str) -> String {
    serde_json::to_string(&documents(object)[0]).unwrap()
}

/// As an item of a list whose dashes stand at `indent`.
fn item(random: &mut Random, object: &str, indent: usize) -> String {
    let indent = " ".repeat(indent);
    let mut out = String::new();
    if random.chance(33) {
        out.push_str("# - a comment: {\n\n");
    }
    let behind = match random.below(4) {
        0 => "-\n".to_owned(),
        1 => "- # kind: x -\n\n".to_owned(),
        2 => return out + &format!("{indent}-   {}\n", as_json(object)),
        _ => String::new(),
    };
    let is_apart = !behind.is_empty();
    if is_apart {
        out.push_str(&indent);
        out.push_str(&behind);
    }
    for (number, line) in object.lines().enumerate() {
        let dash = if number == 0 && !is_apart { "- " } else { "  " };
        out.push_str(format!("{indent}{dash}{line}").trim_end());
        out.push('\n');
    }
    out
}

fn list(random: &mut Random, objects: &[(String, bool)]) -> String {
    let flow: Vec<String> = objects.iter().map(|(object, _)| as_json(object)).collect();
    let listed = if random.chance(25) || objects.is_empty() {
        format!("items: [{}]\n", flow.join(" ,\n  "))
    } else {
        let indent = 2 * random.below(3);
        let all = objects.iter();
        let all: String = all.map(|(one, _)| item(random, one, indent)).collect();
        format!("items: # all\n{all}")
    };
    let lines: Vec<String> = PROGRAM
        .lines()
        .map(|line| format!("      {line}"))
        .collect();
    let config = format!(
        "functionConfig:\n  kind: ConfigMap\n  data:\n    shop.netpol: |\n{}\n",
        lines.join("\n")
    );
    let mut fields = vec![
        "apiVersion: config.kubernetes.io/v1\n".to_owned(),
        "kind: ResourceList\n".to_owned(),
        listed,
        config,
    ];
    if random.chance(50) {
        fields.push("results:\n- message: old\n".to_owned());
    }
    let mut all = String::new();
    while !fields.is_empty() {
        let at = random.below(fields.len());
        all.push_str(&fields.remove(at));
        if random.chance(25) {
            all.push_str("# between\n");
        }
    }
    if random.chance(33) {
        let trimmed = all.trim_end().len();
        all.truncate(trimmed);
    }
    all
}

fn stream(random: &mut Random, objects: &[(String, bool)]) -> String {
    let mut all = String::new();
    for (object, _) in objects {
        all.push_str(random.pick(&["---\n", "---\n# Source: x\n", "--- # x\n", "---\n\n---\n"]));
        if random.chance(33) {
            all.push_str(&as_json(object));
            all.push('\n');
        } else {
            all.push_str(object);
        }
    }
    all
}

#[test]
fn all_spellings_give_the_same_objects() {
    let folder = Folder::new().file("shop.netpol", PROGRAM);
    let built = folder.netpolc(&["build", "shop.netpol"]).output();
    let ours = documents(&built.stdout);
    assert_eq!(ours.len(), 2, "{}", built.stderr);
    let (mut kept, mut gone) = (0, 0);
    for seed in 8_000..8_000 + CASES {
        let random = &mut Random::new(seed);
        let objects: Vec<(String, bool)> = (0..random.below(7)).map(|_| object(random)).collect();
        let values = |goes: bool| {
            let all = objects.iter().filter(|(_, one)| *one == goes);
            all.map(|(object, _)| documents(object).remove(0))
                .collect::<Vec<_>>()
        };
        let (stay, go) = (values(false), values(true));
        kept += stay.len();
        gone += go.len();
        let wanted = [stay, ours.clone()].concat();
        let text = list(random, &objects);
        let ran = function(&text);
        assert_eq!(ran.status, Some(0), "seed {seed}\n{text}\n{}", ran.stderr);
        assert!(
            less(&items(&ran.stdout), &wanted).is_empty(),
            "seed {seed}\n{text}\n{}",
            ran.stdout
        );
        assert_eq!(
            function(&ran.stdout).stdout,
            ran.stdout,
            "seed {seed}: twice"
        );
        let text = stream(random, &objects);
        let run = |text: &str| {
            let run = folder.netpolc(&["post-render", "shop.netpol"]);
            run.stdin(text).output()
        };
        let ran = run(&text);
        assert_eq!(ran.status, Some(0), "seed {seed}\n{text}\n{}", ran.stderr);
        assert!(
            less(&documents(&ran.stdout), &wanted).is_empty(),
            "seed {seed}\n{text}"
        );
        assert_eq!(run(&ran.stdout).stdout, ran.stdout, "seed {seed}: twice");
    }
    assert!(kept > 60 && gone > 30, "{kept} {gone}");
}
