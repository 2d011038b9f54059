//! No input takes the compiler down, or very long: each of these ends, with a diagnostic.

use netpolc::driver::{Options, Run, run};

use crate::support::compile::{Disk, bytes, compile, short, yaml};
use crate::support::memory::Memory;

/// The codes of a run, each once.
fn codes(run: &Run) -> Vec<&'static str> {
    let mut codes: Vec<_> = run.diagnostics.iter().map(|one| one.code.slug).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn compile_bytes(all: &[u8]) -> Run {
    run(vec![bytes(all)], &Disk, &Options::default())
}

#[test]
fn a_long_line_of_garbage_is_one_mistake() {
    let kinds = ["a", "%", "é ", "->", "[", "(", "\"", "10.", ":", "# "];
    for garbage in kinds.into_iter().chain(["a,"]) {
        let length = if garbage == "a," { 20_000 } else { 400_000 };
        let line = garbage.repeat(length / garbage.len());
        let found = compile(&format!("allow web -> {line}\nallow web => api\n"));
        assert!(found.has_errors(), "{garbage}");
        let last = found.diagnostics.last().unwrap();
        assert_eq!(last.code.slug, "wrong-arrow", "{garbage}: {last:?}");
        assert!(found.diagnostics.len() <= 2, "{garbage}");
    }
}

#[test]
fn a_hundred_thousand_open_brackets() {
    for bracket in ["(", "[", "([", "{", ")"] {
        let found = compile(&format!("allow web -> {}\n", bracket.repeat(100_000)));
        assert_eq!(found.diagnostics.len(), 1, "{bracket}");
        let lines = format!("allow web -> {bracket}\n").repeat(500);
        assert_eq!(compile(&lines).diagnostics.len(), 500, "{bracket}");
    }
}

#[test]
fn a_thousand_lines_with_an_open_quote_and_a_hundred_thousand_quotes() {
    let found = compile(&"allow web -> \"api\n".repeat(1_000));
    assert_eq!(codes(&found), ["unclosed-quote"]);
    assert_eq!(found.diagnostics.len(), 1_000);
    let found = compile(&format!("allow web -> {}\n", "\"a".repeat(100_001)));
    assert_eq!(found.diagnostics.len(), 1, "{}", codes(&found).join(" "));
}

#[test]
fn bytes_that_are_no_text() {
    assert_eq!(
        codes(&compile_bytes(&vec![0; 1_000_000])),
        ["control-character"]
    );
    assert_eq!(
        codes(&compile_bytes(&vec![0xff; 1_000_000])),
        ["invalid-utf8"]
    );
    assert_eq!(
        codes(&compile_bytes(b"allow web -> \xf0\x9f\xa6")),
        ["invalid-utf8"]
    );
    let all: Vec<u8> = (0..=255_u8).cycle().take(1_000_000).collect();
    assert!(compile_bytes(&all).has_errors());
}

#[test]
fn every_beginning_of_a_program_ends_in_peace() {
    let program = include_str!("../examples/shop/shop.netpol");
    let beginnings = (0..program.len()).filter_map(|end| program.get(..end));
    for beginning in beginnings.step_by(7) {
        compile(beginning);
    }
}

#[test]
fn groups_nest_deep_in_whatever_order_they_stand() {
    for depth in [2, 64, 65, 5_000] {
        let mut lines: Vec<String> = (1..depth)
            .map(|level| format!("group g{level} = g{}\n", level - 1))
            .collect();
        lines.push("group g0 = web\n".to_owned());
        lines.push(format!("allow g{} -> api\n", depth - 1));
        let up = compile(&lines.concat());
        lines.reverse();
        let down = compile(&lines.concat());
        assert_eq!(codes(&up), codes(&down), "{depth}");
        assert_eq!(yaml(&up), yaml(&down), "{depth}");
        assert_eq!(up.has_errors(), depth > 64, "{depth}\n{}", short(&up));
        assert!(up.diagnostics.len() <= 1, "one for the whole nest");
    }
}

