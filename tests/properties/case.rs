//! Random programs as cases of a test.

use std::env;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use netpolc::diagnostics::Diagnostic;
use netpolc::driver::{Input, Loader, ManifestFile, Options, Run, run};

use crate::properties::generator::program;
use crate::properties::program::Program;
use crate::properties::shrink::shrink;
use crate::properties::text::plain;
use crate::support::compile;
use crate::support::meant::{self, Meant};

/// The name of the file that random programs use.
pub(crate) const BASE: &str = "base.netpol";

/// Checks the programs of `cases` seeds (more, where the environment asks for them) from `start` on; of a failure it
/// shows the seed and the smallest program that fails likewise. Returns how many compiled, of how
/// many.
pub(crate) fn each(
    start: u64,
    cases: u64,
    mut holds: impl FnMut(u64, &Program) -> Verdict,
) -> (u64, u64) {
    let cases = asked_for(cases);
    let mut compiled = 0;
    for seed in start..start + cases {
        let program = program(seed);
        match holds(seed, &program) {
            Verdict::Holds => compiled += 1,
            Verdict::NotCompiled => {}
            Verdict::Fails(_) => {
                let small = shrink(program, |one| matches!(holds(seed, one), Verdict::Fails(_)));
                let Verdict::Fails(reason) = holds(seed, &small) else {
                    panic!("seed {seed} fails only at times");
                };
                panic!("seed {seed}: {reason}\n{}", shown(&small));
            }
        }
    }
    (compiled, cases)
}

/// So many cases, or more where the environment asks for them.
pub(crate) fn asked_for(cases: u64) -> u64 {
    let asked = env::var("NETPOLC_PROPERTY_CASES").ok();
    asked.map_or(cases, |asked| cases.max(asked.parse().unwrap()))
}

/// What a property says of a program.
#[derive(Debug)]
pub(crate) enum Verdict {
    Holds,
    /// The compiler refused it, with a reason.
    NotCompiled,
    Fails(String),
}

/// Compiles the texts of a program.
pub(crate) fn compile(main: &str, base: &str) -> Run {
    let base = Base(base_input(base));
    run(vec![compile::text(main)], &base, &Options::default())
}

/// Compiles the main text for a namespace that the command line names.
pub(crate) fn compile_for(namespace: &str, main: &str, base: &str) -> Run {
    let options = Options {
        namespace: Some(namespace.to_owned()),
        ..Options::default()
    };
    run(vec![compile::text(main)], &Base(base_input(base)), &options)
}

/// Compiles both texts, each for itself.
pub(crate) fn compile_both(main: &str, base: &str) -> Run {
    let base = base_input(base);
    run(
        vec![compile::text(main), base.clone()],
        &Base(base),
        &Options::default(),
    )
}

/// What the main file of a program means, and what is written for it.
pub(crate) fn meant(program: &Program) -> Result<Meant, Vec<Diagnostic>> {
    let base = Base(base_input(&plain(&program.base)));
    let main = compile::text(&plain(&program.main));
    let mut all = meant::meant(vec![main], &base)?;
    Ok(all.remove(0))
}

fn base_input(text: &str) -> Input {
    Input {
        name: BASE.to_owned(),
        identity: BASE.to_owned(),
        ..compile::text(text)
    }
}

pub(crate) fn objects(run: &Run) -> Vec<NetworkPolicy> {
    let policies = run.units.iter().flat_map(|unit| &unit.policies);
    policies.map(|policy| (*policy.object).clone()).collect()
}

/// A program as its author would see it.
pub(crate) fn shown(program: &Program) -> String {
    let main = plain(&program.main);
    match program.main.uses() {
        None => format!("--- test.netpol\n{main}"),
        Some(_) => format!(
            "--- test.netpol\n{main}--- base.netpol\n{}",
            plain(&program.base)
        ),
    }
}

/// The one file that random programs use.
struct Base(Input);

impl Loader for Base {
    fn load(&self, _: &str, path: &str) -> Result<Input, String> {
        assert_eq!(path, BASE);
        Ok(self.0.clone())
    }

    fn manifests(&self, _: &str, path: &str) -> Result<Vec<ManifestFile>, String> {
        Err(format!("{path} is not here"))
    }
}
