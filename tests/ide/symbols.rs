//! What files declare and say, as a tree and as a list.

use netpolc::ide::{Symbol, document_symbols, workspace_symbols};

use crate::ide::marked::{Marked, marked};

const SHOP: &str = "--- base.netpol
label tier
network Office = 203.0.113.0/24
--- shop.netpol
use \"base.netpol\" # $0
group early = shop/[a=b]
namespace shop, pay
workload web, db
workload far = other/[app=far]
service postgres = db:5432

default deny   egress
allow web->db:(80,443) because \"reason\"
deny office -> db
expect deny office -> db

namespace other
isolate *
";

fn tree(marked: &Marked, symbols: &[Symbol], depth: usize, out: &mut Vec<String>) {
    for symbol in symbols {
        let of = |span| {
            let shown = marked.shown(span);
            let lines = shown.lines().count();
            let first = shown.lines().next().unwrap().to_owned();
            match lines {
                1 => first,
                lines => format!("{first} .. {lines} lines"),
            }
        };
        out.push(format!(
            "{}{:?} {} [{}] [{}]",
            "  ".repeat(depth),
            symbol.kind,
            symbol.name,
            of(symbol.span),
            of(symbol.name_span)
        ));
        tree(marked, &symbol.children, depth + 1, out);
    }
}

#[test]
fn a_file_has_an_outline() {
    let marked = marked(SHOP);
    let symbols = document_symbols(&marked.snapshot, marked.file);
    let mut shown = Vec::new();
    tree(&marked, &symbols, 0, &mut shown);
    let shown = shown.join("\n").replace("shop.netpol:", "");
    assert_eq!(
        shown,
        "\
Group early [2:1 group early = shop/[a=b]] [2:7 early]
Section shop, pay [3:1 namespace shop, pay .. 9 lines] [3:11 shop, pay]
  Workload web [4:10 web] [4:10 web]
  Workload db [4:15 db] [4:15 db]
  Workload far [5:1 workload far = other/[app=far]] [5:10 far]
  Service postgres [6:1 service postgres = db:5432] [6:9 postgres]
  Isolation default deny egress [8:1 default deny   egress] [8:1 default deny   egress]
  Rule allow web -> db:(80, 443) because \"reason\" [9:1 allow web->db:(80,443) because \"reason\"] [9:1 allow web->db:(80,443) because \"reason\"]
  Promise deny office -> db [10:1 deny office -> db] [10:1 deny office -> db]
  Expectation expect deny office -> db [11:1 expect deny office -> db] [11:1 expect deny office -> db]
Section other [13:1 namespace other .. 2 lines] [13:11 other]
  Isolation isolate * [14:1 isolate *] [14:1 isolate *]"
    );
}

fn found(query: &str) -> Vec<String> {
    let marked = marked(SHOP);
    let found = workspace_symbols(&marked.snapshot, query);
    let shown = found.iter().map(|one| {
        let section = one.section.as_deref().unwrap_or("-");
        format!("{:?} {section} {}", one.kind, marked.shown(one.span))
    });
    shown.collect()
}

#[test]
fn declarations_are_found_by_their_letters() {
    assert_eq!(
        found(""),
        [
            "Network - base.netpol:2:9 Office",
            "Group - shop.netpol:2:7 early",
            "Section - shop.netpol:3:11 shop, pay",
            "Workload shop, pay shop.netpol:4:10 web",
            "Workload shop, pay shop.netpol:4:15 db",
            "Workload shop, pay shop.netpol:5:10 far",
            "Service shop, pay shop.netpol:6:9 postgres",
            "Section - shop.netpol:13:11 other",
        ]
    );
    assert_eq!(found("OFC"), ["Network - base.netpol:2:9 Office"]);
    let pg = "Service shop, pay shop.netpol:6:9 postgres";
    assert_eq!(found("pg"), [pg]);
    assert_eq!(found("postgres"), [pg]);
    assert_eq!(found("dns"), [""; 0]);
    assert_eq!(found("bd"), [""; 0]);
}
