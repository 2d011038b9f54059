// What a line lets through, and the YAML that it becomes, at the pointer; and a picture of that.

const fs = require("node:fs");
const path = require("node:path");
const { eventually } = require("./workbench.cjs");

const EXAMPLE = path.join(__dirname, "../../../../examples/shop/shop.netpol");
const LINE = "allow orders -> shipping:8080";

const HIGHER = 270;

const VIEW = { viewport: { width: 880, height: 760 }, deviceScaleFactor: 1 };

function lay(work) {
  fs.copyFileSync(EXAMPLE, path.join(work, "shop.netpol"));
}

// Drags the upper edge of what is shown.
async function enlarge(page, shown) {
  const { x, y, width } = await shown.boundingBox();
  await page.mouse.move(x + width / 2, y + 40);
  await page.mouse.move(x + width / 2, y);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y - HIGHER, { steps: 10 });
  await page.mouse.up();
  await page.mouse.move(x + width / 2, y + 40);
  await page.locator(".monaco-sash.hover").first().waitFor({ state: "detached" });
}

async function hover(workbench, folder) {
  const { page } = workbench;
  await workbench.show("shop.netpol");
  await workbench.press("Control+b");
  await page.locator(".part.sidebar").waitFor({ state: "hidden" });
  const rule = page.locator(".view-line", { hasText: LINE });
  await workbench.goTo(fs.readFileSync(EXAMPLE, "utf8").split("\n").indexOf(LINE) + 1, 3);
  const shown = page.locator(".monaco-hover", { hasText: "kind: NetworkPolicy" });
  await eventually(async () => {
    await page.mouse.move(0, 0);
    await rule.hover({ position: { x: 70, y: 10 } });
    await shown.waitFor({ timeout: 5_000 });
  });
  const text = await shown.innerText();
  for (const part of ["name: shipping-policy", `# ${LINE}`, "app: orders", "port: 8080"]) {
    if (!text.includes(part)) throw new Error(`the hover is \`${text}\`, without \`${part}\``);
  }
  await enlarge(page, shown);
  await page.locator(".part.editor").screenshot({ path: path.join(folder, "vscode-hover.png") });
}

module.exports = {
  lay,
  view: VIEW,
  checks: {
    "a hover over a rule shows the `kind: NetworkPolicy` that it becomes": hover,
  },
};
