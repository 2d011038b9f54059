//! netpolc and Kubernetes say the same of each value, but for what they differ on by a table.

use std::fmt::Write;
use std::fs;

use netpolc::diagnostics::Severity;
use netpolc::k8s::manifest::read;
use netpolc::source::FileId;

use crate::oracles::judge::{Verdict, judge};
use crate::oracles::values::class::Class;
use crate::oracles::values::deviation::{Deviation, OF_MANIFESTS, OF_SOURCE, Taken};
use crate::oracles::values::value::{Value, values};
use crate::support::case::split;
use crate::support::compile::{compile, yaml};
use crate::support::figures::{figures, grouped, table};
use crate::support::golden::root;

/// What is said of a value first.
struct Said {
    slug: &'static str,
    at: usize,
}

#[test]
fn source_is_judged_as_kubernetes_judges_it() {
    let values = values();
    let Some(verdicts) = judge_raw(&values) else {
        return;
    };
    let mut wrong = Vec::new();
    let mut written = Vec::new();
    let mut counts = vec![0; OF_SOURCE.len()];
    for (value, verdict) in values.iter().zip(&verdicts) {
        let program = value.program();
        let run = compile(&program.text);
        let said: Vec<Said> = run
            .diagnostics
            .iter()
            .filter(|one| one.code.severity == Severity::Error)
            .map(|one| Said {
                slug: one.code.slug,
                at: usize::try_from(one.primary.span.start).unwrap(),
            })
            .collect();
        let mut complain = |what: &str| {
            let said: Vec<&str> = said.iter().map(|one| one.slug).collect();
            let text = &program.text;
            wrong.push(format!("{what}: {text}  {said:?}, {verdict:?}"));
        };
        let deviation = OF_SOURCE.iter().position(|one| (one.holds)(value));
        let deviation = deviation.map(|at| {
            counts[at] += 1;
            &OF_SOURCE[at]
        });
        let taken = match deviation.map(|one| one.taken) {
            None => (verdict.accepts(), verdict.accepts()),
            Some(Taken::ByKubernetes) => (true, false),
            Some(Taken::ByNetpolc) => (false, true),
        };
        if taken != (verdict.accepts(), said.is_empty()) {
            complain("they differ");
        }
        if let Some(first) = said.first() {
            let expected = expected(value, deviation, verdict);
            let right =
                |(slug, at): &(&str, usize)| first.slug == *slug && first.at == program.at + at;
            // Nothing is left of a block: that is said of the block.
            let of_whole = first.slug == "except-leaves-nothing" && first.at < program.at;
            let is_expected = expected.iter().any(right) || of_whole && is_whole(verdict);
            if !is_expected {
                complain(&format!("{}:{} is not {expected:?}", first.slug, first.at));
            }
        } else {
            let code = deviation.and_then(|one| one.code);
            if code.is_some_and(|code| run.diagnostics.iter().all(|one| one.code.slug != code)) {
                complain("nothing is said");
            }
            written.push((value.clone(), yaml(&run)));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    assert_clean(&written);
    let deviating: usize = counts.iter().sum();
    assert!(
        deviating * 20 <= values.len(),
        "{deviating} of {} values deviate",
        values.len()
    );
    figures(&[
        ("values", &classes(&values, &verdicts)),
        ("deviations", &deviations(OF_SOURCE, &counts)),
    ]);
}

#[test]
fn manifests_are_judged_as_kubernetes_judges_them() {
    let values = values();
    let Some(verdicts) = judge_raw(&values) else {
        return;
    };
    let mut wrong = Vec::new();
    let mut counts = vec![0; OF_MANIFESTS.len()];
    for (value, verdict) in values.iter().zip(&verdicts) {
        let text = value.manifest();
        let manifests = read(FileId(0), &text);
        let errors: Vec<&str> = manifests
            .diagnostics
            .iter()
            .filter(|one| one.code.severity == Severity::Error)
            .map(|one| one.code.slug)
            .collect();
        let deviation = OF_MANIFESTS.iter().position(|one| (one.holds)(value));
        if let Some(at) = deviation {
            counts[at] += 1;
        }
        let taken = match deviation.map(|at| OF_MANIFESTS[at].taken) {
            None => (verdict.accepts(), verdict.accepts()),
            Some(Taken::ByKubernetes) => (true, false),
            Some(Taken::ByNetpolc) => (false, true),
        };
        let read = manifests.policies.len();
        if taken != (verdict.accepts(), errors.is_empty()) || read != usize::from(taken.1) {
            wrong.push(format!("{text}  {errors:?}, {read} policies, {verdict:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    figures(&[("reader", &deviations(OF_MANIFESTS, &counts))]);
}

/// The verdict on an object with the raw value in it.
fn judge_raw(values: &[Value]) -> Option<Vec<Verdict>> {
    let texts: Vec<String> = values.iter().map(Value::manifest).collect();
    let verdicts = judge(&texts)?.into_iter().map(|mut one| {
        assert_eq!(one.len(), 1);
        one.remove(0)
    });
    Some(verdicts.collect())
}

/// The codes that fit the rule that a value breaks, each with where in the value it does.
fn expected(
    value: &Value,
    deviation: Option<&Deviation>,
    verdict: &Verdict,
) -> Vec<(&'static str, usize)> {
    let number = |digits: &str| {
        if digits.len() > 1 && digits.starts_with('0') {
            Some("leading-zero")
        } else {
            let port = digits.parse::<u16>().unwrap_or_default();
            (port == 0).then_some("invalid-port-number")
        }
    };
    if let Some(code) = deviation.and_then(|one| one.code)
        && value.class != Class::Range
    {
        return vec![(code, 0)];
    }
    let code = match value.class {
        Class::LabelKey | Class::Namespace | Class::PortName if value.text.is_empty() => {
            "empty-list"
        }
        Class::LabelKey => "invalid-label-key",
        Class::LabelValue => "invalid-label-value",
        Class::Namespace => "invalid-namespace",
        Class::PortName => "invalid-port-name",
        Class::Number => number(&value.text).unwrap_or_default(),
        Class::Range => {
            let (first, last) = value.text.split_once('-').unwrap();
            return match (number(first), number(last)) {
                (Some(code), _) => vec![(code, 0)],
                (None, Some(code)) => vec![(code, first.len() + 1)],
                (None, None) => vec![("backwards-port-range", 0)],
            };
        }
        Class::Ipv4 | Class::Ipv6 | Class::Except => {
            let details = verdict.errors.iter().map(|(_, detail)| detail);
            let codes = details.flat_map(|detail| of_block(&value.text, detail));
            return codes.map(|code| (code, 0)).collect();
        }
    };
    vec![(code, 0)]
}

/// The codes for what Kubernetes says of a block. Where it only says that it is none, a number with a
/// leading zero and a mapped address are reasons as well.
fn of_block(text: &str, detail: &str) -> Vec<&'static str> {
    let codes = [
        ("must not have leading 0s", "leading-zero"),
        (
            "must not have an IPv4-mapped IPv6 address",
            "mapped-address",
        ),
        (
            "must not have bits set beyond the prefix length",
            "host-bits-in-cidr",
        ),
        ("must be a valid CIDR value", "invalid-cidr"),
    ];
    let found = codes.iter().find(|(words, _)| detail.contains(words));
    let mut codes: Vec<&str> = found.map(|(_, code)| *code).into_iter().collect();
    if codes == ["invalid-cidr"] {
        let address = text.split('/').next().unwrap_or_default();
        let is_padded = |number: &str| number.len() > 1 && number.starts_with('0');
        if address.split('.').any(is_padded) {
            codes.push("leading-zero");
        }
        if address.starts_with("::ffff:") {
            codes.push("mapped-address");
        }
    }
    codes
}

fn is_whole(verdict: &Verdict) -> bool {
    let words = "must be a strict subset of `cidr`";
    verdict
        .errors
        .iter()
        .any(|(_, detail)| detail.contains(words))
}

/// Asserts that Kubernetes takes what is written for values without a word.
fn assert_clean(written: &[(Value, String)]) {
    let texts: Vec<String> = written.iter().map(|(_, yaml)| yaml.clone()).collect();
    let mut wrong = Vec::new();
    for ((value, yaml), verdicts) in written.iter().zip(judge(&texts).unwrap()) {
        if verdicts.is_empty() || !verdicts.iter().all(Verdict::is_clean) {
            wrong.push(format!("{value:?}:\n{yaml}{verdicts:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// How many of each class Kubernetes takes. That are enough of both.
fn classes(values: &[Value], verdicts: &[Verdict]) -> String {
    let (mut rows, mut uneven) = (Vec::new(), Vec::new());
    let row = |name: &str, accepted: usize, count: usize| {
        let refused = count - accepted;
        let mut row = vec![name.to_owned()];
        row.extend([count, accepted, refused].map(grouped));
        row
    };
    let accepts = |(_, verdict): &(&Value, &Verdict)| verdict.accepts();
    for class in Class::ALL {
        let of_class = || {
            values
                .iter()
                .zip(verdicts)
                .filter(|(value, _)| value.class == class)
        };
        let (count, accepted) = (of_class().count(), of_class().filter(accepts).count());
        if accepted.min(count - accepted) * 10 < count * 3 {
            uneven.push(format!("{}: {accepted} of {count}", class.name()));
        }
        rows.push(row(class.name(), accepted, count));
    }
    assert!(uneven.is_empty(), "accepted: {}", uneven.join(", "));
    let accepted = values.iter().zip(verdicts).filter(accepts).count();
    rows.push(row("all", accepted, values.len()));
    table(
        &["value", "tried", "Kubernetes takes", "and refuses"],
        &rows,
    )
}

/// The table of deviations, each of which has happened.
fn deviations(all: &[Deviation], counts: &[usize]) -> String {
    if all.is_empty() {
        return "None.".to_owned();
    }
    let mut text = String::new();
    for (one, count) in all.iter().zip(counts) {
        assert!(*count > 0, "no value is {}", one.values);
        let path = root().join(one.fixture);
        let (_, said) = split(&fs::read(&path).unwrap_or_default());
        if let Some(code) = one.code {
            let said = said.iter().any(|line| line.contains(&format!(" {code}]")));
            assert!(said, "{} does not say {code}", one.fixture);
        }
        assert!(path.exists(), "{}", one.fixture);
        let who = match one.taken {
            Taken::ByKubernetes => "Kubernetes takes, netpolc refuses",
            Taken::ByNetpolc => "netpolc takes, Kubernetes refuses",
        };
        let code = one
            .code
            .map_or_else(String::new, |code| format!(", `{code}`"));
        let _ = writeln!(
            text,
            "- **{}**: {who}{code}. {}. Tried: {}; [a fixture](../{})",
            one.values,
            one.why,
            grouped(*count),
            one.fixture
        );
    }
    text
}
