//! Runs that follow each other find out what runs from nothing do: whatever was written and proved before.

use std::sync::Arc;

use k8s_openapi::api::networking::v1::NetworkPolicy;
use netpolc::diagnostics::{Diagnostic, Label};
use netpolc::driver::{Input, Options, Session, Snapshot, Unit, run};
use netpolc::emit::yaml;
use netpolc::k8s::Policy;
use netpolc::model::Model;
use netpolc::source::Sources;
use netpolc::verify::{Proved, Proven, prove, prove_again};

use crate::properties::case::{BASE, asked_for, meant};
use crate::properties::generator::program;
use crate::properties::random::Random;
use crate::properties::text::plain;
use crate::support::memory::Memory;
use crate::support::say;

const PROGRAMS: u64 = 120;
const EDITS: usize = 8;

/// The file that is edited.
const MAIN: &str = "main.netpol";

/// One text on its way through edits, beside a file that it uses.
struct Edited {
    memory: Memory,
    lines: Vec<String>,
}

impl Edited {
    fn input(&mut self) -> Vec<Input> {
        self.memory.add(MAIN, self.lines.join("\n"));
        vec![self.memory.input(MAIN)]
    }

    /// Takes a line away, says one twice, or turns two around.
    fn edit(&mut self, random: &mut Random) {
        if self.lines.is_empty() {
            return;
        }
        let [one, other] = [(); 2].map(|()| random.below(self.lines.len()));
        match random.below(3) {
            0 => drop(self.lines.remove(one)),
            1 => self.lines.insert(other, self.lines[one].clone()),
            _ => self.lines.swap(one, other),
        }
    }
}

/// The YAML of a run.
fn written(units: &[Unit]) -> String {
    let mut out = String::new();
    for unit in units {
        yaml(&unit.title, &unit.policies, &mut out);
    }
    out
}

/// What is said of a run, and where. The files of runs have numbers of their own.
fn said(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<String> {
    let place = |label: &Label| {
        let span = label.span;
        format!("{} {}..{}", sources.name(span.file), span.start, span.end)
    };
    let said = diagnostics.iter().map(|one| {
        let others: Vec<String> = one.secondary.iter().map(place).collect();
        let at = place(&one.primary);
        format!(
            "{} {at} {} {others:?} {:?}",
            one.code.id, one.message, one.help
        )
    });
    said.collect()
}

fn policies(snapshot: &Snapshot) -> impl Iterator<Item = &Policy> {
    snapshot.units.iter().flat_map(|unit| &unit.policies)
}

#[test]
fn what_was_written_before_is_written_again_as_if_it_were_new() {
    let mut session = Session::default();
    let mut last: Option<Snapshot> = None;
    let (mut all, mut kept, mut sound) = (0, 0, 0);
    for seed in 0..asked_for(PROGRAMS) {
        let random = &mut Random::new(seed);
        let program = program(seed);
        let mut memory = Memory::default();
        memory.add(BASE, plain(&program.base));
        let lines = plain(&program.main).lines().map(str::to_owned).collect();
        let mut edited = Edited { memory, lines };
        for _ in 0..EDITS {
            let inputs = edited.input();
            let new = run(inputs.clone(), &edited.memory, &Options::default());
            let again = session.run(inputs, &edited.memory, &Options::default());
            let text = edited.lines.join("\n");
            let (one, other) = (written(&again.units), written(&new.units));
            assert!(one == other, "{seed}: {text}\n{one}\n{other}");
            let one = said(&again.diagnostics, &again.sources);
            let other = said(&new.diagnostics, &new.sources);
            assert!(one == other, "{seed}: {text}\n{one:#?}\n{other:#?}");
            assert!(again.faults.is_empty() && new.faults.is_empty());
            sound += usize::from(!again.has_errors());
            let before: Vec<_> = last.iter().flat_map(policies).collect();
            for policy in policies(&again) {
                let is_same = |one: &&Policy| Arc::ptr_eq(&one.object, &policy.object);
                all += 1;
                kept += usize::from(before.iter().any(is_same));
            }
            last = Some(again);
            edited.edit(random);
        }
    }
    say(&format!(
        "{kept} of {all} objects of {sound} texts without errors are those of the text before"
    ));
    assert!(kept > all / 4 && all > kept + 100 && sound > 250);
}

/// Runs one after the other in a session, each as a run from nothing would come out.
fn one_after_the_other(steps: &[(&[(&str, &str)], Options)]) -> Vec<String> {
    let mut session = Session::default();
    let written = steps.iter().map(|(files, options)| {
        let mut memory = Memory::default();
        for (path, text) in *files {
            memory.add(*path, *text);
        }
        let inputs = files.iter().filter(|(path, _)| path.ends_with(".netpol"));
        let inputs: Vec<Input> = inputs.map(|(path, _)| memory.input(path)).collect();
        let new = run(inputs.clone(), &memory, options);
        let again = session.run(inputs, &memory, options);
        assert!(!new.has_errors(), "{:#?}", new.diagnostics);
        assert_eq!(written(&again.units), written(&new.units));
        let (one, other) = (
            said(&again.diagnostics, &again.sources),
            said(&new.diagnostics, &new.sources),
        );
        assert_eq!(one, other);
        written(&again.units)
    });
    written.collect()
}

#[test]
fn objects_that_say_something_else_of_themselves_are_others() {
    let plain = Options::default;
    let labelled = |value: &str| Options {
        labels: vec![("team".to_owned(), value.to_owned())],
        ..plain()
    };
    let noted = || Options {
        annotations: vec![("note".to_owned(), "x".to_owned())],
        ..plain()
    };
    let placed = |name: &str| Options {
        namespace: Some(name.to_owned()),
        ..plain()
    };
    let text = "allow web -> db:5432\n";
    // Both objects are called `a-b-c-policy`.
    let one = "prefix a\nworkload b-c = [x=y]\nallow any -> b-c:80\n";
    let other = "prefix a-b\nworkload c = [x=y]\nallow any -> c:80\n";
    let written = one_after_the_other(&[
        (&[(MAIN, text)], plain()),
        (&[(MAIN, text)], labelled("one")),
        (&[(MAIN, text)], labelled("two")),
        (&[(MAIN, text)], noted()),
        (&[(MAIN, text)], placed("shop")),
        (&[(MAIN, text)], placed("till")),
        (&[(MAIN, one)], plain()),
        (&[(MAIN, other)], plain()),
    ]);
    for (at, one) in written.iter().enumerate() {
        assert!(!written[at + 1..].contains(one), "{one}");
    }
}

#[test]
fn labels_of_namespaces_and_facts_of_used_files_may_change() {
    let text = "manifests \"k8s\"\nnamespace shop\nallow [team=a]/* -> [tier=db]:5432:ingress\n";
    let namespace = |team: &str| {
        format!(
            "apiVersion: v1\nkind: Namespace\nmetadata: {{name: shop, labels: {{team: {team}}}}}\n"
        )
    };
    let [own, foreign] = ["a", "b"].map(namespace);
    let program = "use \"base.netpol\"\nnamespace shop\nallow till/web -> *:80\n";
    let [loose, shut] = [
        "namespace till\nworkload web\n",
        "namespace till, shop\nworkload web\ndefault deny egress\n",
    ];
    one_after_the_other(&[
        (&[(MAIN, text), ("k8s/ns.yaml", &own)], Options::default()),
        (
            &[(MAIN, text), ("k8s/ns.yaml", &foreign)],
            Options::default(),
        ),
        (&[(MAIN, program), (BASE, loose)], Options::default()),
        (&[(MAIN, program), (BASE, shut)], Options::default()),
        (
            &[
                (MAIN, program),
                (BASE, loose),
                ("c.netpol", "allow a -> b\n"),
            ],
            Options::default(),
        ),
        (&[("c.netpol", "allow a -> b\n")], Options::default()),
        (&[(MAIN, program), (BASE, shut)], Options::default()),
    ]);
}

/// A file with objects that may be those of another.
struct Claim<'a> {
    model: &'a Model,
    objects: Vec<Arc<NetworkPolicy>>,
}

