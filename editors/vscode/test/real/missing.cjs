// Without the program: there are colours, and one message says how to get it.

const fs = require("node:fs");
const path = require("node:path");
const { eventually, same } = require("./workbench.cjs");

const MESSAGE =
  "`/nowhere/netpolc` is not found: install netpolc with `cargo install --path .` in its repository, " +
  "or name its place in the setting netpolc.path";

function settings(work, values) {
  fs.mkdirSync(path.join(work, ".vscode"), { recursive: true });
  fs.writeFileSync(path.join(work, ".vscode/settings.json"), JSON.stringify(values));
}

function lay(work) {
  settings(work, { "netpolc.path": "/nowhere/netpolc" });
}

async function messages(workbench) {
  const shown = workbench.page.locator(".notifications-toasts .notification-list-item-message");
  return shown.allInnerTexts();
}

async function says(workbench) {
  await workbench.write("wrong.netpol", "default deny\nallow web => db\n");
  await eventually(async () => same(await messages(workbench), [MESSAGE], "the messages"));
  const [[[, keyword]]] = await workbench.characters();
  same(keyword, "rgb(197, 134, 192)", "the colour of a keyword");
}

// Long enough for another try.
async function once(workbench) {
  await workbench.type("allow a -> b");
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  same(await messages(workbench), [MESSAGE], "the messages");
}

async function again(workbench) {
  const close = workbench.page.locator(".notifications-toasts .codicon-notifications-clear").first();
  await workbench.page.locator(".notifications-toasts .notification-list-item").hover();
  await close.click();
  await eventually(async () => same(await messages(workbench), [], "the messages"));
  await workbench.command("netpolc: Restart Server");
  await eventually(async () => same(await messages(workbench), [MESSAGE], "the messages"));
}

async function opens(workbench) {
  await workbench.page.locator(".notifications-toasts .monaco-button", { hasText: "Open Setting" }).click();
  await workbench.page.locator(".settings-editor .setting-item-label", { hasText: "Path" }).first().waitFor();
}

async function starts(workbench) {
  settings(workbench.work, {});
  await workbench.show("wrong.netpol");
  await workbench.page.locator(".squiggly-error").first().waitFor();
}

module.exports = {
  lay,
  checks: {
    "without the program one message names the step that installs it, and there are colours": says,
    "without the program nothing is tried again and again": once,
    "Restart Server tries again": again,
    "the message leads to the setting": opens,
    "another program in the settings is started": starts,
  },
};