#[test]
fn groups_that_double_a_hundred_times_stay_small() {
    let levels = (1..60).map(|level| {
        let below = level - 1;
        format!(
            "group g{level} = g{below}, h{below}, g{below}\n\
             group h{level} = h{below}, g{below}, h{below}\n"
        )
    });
    let mut program = levels.collect::<String>();
    program.push_str("group g0 = web, mobile\ngroup h0 = mobile, web\n");
    program.push_str("allow g59, h59 -> api\n");
    let found = compile(&program);
    assert_eq!(short(&found), "");
    assert_eq!(yaml(&found).matches("podSelector").count(), 3);
}

#[test]
fn a_cycle_of_five_thousand_groups_is_one_mistake() {
    let mut cycle: Vec<String> = (0..5_000)
        .map(|at| format!("group g{at} = g{}\n", (at + 1) % 5_000))
        .collect();
    cycle.push("allow g7 -> api\n".to_owned());
    let found = compile(&cycle.concat());
    assert_eq!(codes(&found), ["declaration-cycle"]);
    assert_eq!(found.diagnostics.len(), 1);
}

#[test]
fn many_excepts_are_refused_before_they_explode() {
    let pairs: Vec<String> = (0..200).map(|at| format!("[a{at}=x, b{at}=y]")).collect();
    let found = compile(&format!(
        "allow [app=web] except ({}) -> api\n",
        pairs.join(", ")
    ));
    assert_eq!(codes(&found), ["too-many-parts"]);
    let blocks: Vec<String> = (0..2_000)
        .map(|at| format!("10.{}.{}.0/24", at / 256, at % 256))
        .collect();
    let found = compile(&format!(
        "allow 10.0.0.0/8 except ({}) -> api\n",
        blocks.join(", ")
    ));
    assert_eq!(short(&found), "");
}

#[test]
fn two_thousand_peers_less_two_thousand() {
    let listed = |one: &dyn Fn(usize) -> String| (0..2_000).map(one).collect::<Vec<_>>().join(", ");
    let pods = listed(&|at| format!("[app=a{at}]"));
    let excluded = listed(&|at| format!("[app=a{at}, old]"));
    let found = compile(&format!(
        "group all = {pods}\ngroup old = {excluded}\nallow all except old -> api\n"
    ));
    assert_eq!(short(&found), "");
    assert_eq!(yaml(&found).matches("DoesNotExist").count(), 2_000);
    let blocks = listed(&|at| format!("10.{}.{}.0/24", at / 256, at % 256));
    let excluded = listed(&|at| format!("10.{}.{}.7", at / 256, at % 256));
    for kind in ["group", "network"] {
        let found = compile(&format!(
            "{kind} all = {blocks}\nnetwork old = {excluded}\nallow all except old -> api\n"
        ));
        assert_eq!(short(&found), "");
        assert_eq!(yaml(&found).matches("except:").count(), 2_000);
    }
}

#[test]
fn a_network_of_twenty_thousand_addresses() {
    let addresses: Vec<String> = (0..20_000)
        .map(|at| format!("10.0.{}.{}", at / 256, at % 256))
        .collect();
    let found = compile(&format!(
        "network n = {}\nallow n -> api\n",
        addresses.join(", ")
    ));
    assert_eq!(short(&found), "");
}

#[test]
fn declarations_that_nothing_uses_in_a_thousand_namespaces() {
    let listed = |one: &dyn Fn(usize) -> String| (0..1_000).map(one).collect::<Vec<_>>().join(", ");
    let networks = listed(&|at| format!("10.0.{}.{}", at / 256, at % 256));
    let pods = listed(&|at| format!("[app=a{at}]"));
    let namespaces = listed(&|at| format!("n{at}"));
    let found = compile(&format!(
        "network n = {networks}\ngroup g = {pods}\nnamespace {namespaces}\nallow a -> b\n"
    ));
    assert_eq!(codes(&found), ["unused-declaration"]);
}

