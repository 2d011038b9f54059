// What `netpolc check` says, among the problems: by the task that the extension's README shows.

const fs = require("node:fs");
const path = require("node:path");
const { eventually } = require("./workbench.cjs");

const README = path.join(__dirname, "../../README.md");

// The task is the default one of building, which has a key. Code asks the user's shell for a path, which is not
// the one that has the compiler.
function lay(work) {
  const [, json] = /```json\n(.*?)```/s.exec(fs.readFileSync(README, "utf8"));
  const tasks = JSON.parse(json);
  tasks.tasks[0].group = { kind: "build", isDefault: true };
  fs.mkdirSync(path.join(work, ".vscode"), { recursive: true });
  fs.writeFileSync(path.join(work, ".vscode/tasks.json"), JSON.stringify(tasks));
  const settings = { "terminal.integrated.env.linux": { PATH: process.env.PATH } };
  fs.writeFileSync(path.join(work, ".vscode/settings.json"), JSON.stringify(settings));
}

async function problems(workbench) {
  await workbench.write("wrong.netpol", "default deny\nallow web => db\n");
  const { page } = workbench;
  // Code stops to read what a task has printed a moment after it has ended, and where all is slow too early. So it
  // may be run again.
  await eventually(async () => {
    await workbench.show("wrong.netpol");
    await workbench.press("Control+Shift+b");
    await page.locator(".squiggly-error").first().waitFor({ timeout: 20_000 });
  }, 90_000);
  await workbench.press("Control+Shift+m");
  const shown = page.locator(".markers-panel .monaco-list-rows");
  await eventually(async () => {
    const text = (await shown.innerText()).replace(/\s+/g, " ");
    const wanted = ["wrong.netpol", "netpolc E0103 wrong-arrow", "[Ln 2, Col 11]"];
    const missing = wanted.filter((part) => !text.includes(part));
    if (missing.length > 0) throw new Error(`the problems are \`${text}\`, without ${missing}`);
  });
}

module.exports = {
  lay,
  checks: {
    "the task of the README puts problems where they are": problems,
  },
};
