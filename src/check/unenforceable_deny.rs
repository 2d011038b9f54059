//! `unenforceable-deny`: a promise that no isolation keeps; and what a kept one leans on.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Judged;
use crate::check::enforcement::{Judge, Loose, Verdict};
use crate::check::isolating;
use crate::check::run::blocked::Blocked;
use crate::check::run::promise::Promise;
use crate::check::run::whole::Whole;
use crate::diagnostics::{Diagnostic, codes};
use crate::model::words;
use crate::sets::{Pods, Selector, TooComplex};
use crate::source::Span;
use crate::syntax::ast::StatementKind;

/// Reports the promises that nothing enforces, those that lean on files outside the run, and those
/// that are about nobody's pods here.
pub(super) fn check(
    whole: &Whole<'_>,
    blocked: &Blocked,
    promises: &[Promise<'_>],
) -> Vec<Diagnostic> {
    let mut judge = Judge::new(whole, blocked);
    let mut found = Vec::new();
    let mut said = BTreeSet::new();
    let mut others: BTreeMap<Span, Option<&Promise<'_>>> = BTreeMap::new();
    let mut leans: BTreeMap<Span, BTreeSet<Span>> = BTreeMap::new();
    for promise in promises {
        let Some(file) = whole.files.get(promise.file) else {
            continue;
        };
        // A file of promises alone is there for those that use it.
        if !promise.used && file.is_used && file.model.has_promises_alone() {
            continue;
        }
        let verdict = judge.verdict(promise);
        // One file that a promise is about is enough.
        if matches!(verdict, Ok(Verdict::NotOurs)) {
            others.entry(promise.span).or_insert(Some(promise));
        } else {
            others.insert(promise.span, None);
        }
        match verdict {
            Ok(Verdict::Kept | Verdict::NotOurs) => {}
            Ok(Verdict::Leans(causes)) => {
                for cause in causes {
                    leans.entry(cause).or_default().insert(promise.span);
                }
            }
            // Once, however many namespaces its section has.
            Ok(Verdict::Broken { .. }) if !said.insert((promise.file, promise.span)) => {}
            Ok(Verdict::Broken { sources, targets }) => {
                let diagnostic = broken(whole, file, promise, &sources, &targets);
                found.push(isolating::mend(
                    whole, promise, &sources, &targets, diagnostic,
                ));
            }
            Err(TooComplex) => found.push(too_complex(promise)),
        }
    }
    let others = others.values().flatten();
    found.extend(others.map(|promise| of_others(whole, promise)));
    found.extend(
        leans
            .iter()
            .map(|(fact, promises)| outside(*fact, promises)),
    );
    found
}

fn broken(
    whole: &Whole<'_>,
    file: &Judged<'_>,
    promise: &Promise<'_>,
    sources: &[Loose],
    targets: &[Loose],
) -> Diagnostic {
    let said = promise.said(whole);
    let diagnostic = if promise.used {
        let message = format!("nothing here keeps `{said}`, which came by `use`");
        Diagnostic::new(&codes::UNENFORCEABLE_DENY, used_by(file), message)
            .also(promise.span, "the promise")
    } else {
        let message = "nothing enforces this promise";
        Diagnostic::new(&codes::UNENFORCEABLE_DENY, promise.span, message)
    };
    let diagnostic = diagnostic.note(
        "a policy cannot deny: it isolates pods and lists what is allowed, so all of the sources \
         have to be isolated for egress, or all of the targets for ingress",
    );
    let ends = [
        (sources, "source", "egress"),
        (targets, "target", "ingress"),
    ];
    ends.into_iter().fold(diagnostic, |diagnostic, end| {
        let (loose, end, direction) = end;
        diagnostic.note(match pods(file, loose) {
            Some(pods) => format!("of the {end} nothing isolates {pods} for {direction}"),
            None => format!("the {end} has addresses, which no policy isolates"),
        })
    })
}

/// Pods that nothing isolates: those of the file's own namespaces before others.
fn pods(file: &Judged<'_>, loose: &[Loose]) -> Option<String> {
    let mut open = loose.iter().flat_map(|loose| &loose.pods);
    let own = open.clone().find_map(|pods| {
        file.model.namespaces.iter().find_map(|own| {
            let here = Pods::in_namespace(own.key().clone(), Selector::everything());
            here.meets(pods)
                .then(|| Pods::in_namespace(own.key().clone(), pods.labels.clone()))
        })
    });
    let first = own.or_else(|| open.next().cloned());
    first.as_ref().map(words::pods)
}

/// Where a file says what it uses; its start where the command line does.
fn used_by(file: &Judged<'_>) -> Span {
    let statements = file.ast.statements.iter();
    let mut uses = statements.filter(|one| matches!(one.kind, StatementKind::Use(_)));
    uses.next()
        .map_or(Span::new(file.ast.file, 0, 0), |first| first.span)
}

fn of_others(whole: &Whole<'_>, promise: &Promise<'_>) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        &codes::PROMISE_OF_OTHERS,
        promise.span,
        "this promise says nothing about the namespaces of a file that uses it",
    );
    match whole.files.get(promise.file) {
        Some(file) => diagnostic.also(used_by(file), "used here"),
        None => diagnostic,
    }
}

fn outside(fact: Span, promises: &BTreeSet<Span>) -> Diagnostic {
    let message = "a promise is kept thanks to this, and its file is not among the inputs";
    let diagnostic = Diagnostic::new(&codes::FACT_OUTSIDE_RUN, fact, message);
    let diagnostic = match promises.first() {
        Some(first) => diagnostic.also(*first, "the promise"),
        None => diagnostic,
    };
    diagnostic.help("apply what that file builds as well; check both together")
}

fn too_complex(promise: &Promise<'_>) -> Diagnostic {
    Diagnostic::new(
        &codes::TOO_COMPLEX,
        promise.span,
        "whether isolations cover this promise takes too long to find out",
    )
    .note("they overlap in many keys, and each may cover a part that the others do not")
    .help("isolate the pods by one selector that covers them, or all pods by `default deny`")
}
