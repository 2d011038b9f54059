//! Where else is spoken of something.

use netpolc::ide::references;

use crate::ide::marked::marked;

fn found(text: &str, with_declarations: bool) -> Vec<String> {
    let marked = marked(text);
    let found = references(
        &marked.snapshot,
        marked.file,
        marked.offset,
        with_declarations,
    );
    let shown = found.iter().map(|one| {
        let mark = if one.is_declaration { "!" } else { "" };
        format!("{mark}{}", marked.shown(one.span))
    });
    shown.collect()
}

const SHOP: &str = "--- base.netpol
workload web
--- shop.netpol
use \"base.netpol\"
namespace shop
workload db
service postgres = db:5432
group all = web, db
allow w$0eb, all except web -> postgres
allow other/web -> shop/web
--- none.netpol
allow web -> web
";

#[test]
fn all_that_mean_the_same_are_found() {
    let uses = [
        "shop.netpol:5:13 web",
        "shop.netpol:6:7 web",
        "shop.netpol:6:23 web",
        "shop.netpol:7:25 web",
    ];
    assert_eq!(found(SHOP, false), uses);
    let mut all = vec!["!base.netpol:1:10 web"];
    all.extend(uses);
    assert_eq!(found(SHOP, true), all);
}

#[test]
fn names_that_nothing_declares_are_found_together() {
    let text = SHOP
        .replace("$0", "")
        .replace("allow web -> web", "allow w$0eb -> web");
    let both = ["none.netpol:1:7 web", "none.netpol:1:14 web"];
    assert_eq!(found(&text, true), both);
}

#[test]
fn a_namespace_is_found_wherever_it_is_named() {
    let text = SHOP
        .replace("$0", "")
        .replace("-> shop/web", "-> sho$0p/web");
    assert_eq!(
        found(&text, true),
        ["!shop.netpol:2:11 shop", "shop.netpol:7:20 shop"]
    );
}

#[test]
fn there_is_nothing_to_find_in_other_words() {
    let text = SHOP
        .replace("$0", "")
        .replace("allow other", "all$0ow other");
    assert_eq!(found(&text, true), [""; 0]);
}
