//! Renames: what is changed, what is refused, and that nothing means anything else afterwards.

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
    let of = |list: &str| {
        let text = format!("--- a.netpol\n{list}\nallow a -> b, c\n");
        let renamed = renamed(&text, "new");
        let list = renamed.rsplit_once("\nallow");
        let list = list.map_or(renamed.as_str(), |(list, _)| list);
        list.trim_start_matches("--- a.netpol\n").to_owned()
    };
    assert_eq!(
        of("workload $0a, b, c"),
        "workload b, c\nworkload new = [app=a]"
    );
    assert_eq!(
        of("workload a, $0b, c"),
        "workload a, c\nworkload new = [app=b]"
    );
    assert_eq!(
        of("workload a, b, $0c"),
        "workload a, b\nworkload new = [app=c]"
    );
    assert_eq!(
        of("  workload a,$0b # x"),
        "  workload a # x\n  workload new = [app=b]"
    );
    assert_eq!(
        of("workload $0a, # one\n    b, # two\n    c  # three"),
        "workload b, # two\n    c  # three\n# one\nworkload new = [app=a]"
    );
    assert_eq!(
        of("workload a, # one\n    $0b, # two\n    c  # three"),
        "workload a, # one\n    # two\n    c  # three\nworkload new = [app=b]"
    );
    assert_eq!(
        of("workload a, # one\n    b, # two\n    $0c  # three"),
        "workload a, # one\n    b # two  # three\nworkload new = [app=c]"
    );
    assert_eq!(
        of("workload a,\n    $0b,\n    c"),
        "workload a,\n    c\nworkload new = [app=b]"
    );
    assert_eq!(
        of("workload a,\n    b,\n    $0c"),
        "workload a,\n    b\nworkload new = [app=c]"
    );
    assert_eq!(
        of("workload a, $0b # netpolc: allow(absent-workload)"),
        "workload a # netpolc: allow(absent-workload)\nworkload new = [app=b] # netpolc: allow(absent-workload)"
    );
    assert_eq!(
        of("workload a, $0b\r"),
        "workload a\r\nworkload new = [app=b]\r"
    );
}

#[test]
fn a_name_is_quoted_where_it_has_to_be() {
    let of = |rule: &str, name: &str| {
        let text = format!("--- a.netpol\ngroup \"a b\"$0 = [x=y]\n{rule}\n");
        let renamed = renamed(&text, name);
        renamed.lines().skip(1).collect::<Vec<_>>().join("; ")
    };
    let quoted = "allow \"a b\" -> \"a b\":80";
    assert_eq!(of(quoted, "c"), "group c = [x=y]; allow c -> c:80");
    assert_eq!(
        of(quoted, "egress"),
        "group \"egress\" = [x=y]; allow \"egress\" -> \"egress\":80"
    );
    assert_eq!(
        of(quoted, "deny"),
        "group deny = [x=y]; allow deny -> deny:80"
    );
    assert_eq!(
        of(quoted, "é \"\\"),
        "group \"é \\\"\\\\\" = [x=y]; allow \"é \\\"\\\\\" -> \"é \\\"\\\\\":80"
    );
    // A word would run into what touches the quotes, or start a statement.
    assert_eq!(
        of("allow\"a b\"->\"a b\"because \"x\"", "c"),
        "group c = [x=y]; allow\"c\"->\"c\"because \"x\""
    );
    assert_eq!(
        of("allow \"a b\"->*", "c-"),
        "group c- = [x=y]; allow \"c-\"->*"
    );
    assert_eq!(
        of("allow any,\n  \"a b\" -> *", "deny"),
        "group deny = [x=y]; allow any,;   \"deny\" -> *"
    );
    let text = "--- a.netpol\nworkload x = s/[a=b]\nallow s/x$0 -> *\n";
    assert_eq!(
        renamed(text, "egress"),
        "--- a.netpol\nworkload \"egress\" = s/[a=b]\nallow s/egress -> *\n"
    );
    assert!(renamed(text, "any").ends_with("s/\"any\" -> *\n"));
}

const SHOP: &str = "--- base.netpol
workload web, db
--- shop.netpol
use \"base.netpol\"
namespace shop
group all = web, db
allow w$0eb -> db
allow all -> pay/api
--- pay.netpol
namespace pay
workload api, web
allow shop/web -> api
";

#[test]
fn all_files_that_speak_of_it_are_changed() {
    assert_eq!(
        renamed(SHOP, "site"),
        "--- base.netpol
workload db
workload site = [app=web]
--- shop.netpol
use \"base.netpol\"
namespace shop
group all = site, db
allow site -> db
allow all -> pay/api
"
    );
    // A file that is only used is changed as an input is.
    let used = SHOP.replace("base.netpol\nw", "base.netpol (used)\nw");
    assert_eq!(renamed(&used, "site"), renamed(SHOP, "site"));
}

