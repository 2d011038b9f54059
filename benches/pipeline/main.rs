//! What each stage costs as programs grow: 100 to 100,000 rules over a tenth as many workloads.
//!
//! `cargo bench --bench pipeline` runs all; add a name (`whole`, `parse`) to run one group.

mod programs;

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use netpolc::driver::{Input, Loader, ManifestFile, Options, Run, formatted, run};
use netpolc::emit;
use netpolc::lower::{Extras, lower};
use netpolc::model::{Isolated, Namespace};
use netpolc::resolve::{FileIndex, Linker, Program, Resolved, resolve};
use netpolc::source::Sources;
use netpolc::syntax;
use netpolc::verify::prove;

const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];

/// A run whose files use each other by name.
struct Files<'a>(&'a [Input]);

impl Loader for Files<'_> {
    fn load(&self, _from: &str, path: &str) -> Result<Input, String> {
        let file = self.0.iter().find(|file| file.name == path);
        file.cloned().ok_or_else(|| format!("{path} is not here"))
    }

    fn manifests(&self, _from: &str, path: &str) -> Result<Vec<ManifestFile>, String> {
        Err(format!("{path} is not here"))
    }
}

fn stages(criterion: &mut Criterion) {
    for size in SIZES {
        let text = programs::shop(size);
        let mut group = criterion.benchmark_group("stages");
        group
            .sample_size(10)
            .measurement_time(Duration::from_secs(3));
        group.throughput(Throughput::Elements(size as u64));
        let (program, file) = linked(&text);
        let Resolved {
            model, diagnostics, ..
        } = resolve(&program, file);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let isolated = Isolated::of(&model);
        let policies = lower(&model, &isolated, &Extras::default());
        group.bench_function(BenchmarkId::new("parse", size), |bencher| {
            bencher.iter_with_large_drop(|| {
                let mut sources = Sources::default();
                let file = sources.add("bench.netpol", "");
                syntax::parse(file, black_box(&text))
            });
        });
        group.bench_function(BenchmarkId::new("format", size), |bencher| {
            bencher.iter_batched(
                || vec![input("bench.netpol", text.clone())],
                |inputs| formatted(black_box(inputs)),
                BatchSize::PerIteration,
            );
        });
        group.bench_function(BenchmarkId::new("resolve", size), |bencher| {
            bencher.iter_with_large_drop(|| resolve(black_box(&program), file));
        });
        group.bench_function(BenchmarkId::new("lower", size), |bencher| {
            bencher.iter_with_large_drop(|| {
                lower(black_box(&model), &Isolated::of(&model), &Extras::default())
            });
        });
        group.bench_function(BenchmarkId::new("prove", size), |bencher| {
            bencher.iter(|| {
                let objects = black_box(&policies).iter().map(|policy| &*policy.object);
                assert_eq!(prove(&model, objects).difference, Ok(None));
            });
        });
        group.bench_function(BenchmarkId::new("emit", size), |bencher| {
            bencher.iter_with_large_drop(|| {
                let mut yaml = String::new();
                emit::yaml("bench.netpol", black_box(&policies), &mut yaml);
                yaml
            });
        });
        group.finish();
    }
}

/// The whole of `build`, but for reading and writing files.
fn whole(criterion: &mut Criterion) {
    type Generator = fn(usize) -> Vec<Input>;
    let programs: [(&str, Generator); 4] = [
        ("shop", |size| {
            vec![input("bench.netpol", programs::shop(size))]
        }),
        ("partly-isolated", |size| {
            vec![input("bench.netpol", programs::partly_isolated(size))]
        }),
        ("promised", |size| {
            vec![input("bench.netpol", programs::promised(size))]
        }),
        ("spread", |size| {
            let files = programs::spread(size).into_iter();
            files.map(|(name, text)| input(&name, text)).collect()
        }),
    ];
    for (name, generate) in programs {
        let mut group = criterion.benchmark_group(format!("whole/{name}"));
        group
            .sample_size(10)
            .measurement_time(Duration::from_secs(5));
        for size in SIZES {
            let inputs = generate(size);
            // The first file is the one that others use.
            let used = Files(inputs.get(..1).unwrap_or_default());
            group.throughput(Throughput::Elements(size as u64));
            group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
                bencher.iter_batched(
                    || inputs.clone(),
                    |inputs| build(inputs, &used),
                    BatchSize::PerIteration,
                );
            });
        }
        group.finish();
    }
}

/// The run is handed back, so that its end is not measured: the command ends with its process.
fn build(inputs: Vec<Input>, loader: &dyn Loader) -> (Run, String) {
    let run = run(inputs, loader, &Options::default());
    assert!(!run.has_errors(), "{:?}", run.diagnostics.first());
    let mut yaml = String::new();
    for unit in &run.units {
        emit::yaml(&unit.title, &unit.policies, &mut yaml);
    }
    (run, yaml)
}

fn input(name: &str, text: String) -> Input {
    Input {
        name: name.to_owned(),
        title: name.to_owned(),
        identity: name.to_owned(),
        bytes: text.into_bytes(),
    }
}

fn linked(text: &str) -> (Program, FileIndex) {
    let mut sources = Sources::default();
    let id = sources.add("bench.netpol", "");
    let (ast, wrong) = syntax::parse(id, text);
    assert!(wrong.is_empty(), "{wrong:?}");
    let mut linker = Linker::default();
    let file = linker.add(ast);
    let (program, wrong) = linker.finish(&mut sources, Namespace::unnamed());
    assert!(wrong.is_empty(), "{wrong:?}");
    (program, file)
}

criterion_group!(benches, stages, whole);
criterion_main!(benches);
