//! `netpolc man`.

use std::process::Command;

use netpolc::cli::command;

use crate::support::skip::skipped;
use crate::support::{Folder, Ran};

/// Where the pages are written.
const PAGES: &str = "pages";

fn pages() -> Folder {
    let folder = Folder::new();
    folder.netpolc(&["man", "-o", PAGES]).output().silent();
    folder
}

/// A page without what roff needs: `\-` is a dash.
fn read(folder: &Folder, name: &str) -> String {
    folder.read(&format!("{PAGES}/{name}.1")).replace('\\', "")
}

#[test]
fn there_is_a_page_for_each_command_with_all_its_options() {
    let folder = pages();
    let whole = command();
    let main = read(&folder, "netpolc");
    let mut names = vec!["netpolc.1".to_owned()];
    for subcommand in whole.get_subcommands() {
        let name = format!("netpolc-{}", subcommand.get_name());
        assert!(main.contains(&name), "{name}");
        let page = read(&folder, &name);
        for argument in subcommand.get_arguments().filter(|one| !one.is_hide_set()) {
            let word = argument.get_long().map_or_else(
                || argument.get_value_names().unwrap()[0].to_string(),
                |long| format!("--{long}"),
            );
            assert!(page.contains(&word), "{name}: {word}");
        }
        names.push(format!("{name}.1"));
    }
    names.sort();
    assert_eq!(folder.list(PAGES), names);
}

#[test]
fn the_main_page_is_printed() {
    let folder = pages();
    let page = folder.read("pages/netpolc.1");
    assert!(page.contains(".TH netpolc 1"), "{page}");
    folder.netpolc(&["man"]).output().expect(0, &page, "");
}

#[test]
fn codes_are_explained_and_not_listed() {
    assert!(!read(&pages(), "netpolc-explain").contains("E0103"));
}

#[test]
fn pages_are_renewed() {
    let folder = pages().file("pages/netpolc.1", "older\n");
    folder.netpolc(&["man", "-o", PAGES]).output().silent();
    assert_ne!(folder.read("pages/netpolc.1"), "older\n");
}

#[test]
fn a_folder_that_cannot_be_made_is_a_failure() {
    let folder = Folder::new().file("taken", "");
    folder.netpolc(&["man", "-o", "taken"]).output().expect(
        2,
        "",
        "error: cannot write `taken/netpolc[..].1`: [..]\n",
    );
}

#[test]
fn groff_has_nothing_to_say_of_them() {
    let folder = pages();
    for name in folder.list(PAGES) {
        let mut groff = Command::new("groff");
        groff
            .args(["-man", "-ww", "-z", "-Tutf8", &name])
            .current_dir(folder.path(PAGES));
        let Ok(said) = groff.output() else {
            return skipped("whether the manual pages are roff: groff is missing");
        };
        Ran::of(said).silent();
    }
}
