//! The promises of a run: every `deny`, once for each meaning that a file gives it.

use rustc_hash::FxHashSet;

use crate::check::run::whole::{Pair, Whole};
use crate::model::Rule;
use crate::model::words;
use crate::source::Span;

/// A `deny`, as one of the files reads it.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) struct Promise<'a> {
    /// Where it stands.
    pub(in crate::check) span: Span,
    /// The file that keeps it: the index in [`Whole::files`].
    pub(in crate::check) file: usize,
    /// Whether it came to that file by `use`.
    pub(in crate::check) used: bool,
    /// Its connections.
    pub(in crate::check) rule: &'a Rule,
}

impl<'a> Promise<'a> {
    /// Its text, as a message quotes it.
    pub(in crate::check) fn said(&self, whole: &Whole<'_>) -> String {
        let origin = whole.origin(self.file, self.rule.statement);
        words::said(origin.map_or("", |origin| &origin.text))
    }

    /// Its sources with its targets.
    pub(in crate::check) fn pairs<'s>(
        &self,
        whole: &'s Whole<'a>,
    ) -> impl Iterator<Item = Pair> + 's
    where
        'a: 's,
    {
        whole.pairs(self.file, self.rule)
    }
}

/// All promises of a run, in the order of files and places: those of a used file once for each file
/// that uses it.
pub(in crate::check) fn promises<'a>(whole: &Whole<'a>) -> Vec<Promise<'a>> {
    let mut all = Vec::new();
    for (index, file) in whole.files.iter().enumerate() {
        for rule in &file.model.promises {
            let Some(origin) = whole.origin(index, rule.statement) else {
                continue;
            };
            all.push(Promise {
                span: origin.span,
                file: index,
                used: origin.span.file != file.ast.file,
                rule,
            });
        }
    }
    all
}

/// The same, without those that deny what an earlier one of the same statement does.
pub(in crate::check) fn distinct<'a>(
    whole: &Whole<'a>,
    promises: &[Promise<'a>],
) -> Vec<Promise<'a>> {
    let mut seen = FxHashSet::default();
    let mut kept = promises.to_vec();
    kept.retain(|promise| {
        let pairs = promise.pairs(whole);
        let pairs = pairs.map(|pair| (pair.source, pair.target, pair.ports));
        seen.insert((promise.span, pairs.collect::<Vec<_>>()))
    });
    kept
}
