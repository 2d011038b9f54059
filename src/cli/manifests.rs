//! The manifests that `--manifests` and `manifests` name.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, stdin};
use std::path::{Path, PathBuf};

use crate::cli::failure::{Failure, reason};
use crate::cli::file_loader::{FileLoader, MANIFEST_LIMIT, identity_of, known_path, read_up_to};
use crate::cli::inputs::STDIN;
use crate::cli::manifest_walk::{FoundKind, kind_of, manifests_below};
use crate::cli::pattern::Pattern;
use crate::cli::shown_path::with_slashes_or_root;
use crate::cli::walk::join;
use crate::driver::{ManifestContent, ManifestFile};

/// A file or folder that is not read yet.
struct Found {
    path: PathBuf,
    /// Its path, as people see it.
    shown: PathBuf,
    canonical: PathBuf,
    kind: FoundKind,
    /// Whether it is the path that was named.
    is_named: bool,
}

/// Reads what `--manifests` names: files, folders, patterns, `-`; each file once.
pub(super) fn collect_manifests(
    paths: &[PathBuf],
    loader: &FileLoader,
) -> Result<Vec<ManifestFile>, Failure> {
    only_one_stdin(&[], paths)?;
    let mut files = Vec::new();
    let mut seen = BTreeSet::new();
    for path in paths {
        if path.as_os_str() == STDIN {
            files.push(standard_input(loader)?);
            continue;
        }
        let unreadable = |why| Failure::new(format!("cannot read `{}`: {why}", path.display()));
        let found = find(Path::new(""), path, Path::to_path_buf).map_err(unreadable)?;
        for one in found {
            if seen.insert(one.canonical.clone()) {
                files.push(open(&one).map_err(unreadable)?);
            }
        }
    }
    Ok(files)
}

/// Reads what `manifests` names in a text, from the folder of that; `shown` is how a path is shown.
pub(super) fn named_manifests(
    folder: &Path,
    path: &str,
    shown: impl Fn(&Path) -> PathBuf,
) -> Result<Vec<ManifestFile>, String> {
    if path == STDIN {
        return Err("only the command line can name standard input".to_owned());
    }
    let found = find(folder, Path::new(path), shown)?;
    // Nothing but a file: a text that names a pipe must not make the compiler wait for it.
    let pipe = |one: &Found| one.kind == FoundKind::File && !one.path.is_file();
    if found.iter().any(pipe) {
        return Err("it is not a file".to_owned());
    }
    found.iter().map(open).collect()
}

/// That standard input is named once at most.
pub(super) fn only_one_stdin(inputs: &[PathBuf], manifests: &[PathBuf]) -> Result<(), Failure> {
    let named = inputs.iter().chain(manifests);
    if named.filter(|path| path.as_os_str() == STDIN).count() > 1 {
        let words = "`-` is standard input, which can be read only once";
        return Err(Failure::new(words));
    }
    Ok(())
}

/// What `path` leads to, from `folder`; a pattern only where there is nothing by that name.
fn find(
    folder: &Path,
    path: &Path,
    shown: impl Fn(&Path) -> PathBuf,
) -> Result<Vec<Found>, String> {
    let whole = folder.join(path);
    let error = match fs::metadata(&whole) {
        Ok(about) if about.is_dir() => {
            let found = below(&whole, &shown(&whole), &Pattern::everything())?;
            return some(found, "there is no `.yaml`, `.yml` or `.json` file in it");
        }
        Ok(_) => return Ok(vec![single(&whole, shown)]),
        Err(error) => error,
    };
    let Some((inner, pattern)) = Pattern::split(path) else {
        return Err(reason(&error));
    };
    let whole = or_here(&folder.join(inner)).to_path_buf();
    let found = below(&whole, &shown(&whole), &pattern)?;
    some(found, "no `.yaml`, `.yml` or `.json` file matches it")
}

fn some(found: Vec<Found>, none: &str) -> Result<Vec<Found>, String> {
    if found.is_empty() {
        return Err(none.to_owned());
    }
    Ok(found)
}

/// A file that is named itself, whatever it is called.
fn single(path: &Path, shown: impl Fn(&Path) -> PathBuf) -> Found {
    let kind = path.file_name().map_or(FoundKind::File, kind_of);
    let path = match (kind, path.parent()) {
        (FoundKind::File, _) | (_, None) => path,
        (_, Some(folder)) => or_here(folder),
    };
    Found {
        path: path.to_path_buf(),
        shown: or_here(&shown(path)).to_path_buf(),
        canonical: known_path(path),
        kind,
        is_named: true,
    }
}

