//! Whatever is renamed, everything means what it meant: of random programs and of the examples, name by name.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use netpolc::diagnostics::{Edit, codes};
use netpolc::driver::{Options, Session, Snapshot};
use netpolc::ide::rename;
use netpolc::resolve::{Mention, index};
use netpolc::source::FileId;

use crate::ide::marked::{shown, texts};
use crate::properties::case::asked_for;
use crate::properties::generator::program;
use crate::properties::random::Random;
use crate::properties::text::plain;
use crate::support::golden::{files, root};
use crate::support::memory::Memory;

/// How many random programs are tried.
const CASES: u64 = 200;

/// New names: some that programs have, and some that have to be quoted.
const NAMES: [&str; 8] = [
    "new", "web", "api", "clients", "egress", "a b", "0day", "deny",
];

/// Texts by their paths, of which some are inputs.
#[derive(Clone)]
struct Texts {
    all: BTreeMap<String, String>,
    inputs: Vec<String>,
}

impl Texts {
    fn run(&self) -> Snapshot {
        let mut memory = Memory::default();
        for (path, text) in &self.all {
            memory.add(path, text.as_str());
        }
        let inputs = self.inputs.iter().map(|path| memory.input(path));
        let inputs: Vec<_> = inputs.collect();
        Session::default().run(inputs, &memory, &Options::default())
    }
}

/// What the objects of a run do, and what was said of the run; both without names.
fn meaning(snapshot: &Snapshot) -> (Vec<String>, Vec<String>) {
    let mut specs = Vec::new();
    for unit in &snapshot.units {
        for policy in &unit.policies {
            let object = &policy.object;
            let namespace = object.metadata.namespace.as_deref().unwrap_or_default();
            let spec = serde_json::to_string(&object.spec).unwrap();
            specs.push(format!("{} {namespace} {spec}", unit.title));
        }
    }
    specs.sort_unstable();
    // An unused declaration counts as used where a name that nothing declares is likely meant to be its own.
    let said = snapshot.diagnostics.iter();
    let said = said.filter(|one| one.code.id != codes::UNUSED_DECLARATION.id);
    let said = said.map(|one| {
        let file = snapshot.sources.name(one.primary.span.file);
        format!("{} {file}", one.code.id)
    });
    let mut said: Vec<String> = said.collect();
    said.sort_unstable();
    (specs, said)
}

/// Renames what stands at a mention, and back; says whether it could be renamed.
fn check(before: &Texts, snapshot: &Snapshot, mention: &Mention, new_name: &str) -> bool {
    let file = mention.span.file;
    let Ok(edits) = rename(snapshot, file, mention.span.start, new_name) else {
        return false;
    };
    if edits.is_empty() {
        return false;
    }
    let mut after = before.clone();
    after.all.extend(texts(snapshot, &edits));
    let renamed = after.run();
    let context = || {
        let place = shown(snapshot, mention.span);
        let texts = |all: &Texts| {
            let texts = all.all.iter();
            let netpol = texts.filter(|(path, _)| path.ends_with(".netpol"));
            let shown: Vec<String> = netpol
                .map(|(path, text)| format!("--- {path}\n{text}"))
                .collect();
            shown.concat()
        };
        format!(
            "{place} => {new_name}\n{}\n==>\n{}",
            texts(before),
            texts(&after)
        )
    };
    let (specs, said) = meaning(snapshot);
    let (specs_after, said_after) = meaning(&renamed);
    assert_eq!(said, said_after, "{}", context());
    assert_eq!(specs, specs_after, "{}", context());
    let (file, offset) = first_written(snapshot, &renamed, &edits);
    let back = rename(&renamed, file, offset, &mention.name);
    let back = back.unwrap_or_else(|reason| panic!("{reason}\n{}", context()));
    let mut last = after.clone();
    last.all.extend(texts(&renamed, &back));
    assert_eq!(meaning(snapshot), meaning(&last.run()), "{}", context());
    true
}