#[test]
fn what_the_text_does_not_declare_is_refused() {
    let text = "--- a.netpol
manifests \"k8s.yaml\"
namespace shop
workload web = [app=web]
RULE
--- k8s.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec: {selector: {matchLabels: {app: api}}, template: {metadata: {labels: {app: api}}, spec: {containers: [{name: a}]}}}
---
apiVersion: v1
kind: Service
metadata: {name: front, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80}]}
";
    let of = |rule: &str| prepared(&text.replace("RULE", rule));
    assert_eq!(
        of("allow a$0pi -> web"),
        "the manifests call a workload `api`, and they are not changed from here"
    );
    assert_eq!(
        of("allow * -> f$0ront:80"),
        "the manifests call a Service `front`, and they are not changed from here"
    );
    assert_eq!(
        of("allow * -> we$0b:service"),
        "where it stands, `web` is the name of something in the manifests too, and they are not \
         changed from here"
    );
    assert_eq!(of("allow we$0b -> *:80"), "a.netpol:4:7 web = web");
    assert_eq!(
        of("allow web -> d$0ns"),
        "`dns` is built in, and every file knows it by this name"
    );
    assert_eq!(
        of("allow other/a$0pi -> *"),
        "nothing declares `api`: it means pods by a label that they have"
    );
    assert_eq!(
        of("allow sh$0op/web -> *"),
        "a namespace is the cluster's, and keeps its name"
    );
    let none = "no name stands here that could be changed";
    assert_eq!(of("all$0ow web -> *"), none);
    assert_eq!(of("allow [app=we$0b] -> *"), none);
    assert_eq!(of("allow web -> *:htt$0p"), none);
    assert_eq!(of("allow web -> * because \"we$0b\""), none);
    let name = |name: &str| renamed(&text.replace("RULE", "allow we$0b -> *:80"), name);
    assert_eq!(name("front"), "the manifests call a Service `front`");
    assert_eq!(name("api"), "the manifests call a workload `api`");
}

#[test]
fn a_name_that_is_read_otherwise_elsewhere_is_refused() {
    let text = "--- base.netpol
group all = w$0eb
--- a.netpol
use \"base.netpol\"
namespace a
workload web
allow all -> *
";
    let reason = "`web` is also read in a namespace for which nothing declares it";
    assert_eq!(prepared(text), reason);
    let text = text.replace("base.netpol\ng", "base.netpol (used)\ng");
    assert_eq!(prepared(&text), "base.netpol:1:13 web = web");
}

#[test]
fn a_name_that_means_several_things_is_changed_for_all_of_them() {
    let text = "--- a.netpol
namespace one
workload web = [app=a]
namespace two
workload w$0eb = [app=b]
namespace one, two
allow web -> one/web
";
    assert_eq!(
        renamed(text, "site"),
        "--- a.netpol
namespace one
workload site = [app=a]
namespace two
workload site = [app=b]
namespace one, two
allow site -> one/site
"
    );
}

#[test]
fn a_new_name_is_a_name() {
    for (name, reason) in [
        ("", "a name cannot be empty"),
        (" ", "a name cannot be empty"),
        ("a\nb", "a name stands on one line"),
        (
            "a\u{202e}b",
            "a name holds no characters that cannot be seen",
        ),
        ("a\u{0}", "a name holds no characters that cannot be seen"),
    ] {
        assert_eq!(renamed(SHOP, name), reason);
    }
}

#[test]
fn a_new_name_means_nothing_yet() {
    assert_eq!(renamed(SHOP, "db"), "`base.netpol` declares `db` already");
    assert_eq!(renamed(SHOP, "all"), "`shop.netpol` declares `all` already");
    assert_eq!(
        renamed(SHOP, "dns"),
        "`dns` is built in, and means something already"
    );
    // Another namespace's workload is none of this one's.
    assert!(renamed(SHOP, "api").contains("workload api = [app=web]"));
    let text = "--- a.netpol
workload web, db
allow web$0 -> site, other/web
";
    assert_eq!(
        renamed(text, "site"),
        "with `site` for `web`, `site` on line 2 of `a.netpol` would mean something else"
    );
}

#[test]
fn what_cannot_be_read_may_speak_of_it() {
    let text = |other: &str| format!("{SHOP}--- other.netpol\nuse \"base.netpol\"\n{other}\n");
    let reason = "`other.netpol` has a statement that cannot be read, and may speak of `web` there";
    assert_eq!(prepared(&text("allow web ->")), reason);
    assert_eq!(prepared(&text("allow db->web->db")), reason);
    assert_eq!(prepared(&text("group x = (web)")), reason);
    let fine = "shop.netpol:4:7 web = web";
    for other in [
        "allow we ->",
        "allow web-2 -> x y",
        "allow db -> db # -> web",
        "group x = db )",
    ] {
        assert_eq!(prepared(&text(other)), fine, "{other}");
    }
    assert_eq!(
        prepared(&text("namespace ,\nallow web -> db")),
        "a `namespace` of `other.netpol` cannot be read, so nobody knows what `web` means there"
    );
    let lost = format!("{SHOP}--- other.netpol\nuse \"none.netpol\"\nallow web -> db\n");
    assert_eq!(
        prepared(&lost),
        "`other.netpol` names a file that cannot be read, so nobody knows what `web` means there"
    );
}