fn below(folder: &Path, shown: &Path, pattern: &Pattern) -> Result<Vec<Found>, String> {
    let shown = |inner: &Path| or_here(&join(shown, inner)).to_path_buf();
    let found = manifests_below(folder, pattern);
    let found = found.map_err(|(inner, error)| told(&shown(&inner), &error))?;
    let found = found.into_iter().map(|one| Found {
        path: join(folder, &one.inner),
        shown: shown(&one.inner),
        canonical: one.canonical,
        kind: one.kind,
        is_named: false,
    });
    Ok(found.collect())
}

/// The path of a folder, which may be the current one.
fn or_here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    }
}

fn open(found: &Found) -> Result<ManifestFile, String> {
    let content = match found.kind {
        FoundKind::File => {
            match File::open(&found.path).and_then(|file| read_up_to(file, MANIFEST_LIMIT)) {
                Ok(bytes) => ManifestContent::Text(bytes),
                Err(error) if found.is_named => return Err(reason(&error)),
                Err(error) => return Err(told(&found.shown, &error)),
            }
        }
        FoundKind::Kustomization => ManifestContent::Kustomization,
        FoundKind::Chart => ManifestContent::Chart,
    };
    Ok(ManifestFile {
        name: with_slashes_or_root(&found.shown),
        identity: identity_of(&found.canonical),
        content,
    })
}

/// What comes in on standard input.
pub(super) fn standard_input(loader: &FileLoader) -> Result<ManifestFile, Failure> {
    let name = "<stdin>";
    let bytes = read_up_to(stdin().lock(), MANIFEST_LIMIT);
    let bytes = bytes.map_err(|error| Failure::named("read", name, &error))?;
    Ok(ManifestFile {
        name: name.to_owned(),
        identity: loader.identify_stdin(),
        content: ManifestContent::Text(bytes),
    })
}