/// Where the first new name stands that edits write.
fn first_written(before: &Snapshot, after: &Snapshot, edits: &[Edit]) -> (FileId, u32) {
    const WORKLOAD: &str = "workload ";
    let first = edits.iter().position(|edit| !edit.text.is_empty()).unwrap();
    let edit = &edits[first];
    let earlier = edits[..first].iter();
    let earlier = earlier.filter(|one| one.span.file == edit.span.file);
    let gone: usize = earlier.map(|one| one.span.range().len()).sum();
    let keyword = edit.text.find(WORKLOAD);
    let behind = keyword.map_or(0, |at| at + WORKLOAD.len());
    let at = edit.span.range().start - gone + behind;
    let path = before.sources.name(edit.span.file);
    let mut sources = after.sources.iter();
    let (file, _) = sources.find(|(_, source)| source.name == path).unwrap();
    (file, u32::try_from(at).unwrap())
}

fn names(snapshot: &Snapshot) -> Vec<Mention> {
    let inputs: Vec<_> = snapshot.files.iter().map(|one| one.index).collect();
    let index = index(&snapshot.program, &inputs);
    let mentions = index.mentions().iter();
    let mentions = mentions.filter(|one| !snapshot.program.is_prelude(one.span.file));
    mentions.cloned().collect()
}

#[test]
fn renames_keep_what_random_programs_mean() {
    let (mut done, mut with_objects) = (0, 0);
    let cases = asked_for(CASES);
    for seed in 11_000..11_000 + cases {
        let random = &mut Random::new(seed);
        let program = program(seed);
        let texts = Texts {
            all: BTreeMap::from([
                ("test.netpol".to_owned(), plain(&program.main)),
                ("base.netpol".to_owned(), plain(&program.base)),
            ]),
            inputs: if random.chance(50) {
                vec!["test.netpol".to_owned()]
            } else {
                vec!["base.netpol".to_owned(), "test.netpol".to_owned()]
            },
        };
        let snapshot = texts.run();
        let names = names(&snapshot);
        for _ in 0..4 {
            if names.is_empty() {
                break;
            }
            let mention = random.pick(&names);
            if check(&texts, &snapshot, &mention, random.pick(&NAMES)) {
                done += 1;
                with_objects += u32::from(!meaning(&snapshot).0.is_empty());
            }
        }
    }
    assert!(done > cases / 2, "only {done} renames");
    assert!(
        u64::from(with_objects) > cases / 4,
        "only {with_objects} of policies"
    );
}

#[test]
fn renames_keep_what_the_examples_mean() {
    let mut done = 0;
    let examples = root().join("examples");
    let mut folders: BTreeMap<String, Texts> = BTreeMap::new();
    for path in files(&examples, "") {
        let name = path.strip_prefix(&examples).unwrap().to_string_lossy();
        let (folder, _) = name.split_once('/').unwrap_or((".", &name));
        let texts = folders.entry(folder.to_owned()).or_insert_with(|| Texts {
            all: BTreeMap::new(),
            inputs: Vec::new(),
        });
        texts
            .all
            .insert(name.to_string(), fs::read_to_string(&path).unwrap());
        if name.ends_with(".netpol") {
            texts.inputs.push(name.to_string());
        }
    }
    for (folder, texts) in folders {
        // Recipes stand alone, each for a namespace of its own.
        let groups = match folder.as_str() {
            "recipes" => texts.inputs.iter().map(|one| vec![one.clone()]).collect(),
            _ => vec![texts.inputs.clone()],
        };
        for inputs in groups {
            let texts = Texts {
                inputs,
                ..texts.clone()
            };
            let snapshot = texts.run();
            let mut seen = BTreeSet::new();
            let mut names = names(&snapshot);
            names.retain(|one| seen.insert(one.definitions.to_vec()));
            for mention in names {
                done += u32::from(check(&texts, &snapshot, &mention, "renamed one"));
            }
        }
    }
    assert!(done > 50, "only {done} renames");
}
