//! Compiles files and texts as the command line does, without it.

use std::fs;
use std::path::{Component, Path, PathBuf};

use netpolc::diagnostics::render::{self, Report};
use netpolc::driver::{Input, Loader, ManifestContent, ManifestFile, Options, Run, run};
use netpolc::emit;

use crate::support::golden::files;

/// Reads used files from the disk.
pub(crate) struct Disk;

impl Loader for Disk {
    fn load(&self, from: &str, path: &str) -> Result<Input, String> {
        let folder = Path::new(from).parent().unwrap_or(Path::new(""));
        let path = normal(&folder.join(path));
        file(&path, &path.to_string_lossy()).map_err(|error| error.to_string())
    }

    /// Files, and folders without links; no patterns.
    fn manifests(&self, from: &str, path: &str) -> Result<Vec<ManifestFile>, String> {
        let folder = Path::new(from).parent().unwrap_or(Path::new(""));
        let path = normal(&folder.join(path));
        let is_manifest = |path: &PathBuf| {
            let end = path.extension().unwrap_or_default();
            ["yaml", "yml", "json"].iter().any(|known| end == *known)
        };
        let paths = if path.is_dir() {
            let below = files(&path, "").into_iter();
            below.filter(is_manifest).collect()
        } else {
            vec![path]
        };
        if paths.is_empty() {
            return Err("there is no manifest in it".to_owned());
        }
        let read = paths.into_iter().map(|path| {
            let bytes = fs::read(&path).map_err(|error| error.to_string())?;
            let name = path.to_string_lossy().into_owned();
            Ok(ManifestFile {
                identity: name.clone(),
                name,
                content: ManifestContent::Text(bytes),
            })
        });
        read.collect()
    }
}

/// An input for a file, titled as the command line does it.
pub(crate) fn file(path: &Path, title: &str) -> std::io::Result<Input> {
    Ok(Input {
        name: path.to_string_lossy().into_owned(),
        title: title.to_owned(),
        identity: normal(path).to_string_lossy().into_owned(),
        bytes: fs::read(path)?,
    })
}

/// An input for a text that is in no file.
pub(crate) fn text(text: &str) -> Input {
    bytes(text.as_bytes())
}

/// An input for bytes that may be no text.
pub(crate) fn bytes(bytes: &[u8]) -> Input {
    Input {
        name: "test.netpol".to_owned(),
        title: "test.netpol".to_owned(),
        identity: "test.netpol".to_owned(),
        bytes: bytes.to_vec(),
    }
}

/// Compiles one text, and tests what it expects.
pub(crate) fn compile(source: &str) -> Run {
    run(vec![text(source)], &Disk, &tested())
}

/// As `check` asks: whether expectations hold, too.
pub(crate) fn tested() -> Options {
    Options {
        expectations: true,
        ..Options::default()
    }
}

/// All YAML of a run.
pub(crate) fn yaml(run: &Run) -> String {
    let mut yaml = String::new();
    for unit in &run.units {
        emit::yaml(&unit.title, &unit.policies, &mut yaml);
    }
    yaml
}

/// All diagnostics of a run, a line each.
pub(crate) fn short(run: &Run) -> String {
    let report = Report {
        sources: &run.sources,
        diagnostics: &run.diagnostics,
        deny_warnings: false,
    };
    let mut out = Vec::new();
    render::short(&report, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                normal.pop();
            }
            Component::CurDir => {}
            part => normal.push(part),
        }
    }
    normal
}
