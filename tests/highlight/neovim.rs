//! Neovim runs the tree-sitter parser and reads its queries; Helix has queries of its own, with its own words.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::highlight::case::{Case, differences, marks};
use crate::highlight::program::Programs;
use crate::highlight::tree_sitter::{class, folder, is_missing, offset, parser};
use crate::support::golden::root;
use crate::support::skip::skipped;
use crate::support::tool::on_path;

/// Those that `NETPOLC_NEOVIM` names, as a list of paths; else the one on the path.
pub(crate) fn neovims() -> Vec<PathBuf> {
    let found: Vec<PathBuf> = match env::var_os("NETPOLC_NEOVIM") {
        Some(paths) => env::split_paths(&paths).collect(),
        None if on_path("nvim").is_some() => vec!["nvim".into()],
        None => Vec::new(),
    };
    if found.is_empty() {
        skipped("Neovim, for which there is no `nvim` on the path, nor a list in NETPOLC_NEOVIM");
    }
    found
}

/// Row and column of its start, then of its end, and its name.
type Capture = (usize, usize, usize, usize, String);

#[test]
fn neovim_agrees() {
    let neovims = neovims();
    if neovims.is_empty() || is_missing() {
        return;
    }
    let cases = Case::everything();
    let programs = Programs::new(&cases);
    let [_, library, ..] = parser(&programs);
    let paths: Vec<String> = programs
        .paths()
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    let out = programs.beside("captures.json");
    for neovim in neovims {
        let script = folder().join("test/captures.lua");
        let mut command = Command::new(&neovim);
        command
            .args(["--headless", "-u", "NONE", "-i", "NONE", "-c"])
            .arg(format!("luafile {}", script.display()))
            .env("NETPOL_PARSER", &library)
            .env("NETPOL_QUERIES", folder().join("queries"))
            .env("NETPOL_FILES", paths.join("\n"))
            .env("NETPOL_OUT", &out);
        programs.run(command);
        let printed = fs::read_to_string(&out).unwrap();
        fs::remove_file(&out).unwrap();
        let captures = printed
            .lines()
            .map(|line| serde_json::from_str(line).unwrap());
        let captures: Vec<Vec<Capture>> = captures.collect();
        assert_eq!(captures.len(), cases.len());
        let mut found = Vec::new();
        for (case, captures) in cases.iter().zip(captures) {
            let text = case.text();
            let parts = captures
                .iter()
                .map(|(row, column, end_row, end_column, name)| {
                    let start = offset(&text, *row, *column);
                    (start, offset(&text, *end_row, *end_column), class(name))
                });
            let marks = marks(&text, parts);
            found.extend(differences(case, &neovim.to_string_lossy(), &marks));
        }
        assert!(found.is_empty(), "{}", found.concat());
    }
}

/// What a capture is called in Helix, where that is another word.
const HELIX: [(&str, &str); 6] = [
    ("@keyword.modifier\n", "@keyword.storage.modifier\n"),
    ("@module)", "@namespace)"),
    ("@property\n", "@variable.other.member\n"),
    ("@string.special.symbol\n", "@string.special\n"),
    ("@number\n", "@constant.numeric\n"),
    ("@number.address\n", "@constant.numeric\n"),
];

#[test]
fn helix_has_the_same_queries_in_its_own_words() {
    let helix = root().join("editors/helix/queries/netpol");
    let mut query = fs::read_to_string(folder().join("queries/highlights.scm")).unwrap();
    for (ours, theirs) in HELIX {
        assert!(query.contains(ours), "{ours}");
        query = query.replace(ours, theirs);
    }
    assert_eq!(
        fs::read_to_string(helix.join("highlights.scm")).unwrap(),
        query
    );
    let locals = fs::read_to_string(folder().join("queries/locals.scm")).unwrap();
    assert_eq!(
        fs::read_to_string(helix.join("locals.scm")).unwrap(),
        locals
    );
}
