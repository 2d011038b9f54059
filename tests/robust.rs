//! No input takes the compiler down, or very long: each of these ends, with a diagnostic.

use netpolc::driver::{Input, Options, Run, run};

use crate::support::compile::{Disk, compile, short, text, yaml};
use crate::support::memory::Memory;

/// The codes of a run, each once.
fn codes(run: &Run) -> Vec<&'static str> {
    let mut codes: Vec<_> = run.diagnostics.iter().map(|one| one.code.slug).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn compile_bytes(bytes: Vec<u8>) -> Run {
    let input = Input {
        bytes,
        ..text("")
    };
    run(vec![input], &Disk, &Options::default())
}

#[test]
fn a_long_line_of_garbage_is_one_mistake() {
    for garbage in ["a", "%", "é ", "a,", "->", "[", "\"", "10.", ":", "# "] {
        let line = garbage.repeat(10_000_000 / garbage.len());
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
        let lines = format!("allow web -> {bracket}\n").repeat(20_000);
        assert_eq!(compile(&lines).diagnostics.len(), 20_000, "{bracket}");
    }
}

#[test]
fn a_hundred_thousand_open_quotes() {
    let found = compile(&"allow web -> \"api\n".repeat(100_000));
    assert_eq!(codes(&found), ["unclosed-quote"]);
    assert_eq!(found.diagnostics.len(), 100_000);
}

#[test]
fn bytes_that_are_no_text() {
    assert_eq!(codes(&compile_bytes(vec![0; 1_000_000])), ["control-character"]);
    assert_eq!(codes(&compile_bytes(vec![0xff; 1_000_000])), ["invalid-utf8"]);
    assert_eq!(codes(&compile_bytes(b"allow web -> \xf0\x9f\xa6".to_vec())), ["invalid-utf8"]);
    let all: Vec<u8> = (0..=255).cycle().take(1_000_000).collect();
    assert!(compile_bytes(all).has_errors());
}

#[test]
fn every_beginning_of_a_program_ends_in_peace() {
    let program = include_str!("../examples/shop/shop.netpol");
    for end in (0..program.len()).filter(|end| program.is_char_boundary(*end)) {
        compile(&program[..end]);
    }
}

#[test]
fn groups_nest_deep_in_whatever_order_they_stand() {
    for depth in [2, 60, 100, 10_000] {
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
    let mut program = "group g0 = web, mobile\ngroup h0 = mobile, web\n".to_owned();
    for level in 1..60 {
        let below = level - 1;
        program.push_str(&format!("group g{level} = g{below}, h{below}, g{below}\n"));
        program.push_str(&format!("group h{level} = h{below}, g{below}, h{below}\n"));
    }
    program.push_str("allow g59 -> api\n");
    let found = compile(&program);
    assert_eq!(short(&found), "");
    assert_eq!(yaml(&found).matches("podSelector").count(), 3);
}

#[test]
fn a_cycle_of_ten_thousand_groups_is_one_mistake() {
    let cycle: String = (0..10_000)
        .map(|at| format!("group g{at} = g{}\n", (at + 1) % 10_000))
        .collect();
    let found = compile(&format!("{cycle}allow g7 -> api\n"));
    assert_eq!(codes(&found), ["declaration-cycle"]);
    assert_eq!(found.diagnostics.len(), 1);
}

#[test]
fn many_excepts_are_refused_before_they_explode() {
    let pairs: Vec<String> = (0..200).map(|at| format!("[a{at}=x, b{at}=y]")).collect();
    let found = compile(&format!("allow [app=web] except ({}) -> api\n", pairs.join(", ")));
    assert_eq!(codes(&found), ["too-many-parts"]);
    let blocks: Vec<String> = (0..5_000).map(|at| format!("10.{}.{}.0/24", at / 256, at % 256)).collect();
    let found = compile(&format!("allow 10.0.0.0/8 except ({}) -> api\n", blocks.join(", ")));
    assert_eq!(short(&found), "");
}

#[test]
fn a_long_chain_of_files_and_a_long_cycle() {
    let mut memory = Memory::default();
    for at in 0..1_000 {
        let next = (at + 1) % 1_000;
        memory.add(format!("cycle{at}.netpol"), format!("use \"cycle{next}.netpol\"\n"));
        memory.add(format!("chain{at}.netpol"), format!("use \"chain{}.netpol\"\n", at + 1));
    }
    memory.add("chain1000.netpol", "network office = 203.0.113.0/24\n");
    memory.add("shop.netpol", "use \"chain0.netpol\"\nallow office -> api\n");
    let chain = run(vec![memory.input("shop.netpol")], &memory, &Options::default());
    assert_eq!(short(&chain), "");
    assert!(yaml(&chain).contains("203.0.113.0/24"));
    let cycle = run(vec![memory.input("cycle0.netpol")], &memory, &Options::default());
    assert_eq!(codes(&cycle), ["use-cycle"]);
    assert_eq!(cycle.diagnostics.len(), 1);
}

#[test]
fn many_mistakes_are_all_reported() {
    let lines: String = (0..20_000)
        .map(|at| format!("allow web -> api:{}\n", 70_000 + at))
        .collect();
    let found = compile(&lines);
    assert_eq!(codes(&found), ["invalid-port-number"]);
    assert_eq!(found.diagnostics.len(), 20_000);
}
