//! Renames: what is changed, what is refused, and that nothing means anything else afterwards.

use netpolc::diagnostics::Severity;
use netpolc::ide::{prepare_rename, rename};

use crate::ide::marked::{edited, marked};

/// The changed files, or why nothing is changed.
fn renamed(text: &str, new_name: &str) -> String {
    let marked = marked(text);
    let edits = rename(&marked.snapshot, marked.file, marked.offset, new_name);
    match edits {
        Ok(edits) => edited(&marked.snapshot, &edits),
        Err(reason) => reason,
    }
}

/// What stands in the place that would be renamed, or why it cannot be.
fn prepared(text: &str) -> String {
    let marked = marked(text);
    let prepared = prepare_rename(&marked.snapshot, marked.file, marked.offset);
    match prepared {
        Ok((span, name)) => format!("{} = {name}", marked.shown(span)),
        Err(reason) => reason,
    }
}

#[test]
fn a_name_is_changed_where_it_stands() {
    let text = "--- a.netpol
workload web = [app=x], db = [app=y]
";
    assert!(
        renamed(text, "x").contains("no name"),
        "{}",
        renamed(text, "x")
    );
    let text = "--- a.netpol
# web is not this web
workload web = [app=web]
group all = web, other/web
service front = web:80
isolate web
allow w$0eb, [app=web] -> web:web, all except web because \"web\"
expect allow web -> front
";
    assert_eq!(
        renamed(text, "site"),
        "--- a.netpol
# web is not this web
workload site = [app=web]
group all = site, other/web
service front = site:80
isolate site
allow site, [app=web] -> site:web, all except site because \"web\"
expect allow site -> front
"
    );
    assert_eq!(prepared(text), "a.netpol:6:7 web = web");
    assert_eq!(renamed(text, "web"), "");
}

#[test]
fn groups_networks_and_services_are_renamed_too() {
    let text = "--- a.netpol
network a = 203.0.113.0/24 except b
network b = 203.0.113.7
group c = [x=y]
service d = c:80
allow a, c -> d
";
    let of = |at: &str, name: &str| {
        let renamed = renamed(&text.replacen(at, &format!("{at}$0"), 1), name);
        let lines: Vec<&str> = renamed.lines().skip(1).collect();
        lines.join("; ")
    };
    let rest = "group c = [x=y]; service d = c:80";
    assert_eq!(
        of("network b", "e"),
        format!(
            "network a = 203.0.113.0/24 except e; network e = 203.0.113.7; {rest}; allow a, c -> d"
        )
    );
    let rest = "network a = 203.0.113.0/24 except b; network b = 203.0.113.7";
    assert_eq!(
        of("group c", "e"),
        format!("{rest}; group e = [x=y]; service d = e:80; allow a, e -> d")
    );
    assert_eq!(
        of("-> d", "e"),
        format!("{rest}; group c = [x=y]; service e = c:80; allow a, c -> e")
    );
}

#[test]
fn a_bare_workload_keeps_its_label() {
    let text = "--- a.netpol
label app.kubernetes.io/name
workload frontend # the site
allow f$0rontend -> \"frontend\":80
";
    assert_eq!(
        renamed(text, "web"),
        "--- a.netpol
label app.kubernetes.io/name
workload web = [app.kubernetes.io/name=frontend] # the site
allow web -> web:80
"
    );
}

#[test]
fn one_of_a_list_moves_to_a_line_of_its_own() {
    let of = |list: &str, name: &str| {
        let text = format!("--- a.netpol\n{list}\nallow a -> b, c\n");
        let text = text.replacen(name, &format!("{name}$0"), 1);
        let renamed = renamed(&text, "new");
        let (list, _) = renamed.rsplit_once("\nallow").unwrap();
        list.strip_prefix("--- a.netpol\n").unwrap().to_owned()
    };
    assert_eq!(
        of("workload a, b, c", "a"),
        "workload b, c\nworkload new = [app=a]"
    );
    assert_eq!(
        of("workload a, b, c", "b"),
        "workload a, c\nworkload new = [app=b]"
    );
    assert_eq!(
        of("workload a, b, c", ", c"),
        "workload a, b\nworkload new = [app=c]"
    );
    assert_eq!(
        of("  workload a,b # x", ",b"),
        "  workload a # x\n  workload new = [app=b]"
    );
    let lines = "workload a, # one\n    b, # two\n    c  # three";
    assert_eq!(
        of(lines, "d a"),
        "workload # one\n    b, # two\n    c  # three\nworkload new = [app=a]"
    );
    assert_eq!(
        of(lines, "b"),
        "workload a, # one\n    # two\n    c  # three\nworkload new = [app=b]"
    );
    assert_eq!(
        of(lines, "    c"),
        "workload a, # one\n    b # two  # three\nworkload new = [app=c]"
    );
    let lines = "workload a,\n    b,\n    c";
    assert_eq!(of(lines, "b"), "workload a,\n    c\nworkload new = [app=b]");
    assert_eq!(
        of(lines, "    c"),
        "workload a,\n    b\nworkload new = [app=c]"
    );
}
