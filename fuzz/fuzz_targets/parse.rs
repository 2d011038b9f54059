//! Whatever bytes: they parse.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| netpolc_fuzz::parse(bytes));
