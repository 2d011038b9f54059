// What `netpolc check` says, among the problems: by the task that the extension's README shows.

const fs = require("node:fs");
const path = require("node:path");
const { eventually, same } = require("./workbench.cjs");

const README = path.join(__dirname, "../../README.md");

// The task is the default one of building, which has a key.
function lay(work) {
  const [, json] = /```json\n(.*?)```/s.exec(fs.readFileSync(README, "utf8"));
  const tasks = JSON.parse(json);
  tasks.tasks[0].group = { kind: "build", isDefault: true };
  fs.mkdirSync(path.join(work, ".vscode"), { recursive: true });
  fs.writeFileSync(path.join(work, ".vscode/tasks.json"), JSON.stringify(tasks));
}

// Of documents that are open the server says it.
async function problems(workbench) {
  fs.writeFileSync(path.join(workbench.work, "wrong.netpol"), "default deny\nallow web => db\n");
  const wanted = ["wrong.netpol | 1", "expected `->`, found `=>` | netpolc | E0103 wrong-arrow | [Ln 2, Col 11]"];
  // Code stops to read what a task has printed a moment after it has ended, and where all is slow too early. So it
  // may be run again.
  await eventually(async () => {
    await workbench.press("Control+Shift+b");
    await eventually(async () => same(await workbench.problems(), wanted, "the problems"), 20_000);
  }, 90_000);
}

async function once(workbench) {
  await workbench.show("wrong.netpol");
  await workbench.page.locator(".squiggly-error").first().waitFor();
  // Long enough for the server to say it, too.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  same((await workbench.problems()).length, 2, "the number of rows");
}

module.exports = {
  lay,
  checks: {
    "the task of the README puts problems where they are": problems,
    "the problem of a document that is opened is there once": once,
  },
};