#[test]
fn ten_thousand_comments_that_silence() {
    let silenced = "# netpolc: allow(undeclared-name)";
    let rules = (0..5_000).map(|at| format!("allow wbe{at} -> web {silenced}\n"));
    let peers = (0..5_000).map(|at| format!("    wbe{at}, {silenced}\n"));
    let program = format!(
        "workload web\n{}allow web,\n{}    web -> web:80\n",
        rules.collect::<String>(),
        peers.collect::<String>()
    );
    assert_eq!(short(&compile(&program)), "");
    let idle = program.replace(": allow(", ": allow(covered-port, ");
    let found = compile(&idle);
    assert_eq!(codes(&found), ["silences-nothing"]);
    assert_eq!(found.diagnostics.len(), 10_000);
}

#[test]
fn one_name_for_workloads_of_four_thousand_namespaces() {
    let sections: Vec<String> = (0..4_000)
        .map(|at| format!("namespace n{at}\nworkload web\nisolate web\n"))
        .collect();
    let found = compile(&sections.concat());
    assert_eq!(short(&found), "");
}

#[test]
fn a_long_chain_of_files_and_a_long_cycle() {
    let mut memory = Memory::default();
    for at in 0..1_000 {
        let next = (at + 1) % 1_000;
        memory.add(
            format!("cycle{at}.netpol"),
            format!("use \"cycle{next}.netpol\"\n"),
        );
        memory.add(
            format!("chain{at}.netpol"),
            format!("use \"chain{}.netpol\"\n", at + 1),
        );
    }
    memory.add("chain1000.netpol", "network office = 203.0.113.0/24\n");
    memory.add(
        "shop.netpol",
        "use \"chain0.netpol\"\nallow office -> api\n",
    );
    let chain = run(
        vec![memory.input("shop.netpol")],
        &memory,
        &Options::default(),
    );
    assert_eq!(short(&chain), "");
    assert!(yaml(&chain).contains("203.0.113.0/24"));
    let cycle = run(
        vec![memory.input("cycle0.netpol")],
        &memory,
        &Options::default(),
    );
    assert_eq!(codes(&cycle), ["use-cycle"]);
    assert_eq!(cycle.diagnostics.len(), 1);
}

#[test]
fn many_mistakes_are_all_reported() {
    let lines: Vec<String> = (0..2_000)
        .map(|at| format!("allow web -> api:{}\n", 70_000 + at))
        .collect();
    let found = compile(&lines.concat());
    assert_eq!(codes(&found), ["invalid-port-number"]);
    assert_eq!(found.diagnostics.len(), 2_000);
}

/// Isolations that overlap in many keys, each leaving a little: whether they cover all pods together is
/// a hard question, and so is whether rules like them cover each other.
#[test]
fn a_thousand_promises_over_isolations_that_overlap_in_every_key() {
    let keys: Vec<String> = (0..12).map(|key| format!("k{key}")).collect();
    let mut lines = vec!["namespace shop".to_owned()];
    for (at, key) in keys.iter().enumerate() {
        for (other, with) in keys.iter().enumerate().skip(at + 1) {
            let pods = format!("[{key} notin (a{other}, b), {with} notin (a{at}, c), !d{at}]");
            lines.push(format!("isolate {pods} ingress"));
            lines.push(format!("allow {pods} -> {pods}:{}", 1000 + at));
        }
    }
    for promise in 1..=1_000 {
        let key = promise % keys.len();
        lines.push(format!("deny internet -> [k{key}!=v{promise}]:{promise}"));
    }
    let program = lines.join("\n") + "\n";
    let run = compile(&program);
    let said = codes(&run);
    assert!(said.contains(&"too-complex"), "{said:?}");
    assert!(!said.contains(&"conflict"), "{said:?}");
    let promises = run.diagnostics.iter();
    let errors = promises.filter(|one| one.code.id.starts_with('E')).count();
    assert!(errors <= 1_000, "{errors}");
}
