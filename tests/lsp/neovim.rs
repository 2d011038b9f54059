//! Neovim's own client, set up as docs/editors.md says.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::highlight::neovim::neovims;
use crate::support::Folder;
use crate::support::golden::{files, root};
use crate::support::skip::skipped;

#[test]
fn neovim_is_served() {
    let Some(neovim) = recent() else {
        return;
    };
    let folder = copy(&root().join("examples/services"));
    // The set-up takes the folder of the repository for that of the workspace.
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    folder.write("config.lua", configuration());
    let program = Path::new(env!("CARGO_BIN_EXE_netpolc"));
    let path = env::var_os("PATH").unwrap_or_default();
    let path = program
        .parent()
        .map(Path::to_path_buf)
        .into_iter()
        .chain(env::split_paths(&path));
    let script = root().join("tests/lsp/neovim.lua");
    let editor = root().join("editors/vim");
    let output = Command::new(neovim)
        .args(["--clean", "--headless", "--cmd"])
        .arg(format!("set runtimepath^={}", editor.display()))
        .arg("-c")
        .arg(format!("luafile {}", script.display()))
        .current_dir(folder.root())
        .env("PATH", env::join_paths(path).unwrap())
        .env("HOME", folder.root())
        .env("XDG_STATE_HOME", folder.root())
        .env("NETPOLC_CONFIG", folder.path("config.lua"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    let text = folder.read("catalog/catalog.netpol");
    assert!(text.contains("-> catalog-store"), "{text}");
    assert!(
        text.ends_with("allow storefront -> catalog:8080\n"),
        "{text}"
    );
}

/// One that has the client which the page sets up.
fn recent() -> Option<PathBuf> {
    let recent = neovims().into_iter().find(|neovim| {
        let asked = Command::new(neovim)
            .args(["--clean", "--headless", "-c"])
            .arg("lua os.exit(vim.lsp.config and 0 or 1)")
            .status();
        asked.is_ok_and(|status| status.success())
    });
    if recent.is_none() {
        skipped("Neovim 0.11 or newer, to be served");
    }
    recent
}

/// The first piece of Lua on the page that speaks of the server.
fn configuration() -> String {
    let page = std::fs::read_to_string(root().join("docs/editors.md")).unwrap();
    let mut blocks = page.split("```lua\n").skip(1);
    let block = blocks
        .find(|block| block.contains("vim.lsp.config("))
        .unwrap();
    block.split("```").next().unwrap().to_owned()
}

fn copy(from: &Path) -> Folder {
    let folder = Folder::new();
    for path in files(from, "") {
        let text = std::fs::read_to_string(&path).unwrap();
        folder.write(path.strip_prefix(from).unwrap().to_str().unwrap(), &text);
    }
    folder
}
