//! Whatever bytes: as the choices of a random program, they mean what its objects mean.
#![no_main]

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use libfuzzer_sys::{Corpus, fuzz_target};

static INPUTS: AtomicUsize = AtomicUsize::new(0);
static COMPILED: AtomicUsize = AtomicUsize::new(0);

// What does not compile says nothing here, nor would its mutants: none of it is kept.
fuzz_target!(|bytes: &[u8]| -> Corpus {
    let compiles = netpolc_fuzz::differential(bytes);
    let compiled = COMPILED.fetch_add(usize::from(compiles), Relaxed) + usize::from(compiles);
    let inputs = INPUTS.fetch_add(1, Relaxed) + 1;
    if inputs.is_multiple_of(1000) {
        eprintln!("{compiled} of {inputs} inputs compile");
    }
    if compiles {
        Corpus::Keep
    } else {
        Corpus::Reject
    }
});
