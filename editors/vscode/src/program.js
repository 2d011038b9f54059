// Which program is the server.

const { execFile } = require("node:child_process");
const path = require("node:path");
const { promisify } = require("node:util");

const run = promisify(execFile);

const DEFAULT = "netpolc";

// Long enough for a machine that has just started.
const PATIENCE = 20_000;

// The program that a setting names: by its name, to be found on the path, or by its place. `~` is the user's home.
// Other places are below the first folder of the workspace, if that is trusted: what is in there may be anybody's.
function program(setting, { home, folder, trusted }) {
  const named = (setting ?? "").trim() || DEFAULT;
  if (/^~[/\\]/.test(named)) return path.join(home, named.slice(2));
  if (path.isAbsolute(named) || !/[/\\]/.test(named)) return named;
  return trusted && folder ? path.join(folder, named) : DEFAULT;
}

const NOT_THERE = ["ENOENT", "ENOTDIR", "EACCES"];

// What is wrong with a program: nothing, `missing`, or `other` where it is there and has no language server.
async function fault(command, cwd) {
  try {
    await run(command, ["lsp", "--help"], { cwd, timeout: PATIENCE, windowsHide: true });
    return undefined;
  } catch (error) {
    return NOT_THERE.includes(error.code) ? "missing" : "other";
  }
}

module.exports = { program, fault };