impl Claim<'_> {
    fn holds(&self) -> bool {
        let objects = self.objects.iter().map(AsRef::as_ref);
        prove(self.model, objects).difference.unwrap().is_none()
    }

    fn again(&self, earlier: Option<&Proven>) -> Option<Proven> {
        let objects = self.objects.iter().cloned();
        match prove_again(self.model, objects, earlier) {
            Proved::Same(proven) => Some(*proven),
            Proved::Different(_) => None,
            Proved::Undecided(undecided) => panic!("{undecided:?}"),
        }
    }
}

#[test]
fn what_was_proved_before_hides_nothing() {
    let meant = (0..asked_for(PROGRAMS)).filter_map(|seed| meant(&program(seed)).ok());
    let meant: Vec<_> = meant.filter(|one| !one.objects.is_empty()).collect();
    let shared = meant.iter().map(|one| {
        let objects = one.objects.iter().cloned();
        objects.map(Arc::new).collect::<Vec<_>>()
    });
    let shared: Vec<_> = shared.collect();
    let (mut held, mut failed) = (0, 0);
    for (at, one) in meant.iter().enumerate().skip(1) {
        let claim = |model, objects: &[Arc<NetworkPolicy>]| Claim {
            model,
            objects: objects.to_vec(),
        };
        let (own, before) = (&shared[at], &shared[at - 1]);
        let proven = claim(&one.model, own).again(None).unwrap();
        let mut claims = vec![
            claim(&one.model, own),
            claim(&one.model, before),
            claim(&meant[at - 1].model, own),
            claim(&meant[at - 1].model, before),
            claim(&one.model, &[own.as_slice(), before.as_slice()].concat()),
            claim(&one.model, &[own.as_slice(), own.as_slice()].concat()),
        ];
        for gone in 0..own.len() {
            let mut left = own.clone();
            left.remove(gone);
            claims.push(claim(&one.model, &left));
            left.insert(gone, Arc::new((*own[gone]).clone()));
            claims.push(claim(&one.model, &left));
            left[gone] = Arc::clone(&before[0]);
            claims.push(claim(&one.model, &left));
        }
        for claim in claims {
            let again = claim.again(Some(&proven));
            assert_eq!(again.is_some(), claim.holds(), "{at}: {:#?}", claim.objects);
            // What is built on a proof is one, too.
            if let Some(next) = again {
                held += 1;
                let back = Claim {
                    model: &one.model,
                    objects: own.clone(),
                };
                assert!(back.again(Some(&next)).is_some());
            } else {
                failed += 1;
            }
        }
    }
    say(&format!("{held} claims hold, {failed} do not"));
    assert!(held > 300 && failed > 300);
}
