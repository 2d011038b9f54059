//! The connections that a program allows are those that its objects let through.

use std::collections::BTreeSet;

use netpolc::diagnostics::Diagnostic;
use netpolc::model::words;
use netpolc::source::LineIndex;

use crate::properties::case::{meant, shown};
use crate::properties::differential::{Counted, ask, difference};
use crate::properties::generator::drawn;
use crate::properties::program::Program;
use crate::properties::random::Random;
use crate::properties::text::plain;
use crate::support::meant::Meant;

/// Few of one program: the fuzzer has many programs.
const CONNECTIONS: usize = 40;

/// Whether the program that these bytes choose compiles, without the statements that errors are about.
/// The bytes behind them choose the cluster.
pub(crate) fn holds(bytes: &[u8]) -> bool {
    let random = &mut Random::of(bytes);
    let Some((program, meant)) = compiling(drawn(random)) else {
        return false;
    };
    if let Some(point) = ask(
        random,
        &program,
        &meant,
        CONNECTIONS,
        &mut Counted::default(),
    ) {
        let difference = difference(&meant, &point).unwrap_or_default();
        panic!(
            "{}: {difference}\n{}",
            words::connection(&point),
            shown(&program)
        );
    }
    true
}

/// What is left of a program that compiles.
fn compiling(mut program: Program) -> Option<(Program, Meant)> {
    loop {
        match meant(&program) {
            Ok(meant) => return Some((program, meant)),
            Err(wrong) if remove(&mut program, &wrong) => {}
            Err(_) => return None,
        }
    }
}

/// Removes the statements that are wrong; says whether there was one.
fn remove(program: &mut Program, wrong: &[Diagnostic]) -> bool {
    let files = [&mut program.main, &mut program.base];
    let removed = files.into_iter().zip(0..).map(|(file, id)| {
        let index = LineIndex::new(&plain(file));
        let spans = wrong.iter().map(|one| one.primary.span);
        let spans = spans.filter(|span| span.file.0 == id);
        let lines = spans.map(|span| index.line(span.start) + 1);
        let lines: BTreeSet<usize> = lines.collect();
        let removed = lines.into_iter().rev().filter_map(|line| file.remove(line));
        removed.count()
    });
    removed.sum::<usize>() > 0
}
