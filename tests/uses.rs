//! Files that the command line brings in with `--use`: as if every file used them first.

use netpolc::driver::{Options, Run, run};

use crate::support::compile::{short, yaml};
use crate::support::memory::Memory;

fn build(files: &[(&str, &str)], inputs: &[&str], common: &str) -> Run {
    let mut memory = Memory::default();
    for (path, text) in files {
        memory.add(*path, *text);
    }
    let options = Options {
        uses: vec![memory.input(common)],
        ..Options::default()
    };
    run(
        inputs
            .iter()
            .map(|path| memory.input(path))
            .collect::<Vec<_>>(),
        &memory,
        &options,
    )
}

#[test]
fn what_a_file_means_does_not_depend_on_the_other_inputs() {
    let files = [
        ("env.netpol", "network office = 203.0.113.0/24\n"),
        ("lib.netpol", "group admins = office\n"),
        ("app.netpol", "use \"lib.netpol\"\nallow admins -> web\n"),
    ];
    let alone = build(&files, &["app.netpol"], "env.netpol");
    let together = build(&files, &["app.netpol", "lib.netpol"], "env.netpol");
    assert_eq!(short(&alone), "");
    assert_eq!(short(&together), "");
    assert!(
        yaml(&alone).contains("cidr: \"203.0.113.0/24\""),
        "{}",
        yaml(&alone)
    );
    assert_eq!(yaml(&alone), yaml(&together));
}

#[test]
fn what_a_common_file_uses_may_be_an_input() {
    let files = [
        ("env.netpol", "use \"net.netpol\"\n"),
        ("net.netpol", "network office = 203.0.113.0/24\n"),
        ("app.netpol", "allow office -> web\n"),
    ];
    let inputs = ["env.netpol", "net.netpol", "app.netpol"];
    let run = build(&files, &inputs, "env.netpol");
    assert_eq!(short(&run), "");
    assert!(
        yaml(&run).contains("cidr: \"203.0.113.0/24\""),
        "{}",
        yaml(&run)
    );
}
