//! A repository of a dozen services, a file beside each: what a file writes does not depend on its
//! neighbours, and what they promise each other is judged over all of them.

use std::collections::BTreeMap;
use std::fs;

use netpolc::diagnostics::{Diagnostic, Severity, codes};
use netpolc::driver::{Options, Run, run};

use crate::support::Folder;
use crate::support::compile::{short, yaml};
use crate::support::fences::read;
use crate::support::golden::{files, root};
use crate::support::memory::Memory;

/// The example's files by their paths below its folder.
struct Repository(BTreeMap<String, String>);

impl Repository {
    fn read() -> Self {
        let folder = root().join("examples/services");
        let read = files(&folder, ".netpol").into_iter().map(|path| {
            let inner = path.strip_prefix(&folder).unwrap();
            let inner = inner.to_string_lossy().replace('\\', "/");
            (inner, fs::read_to_string(&path).unwrap())
        });
        Self(read.collect())
    }

    fn paths(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }

    /// The files that stand beside a service.
    fn services(&self) -> Vec<&str> {
        let mut services = self.paths();
        services.retain(|path| path.contains('/'));
        services
    }

    fn add_line(&mut self, path: &str, line: &str) {
        let text = self.0.get_mut(path).unwrap();
        text.push_str(line);
        text.push('\n');
    }

    fn remove_line(&mut self, path: &str, line: &str) {
        let text = self.0.get_mut(path).unwrap();
        let line = format!("{line}\n");
        assert!(text.contains(&line), "{path} has no line {line}");
        *text = text.replace(&line, "");
    }

    fn build(&self, inputs: &[&str]) -> Run {
        let mut memory = Memory::default();
        for (path, text) in &self.0 {
            memory.add(path, text.as_bytes());
        }
        let inputs = inputs
            .iter()
            .map(|path| memory.input(path))
            .collect::<Vec<_>>();
        run(inputs, &memory, &Options::default())
    }

    fn build_all(&self) -> Run {
        self.build(&self.paths())
    }

    /// The files on a disk.
    fn folder(&self) -> Folder {
        self.0.iter().fold(Folder::new(), |folder, (path, text)| {
            folder.file(path, text)
        })
    }
}

