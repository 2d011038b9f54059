// The YAML beside the text: it follows the cursor and the text; and a picture of that.

const fs = require("node:fs");
const path = require("node:path");
const { eventually, same } = require("./workbench.cjs");

const EXAMPLE = path.join(__dirname, "../../../../examples/shop/shop.netpol");
const WRITTEN = path.join(__dirname, "../../../../examples/shop/shop.yaml");

const VIEW = { viewport: { width: 1200, height: 560 }, deviceScaleFactor: 1 };

const WRITTEN_LINES = fs.readFileSync(WRITTEN, "utf8").split("\n").slice(0, 12);

const RULE = "allow orders -> shipping:8080";
const MISTAKE = "expected `ingress`, `egress` or the end of the line, found `=>`";

// The editors, from left to right.
const SOURCE = 0;
const YAML = 1;

function lay(work) {
  fs.copyFileSync(EXAMPLE, path.join(work, "shop.netpol"));
}

// The number of a line that has this text.
function numberOf(line) {
  return fs.readFileSync(EXAMPLE, "utf8").split("\n").indexOf(line) + 1;
}

async function marks(workbench, ...wanted) {
  await eventually(async () => {
    const marked = await workbench.marked(YAML);
    const missing = wanted.filter((line) => !marked.includes(line));
    if (missing.length > 0) throw new Error(`of ${missing} nothing is marked, but of\n${marked.join("\n")}`);
  });
}

async function begins(workbench, wanted) {
  await eventually(async () => same((await workbench.lines(YAML)).slice(0, wanted.length), wanted, "the beginning"));
}

async function shows(workbench) {
  await workbench.show("shop.netpol");
  await workbench.press("Control+b");
  await workbench.command("netpolc: Show Generated YAML");
  await workbench.page.locator(".tab[data-resource-name='shop.netpol.yaml']").waitFor();
  await begins(workbench, WRITTEN_LINES);
}

async function follows(workbench, folder) {
  await workbench.goTo(numberOf("allow mailer -> mail-relay:587"), 1);
  await marks(workbench, '            cidr: "198.51.100.25/32"');
  await workbench.goTo(numberOf(RULE), 1);
  await marks(workbench, `    # ${RULE}`, "          port: 8080");
  await workbench.page.mouse.move(0, 0);
  await workbench.page.locator(".monaco-hover").waitFor({ state: "detached" });
  await workbench.page.locator(".part.editor").screenshot({ path: path.join(folder, "vscode-yaml.png") });
}

async function renewed(workbench) {
  await workbench.press("End", "Backspace");
  await marks(workbench, `    # ${RULE.slice(0, -1)}`, "          port: 808");
}

async function clickInto(workbench, editor) {
  const { x, y } = await workbench.page.locator(".editor-group-container").nth(editor).boundingBox();
  await workbench.page.mouse.click(x + 200, y + 300);
}

async function readOnly(workbench) {
  await clickInto(workbench, YAML);
  await workbench.press("Control+Home");
  await begins(workbench, WRITTEN_LINES);
  await workbench.type("x");
  await workbench.page.locator(".monaco-editor-overlaymessage").waitFor();
  await begins(workbench, WRITTEN_LINES);
}

async function kept(workbench) {
  await clickInto(workbench, SOURCE);
  await workbench.goTo(numberOf("default deny"), 1);
  await workbench.press("End");
  await workbench.type(" => b");
  const notes = ["# This is of the text as it was before:", `# shop.netpol:${numberOf("default deny")}: ${MISTAKE}`];
  await begins(workbench, [...notes, ...WRITTEN_LINES]);
  for (let n = 0; n < " => b".length; n += 1) await workbench.press("Backspace");
  await begins(workbench, WRITTEN_LINES);
}

module.exports = {
  lay,
  view: VIEW,
  checks: {
    "the YAML of a program is shown beside it": shows,
    "the YAML view goes where the cursor goes": follows,
    "the YAML is that of the text as it is": renewed,
    "the YAML view is read only": readOnly,
    "the YAML of before a mistake stays, and says so": kept,
  },
};