/// Why a path cannot be read that is not the one that was named.
fn told(path: &Path, error: &io::Error) -> String {
    format!("`{}`: {}", with_slashes_or_root(path), reason(error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::driver::Loader;
    use tempfile::TempDir;

    fn folder(files: &[&str]) -> TempDir {
        let folder = TempDir::new().unwrap();
        for path in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "kind: Pod\n").unwrap();
        }
        folder
    }

    /// What a text in the folder `from` finds by `path`: the names, as seen from the root.
    fn found(root: &TempDir, from: &str, path: &str) -> Result<Vec<String>, String> {
        let root = fs::canonicalize(root.path()).unwrap();
        let loader = FileLoader::in_folder(&root);
        let identity = loader.identify(&root.join(from).join("x.netpol"));
        let files = loader.manifests(&identity, path)?;
        let names = files.iter().map(|file| match &file.content {
            ManifestContent::Text(bytes) => {
                assert_eq!(bytes, b"kind: Pod\n");
                file.name.clone()
            }
            other => format!("{other:?} {}", file.name),
        });
        Ok(names.collect())
    }

    #[track_caller]
    fn finds(root: &TempDir, path: &str, names: &[&str]) {
        assert_eq!(found(root, "", path).unwrap(), names, "{path}");
    }

    #[test]
    fn below_a_folder_are_manifests_in_order() {
        let root = folder(&[
            "k8s/b.yaml",
            "k8s/a.yml",
            "k8s/b/c.json",
            "k8s/notes.txt",
            "k8s/.hidden.yaml",
            "k8s/.git/x.yaml",
            "k8s/deep/er/d.yaml",
        ]);
        let all = [
            "k8s/a.yml",
            "k8s/b/c.json",
            "k8s/b.yaml",
            "k8s/deep/er/d.yaml",
        ];
        for path in ["k8s", "k8s/", "./k8s", "k8s/**", "k8*", "k8s/deep/.."] {
            finds(&root, path, &all);
        }
        finds(&root, ".", &all);
        finds(&root, "k8s/notes.txt", &["k8s/notes.txt"]);
        finds(&root, "k8s/.hidden.yaml", &["k8s/.hidden.yaml"]);
        let up = found(&root, "k8s/deep", "../b").unwrap();
        assert_eq!(up, ["k8s/b/c.json"]);
    }

    #[test]
    fn patterns_are_for_what_does_not_exist() {
        let root = folder(&[
            "k8s/a.yaml",
            "k8s/b.txt",
            "k8s/c/d.yaml",
            "[x]/e.yaml",
            "x/f.yaml",
        ]);
        finds(&root, "k8s/*.yaml", &["k8s/a.yaml"]);
        finds(&root, "k8s/*", &["k8s/a.yaml", "k8s/c/d.yaml"]);
        finds(&root, "**/d.yaml", &["k8s/c/d.yaml"]);
        finds(&root, "[x]", &["[x]/e.yaml"]);
        finds(&root, "[x]/*.yaml", &["x/f.yaml"]);
        let none = "no `.yaml`, `.yml` or `.json` file matches it";
        for path in ["k8s/*.txt", "*.yaml", "k8s/?/x.yaml"] {
            assert_eq!(found(&root, "", path).unwrap_err(), none, "{path}");
        }
        let missing = "no such file or directory";
        let gone = found(&root, "", "gone/*.yaml").unwrap_err();
        assert_eq!(gone, format!("`gone`: {missing}"));
        assert_eq!(found(&root, "", "gone").unwrap_err(), missing);
        fs::create_dir(root.path().join("empty")).unwrap();
        assert_eq!(
            found(&root, "", "empty").unwrap_err(),
            "there is no `.yaml`, `.yml` or `.json` file in it"
        );
    }

    #[test]
    fn what_is_to_be_rendered_is_one_thing() {
        let root = folder(&[
            "k8s/a.yaml",
            "k8s/base/kustomization.yml",
            "k8s/base/b.yaml",
            "k8s/base/deep/c.yaml",
            "k8s/over/Kustomization",
            "charts/shop/Chart.yaml",
            "charts/shop/templates/d.yaml",
        ]);
        let all = [
            "k8s/a.yaml",
            "Kustomization k8s/base",
            "Kustomization k8s/over",
        ];
        finds(&root, "k8s", &all);
        finds(&root, "k8s/*", &all);
        finds(&root, "k8s/base", &["Kustomization k8s/base"]);
        finds(
            &root,
            "k8s/base/kustomization.yml",
            &["Kustomization k8s/base"],
        );
        finds(&root, "charts", &["Chart charts/shop"]);
        finds(&root, "charts/shop/*.yaml", &["Chart charts/shop"]);
        finds(&root, "k8s/base/b.yaml", &["k8s/base/b.yaml"]);
        assert_eq!(
            found(&root, "k8s/base", ".").unwrap(),
            ["Kustomization k8s/base"]
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_within_the_folder() {
        use std::os::unix::fs::symlink;

        let root = folder(&["k8s/z/a.yaml", "k8s/b.yaml", "out/c.yaml", "out/d.yaml"]);
        let link = |to: &str, from: &str| symlink(to, root.path().join(from)).unwrap();
        link("z", "k8s/a");
        link("..", "k8s/z/loop");
        link("b.yaml", "k8s/a.yaml");
        link("../out", "k8s/far");
        link("../out/c.yaml", "k8s/c.yaml");
        link("k8s", "live");
        finds(&root, "k8s", &["k8s/b.yaml", "k8s/z/a.yaml"]);
        finds(&root, "live", &["k8s/b.yaml", "k8s/z/a.yaml"]);
        finds(&root, "k8s/**/[ac].yaml", &["k8s/a.yaml", "k8s/z/a.yaml"]);
        // What is named itself is read.
        finds(&root, "k8s/c.yaml", &["out/c.yaml"]);
        link("nowhere", "k8s/gone.yaml");
        let gone = found(&root, "", "k8s").unwrap_err();
        assert_eq!(gone, "`k8s/gone.yaml`: no such file or directory");
    }

    #[test]
    fn the_command_line_names_several_each_once() {
        let root = folder(&["k8s/a.yaml", "k8s/b.yaml"]);
        let loader = FileLoader::new();
        let path = |inner: &str| root.path().join(inner);
        let both = [path("k8s/b.yaml"), path("k8s"), path("k8s/*.yaml")];
        let files = collect_manifests(&both, &loader).unwrap();
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        let shown = |inner: &str| path(inner).display().to_string();
        assert_eq!(names, [shown("k8s/b.yaml"), shown("k8s/a.yaml")]);
        // They are no sources of the run, and may be what it wrote before.
        assert!(!loader.has_read(&path("k8s/a.yaml")));
        let gone = collect_manifests(&[path("gone")], &loader).unwrap_err();
        let words = format!("cannot read `{}`: no such file or directory", shown("gone"));
        assert_eq!((gone.message, gone.exit_code), (words, 2));
    }

    #[test]
    fn standard_input_is_read_once_and_not_by_texts() {
        let stdin = [PathBuf::from("-")];
        assert!(only_one_stdin(&stdin, &[]).is_ok() && only_one_stdin(&[], &stdin).is_ok());
        assert!(only_one_stdin(&stdin, &stdin).is_err());
        let twice = [stdin.clone(), stdin].concat();
        assert!(collect_manifests(&twice, &FileLoader::new()).is_err());
        let root = folder(&["a.yaml"]);
        let refused = found(&root, "", "-").unwrap_err();
        assert_eq!(refused, "only the command line can name standard input");
    }
}
