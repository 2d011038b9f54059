//! Whatever is compiled is refused, or becomes objects that the API server takes and that read back; and
//! it becomes the same again.

use netpolc::driver::{Run, run};

use crate::fuzzing::said::shown;
use crate::properties::random::Random;
use crate::properties::suite_generator::{self, Wishes};
use crate::properties::text::respelt;
use crate::properties::validity::wrong;
use crate::properties::{case, generator};
use crate::support::compile::{self, tested, yaml};
use crate::support::memory::Memory;
use crate::support::read_back::read_back;

const WISHES: Wishes = Wishes {
    denies: 2,
    allows: 3,
    several: 50,
    is_rich: true,
};

/// Behind a 0 stand the choices of a random program, behind a 1 those of a run of several files: no text
/// begins so. All else is a text.
pub(crate) fn holds(bytes: &[u8]) {
    match bytes.split_first() {
        Some((0, choices)) => {
            let random = &mut Random::of(choices);
            let program = generator::drawn(random);
            let [main, base] = [&program.main, &program.base].map(|file| respelt(file, random));
            compiled(|| case::compile(&main, &base));
        }
        Some((1, choices)) => {
            let suite = suite_generator::drawn(&mut Random::of(choices), WISHES);
            compiled(|| suite.compile());
        }
        _ => compiled(|| run(vec![compile::bytes(bytes)], &Memory::default(), &tested())),
    }
}

fn compiled(compile: impl Fn() -> Run) {
    let [first, second] = [compile(), compile()];
    let [said, again] = [&first, &second].map(|run| shown(&run.sources, &run.diagnostics));
    assert_eq!(said, again);
    assert_eq!(yaml(&first), yaml(&second));
    // What the proof finds is a fault.
    assert!(first.faults.is_empty(), "{:?}", first.faults);
    if first.has_errors() {
        return;
    }
    assert_eq!(wrong(&first), [""; 0], "{}", yaml(&first));
    for unit in &first.units {
        assert_eq!(read_back(unit), None);
    }
}
