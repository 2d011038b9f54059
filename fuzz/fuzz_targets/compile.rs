//! Whatever bytes: as a text, or as the choices of random programs, they compile.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| netpolc_fuzz::compile(bytes));
