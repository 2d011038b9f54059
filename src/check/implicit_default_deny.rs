//! `implicit-default-deny`: a rule isolates every pod of a namespace, and nothing says so.

use std::collections::BTreeSet;

use crate::check::run::blocked::Blocked;
use crate::check::run::whole::Whole;
use crate::diagnostics::{Diagnostic, codes};
use crate::model::{Part, isolates};
use crate::sets::Direction;

/// Reports the first `allow` of a file that isolates all pods of a namespace in a direction in which
/// no `isolate *` and no `default deny` of the run does.
pub(super) fn check(whole: &Whole<'_>, blocked: &Blocked) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut said = BTreeSet::new();
    let mut ends = Vec::new();
    let files = whole.files.iter();
    let open = files.map(|file| {
        let ends = file.model.namespaces.iter();
        let mut ends = ends.flat_map(|own| Direction::BOTH.map(|direction| (own, direction)));
        ends.any(|(own, direction)| !blocked.is_closed(own.key(), direction))
    });
    let open: Vec<bool> = open.collect();
    for (_, allow) in whole.allows() {
        if open.get(allow.file) != Some(&true) {
            continue;
        }
        let (Some(file), Some(span)) = (whole.files.get(allow.file), whole.span(allow)) else {
            continue;
        };
        ends.clear();
        for rule in whole.rules(allow) {
            isolates(file.model, rule, &mut ends);
        }
        for (namespace, direction, part) in &ends {
            let all = match file.model.part(*part) {
                Part::Pods(pods) => pods.labels.is_everything(),
                _ => false,
            };
            let own = file.model.namespaces.get(namespace.0 as usize);
            let Some(own) = own.filter(|_| all) else {
                continue;
            };
            if said.contains(&(allow.file, own.key(), *direction))
                || blocked.is_closed(own.key(), *direction)
            {
                continue;
            }
            said.insert((allow.file, own.key(), *direction));
            let (word, effect) = match direction {
                Direction::Ingress => ("ingress", "accepts"),
                Direction::Egress => ("egress", "opens"),
            };
            let place = own.name().map_or_else(
                || "this namespace".to_owned(),
                |name| format!("namespace {name}"),
            );
            found.push(
                Diagnostic::new(
                    &codes::IMPLICIT_DEFAULT_DENY,
                    span,
                    format!(
                        "this isolates every pod of {place} for {word}: none {effect} any other \
                         connection from now on"
                    ),
                )
                .help(format!(
                    "if that is meant, say `default deny {word}` as well"
                )),
            );
        }
    }
    found
}
