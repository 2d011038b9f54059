//! Whatever bytes: they are read into an inventory.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| netpolc_fuzz::manifests(bytes));