/// `catalog/catalog.netpol` as it is called in the folder of the objects.
fn output(path: &str) -> String {
    path.replace(".netpol", ".yaml")
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

fn errors(run: &Run) -> Vec<&Diagnostic> {
    let errors = |one: &&Diagnostic| one.code.severity == Severity::Error;
    run.diagnostics.iter().filter(errors).collect()
}

#[test]
fn a_dozen_services_each_with_one_file() {
    let repository = Repository::read();
    let services = repository.services();
    assert_eq!(services.len(), 12);
    for path in services {
        let (folder, file) = path.split_once('/').unwrap();
        assert_eq!(file, format!("{folder}.netpol"));
    }
}

#[test]
fn together_they_leave_nothing_to_say() {
    let run = Repository::read().build_all();
    assert_eq!(short(&run), "");
    let objects: usize = run.units.iter().map(|unit| unit.policies.len()).sum();
    assert!(objects > 25, "only {objects} objects");
}

/// Promises need the file that isolates: a note says so where it is no input. The guardrails isolate
/// nobody, so nothing keeps them but the files that use them.
#[test]
fn alone_they_leave_nothing_but_notes() {
    let repository = Repository::read();
    let mut wrong = Vec::new();
    for path in repository.paths() {
        let run = repository.build(&[path]);
        if path == "guardrails.netpol" {
            let codes: Vec<_> = run.diagnostics.iter().map(|one| one.code.slug).collect();
            assert_eq!(
                codes,
                [codes::UNENFORCEABLE_DENY.slug; 4],
                "{}",
                short(&run)
            );
            continue;
        }
        let is_note = |one: &Diagnostic| one.code.severity == Severity::Note;
        if !run.diagnostics.iter().all(is_note) {
            wrong.push(short(&run));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

#[test]
fn a_file_alone_becomes_the_same_bytes() {
    let repository = Repository::read();
    let paths = repository.paths();
    let mut all = repository.build(&paths);
    let units = std::mem::take(&mut all.units);
    assert_eq!(units.len(), paths.len());
    let mut written = 0;
    for (path, unit) in paths.into_iter().zip(units) {
        let alone = yaml(&repository.build(&[path]));
        all.units = vec![unit];
        assert_eq!(alone, yaml(&all), "{path}");
        written += usize::from(!alone.is_empty());
    }
    assert_eq!(written, 13, "the services and what is common to them");
}

#[test]
fn a_file_alone_is_written_as_the_same_bytes() {
    let repository = Repository::read();
    let folder = repository.folder();
    folder
        .netpolc(&["build", ".", "-o", "all"])
        .output()
        .silent();
    let mut named = vec!["build", "-o", "named"];
    named.extend(repository.paths());
    folder.netpolc(&named).output().silent();

    let mut written = vec!["base.yaml".to_owned()];
    for path in repository.services() {
        written.push(output(path));
        let alone = folder.netpolc(&["build", path, "-o", "alone"]).output();
        assert_eq!(alone.status, Some(0), "{}", alone.stderr);
        let file = output(file_name(path));
        let alone = folder.read(&format!("alone/{file}"));
        assert_eq!(alone, folder.read(&format!("named/{file}")));
        // The header names the source relative to the input: a file by its name.
        let of_all = folder.read(&format!("all/{}", output(path)));
        let (header, objects) = of_all.split_once('\n').unwrap();
        let own = header.replace(path, file_name(path));
        assert_ne!(own, header);
        assert_eq!(alone, format!("{own}\n{objects}"));
    }
    written.sort();
    assert_eq!(folder.list("all"), written);
    assert_eq!(folder.list("alone").len(), 12);
}

/// A line that breaks a promise, the file that it is added to, and how the promise begins.
const BREACHES: [(&str, &str, &str); 5] = [
    (
        "orders/orders.netpol",
        "allow orders -> payments-sql",
        "deny */* except shop/[app=payments] -> data/",
    ),
    (
        "payments-db/payments-db.netpol",
        "allow shop/orders -> payments-sql",
        "deny */* except shop/[app=payments] -> data/",
    ),
    (
        "storefront/storefront.netpol",
        "allow internet -> storefront:8080",
        "deny internet -> *",
    ),
    (
        "catalog/catalog.netpol",
        "allow storefront -> catalog:22",
        "deny any -> *:22",
    ),
    (
        "mailer/mailer.netpol",
        "allow mailer -> 169.254.169.254:80",
        "deny * -> 169.254.169.254",
    ),
];

#[test]
fn a_broken_guardrail_is_the_fault_of_one_file() {
    for (path, line, promise) in BREACHES {
        let mut repository = Repository::read();
        repository.add_line(path, line);
        for run in [repository.build_all(), repository.build(&[path])] {
            let errors = errors(&run);
            let said = short(&run);
            let [error] = errors.as_slice() else {
                panic!("{line}: {} errors\n{said}", errors.len());
            };
            assert_eq!(error.code.slug, codes::CONFLICT.slug, "{said}");
            let place = error.primary.span;
            assert_eq!(run.sources.name(place.file), path, "{said}");
            assert_eq!(run.sources.slice(place), line, "{said}");
            let other = error.secondary.first().unwrap().span;
            assert_eq!(run.sources.name(other.file), "guardrails.netpol", "{said}");
            let other = run.sources.slice(other);
            assert!(other.starts_with(promise), "{line}: {other}");
        }
    }
}

#[test]
fn a_broken_guardrail_writes_nothing() {
    let (path, line, _) = BREACHES[0];
    let mut repository = Repository::read();
    repository.add_line(path, line);
    let folder = repository.folder();
    let build = folder.netpolc(&["build", ".", "-o", "k8s"]).output();
    assert_eq!(build.status, Some(1), "{build:?}");
    assert_eq!(build.stdout, "");
    assert!(build.stderr.contains("conflict"), "{}", build.stderr);
    assert!(build.stderr.contains(path), "{}", build.stderr);
    assert!(
        build.stderr.contains("guardrails.netpol"),
        "{}",
        build.stderr
    );
    assert_eq!(folder.list("k8s"), [""; 0]);
}

#[test]
fn two_files_that_write_one_object_are_named_and_a_prefix_mends_it() {
    let (earlier, later) = ("basket/basket.netpol", "catalog/catalog.netpol");
    let mut repository = Repository::read();
    repository.remove_line(earlier, "prefix basket");
    repository.remove_line(later, "prefix catalog");
    let run = repository.build_all();
    let said = short(&run);
    let errors = errors(&run);
    let [error] = errors.as_slice() else {
        panic!("{} errors\n{said}", errors.len());
    };
    assert_eq!(error.code.slug, codes::SAME_OBJECT.slug, "{said}");
    assert_eq!(run.sources.name(error.primary.span.file), later);
    let other = error.secondary.first().unwrap().span;
    assert_eq!(run.sources.name(other.file), earlier);
    assert!(error.message.contains(earlier), "{said}");

    repository.add_line(later, "prefix catalog");
    assert_eq!(short(&repository.build_all()), "");
}

#[test]
fn a_connection_that_one_side_forgot_is_half_open() {
    let mut repository = Repository::read();
    repository.remove_line(
        "catalog-db/catalog-db.netpol",
        "allow shop/catalog -> catalog-sql",
    );
    let run = repository.build_all();
    let said = short(&run);
    let half_open = |one: &&Diagnostic| one.code.slug == codes::HALF_OPEN.slug;
    let found: Vec<_> = run.diagnostics.iter().filter(half_open).collect();
    let [warning] = found.as_slice() else {
        panic!("{} warnings\n{said}", found.len());
    };
    let place = warning.primary.span;
    assert_eq!(run.sources.name(place.file), "catalog/catalog.netpol");
    assert_eq!(run.sources.slice(place), "allow catalog -> catalog-sql");
    let other = warning.secondary.first().unwrap().span;
    assert_eq!(run.sources.name(other.file), "base.netpol", "{said}");
    assert_eq!(errors(&run).len(), 0, "{said}");
}

#[test]
fn the_page_quotes_the_guardrail() {
    let page = fs::read_to_string(root().join("examples/services/README.md")).unwrap();
    let repository = Repository::read();
    let guardrails = &repository.0["guardrails.netpol"];
    let quoted: Vec<String> = read(&page)
        .fences
        .into_iter()
        .map(|fence| fence.text)
        .filter(|text| text.starts_with("deny "))
        .collect();
    assert_eq!(quoted.len(), 1);
    assert!(guardrails.contains(quoted[0].trim_end()), "{}", quoted[0]);
    let (path, line, _) = BREACHES[0];
    assert!(page.contains(&format!("add `{line}` to `{path}`")));
}
