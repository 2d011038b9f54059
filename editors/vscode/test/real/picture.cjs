// The picture of docs/editors.md: the editor with a part of an example.

const fs = require("node:fs");
const path = require("node:path");
const { eventually, same } = require("./workbench.cjs");

const EXAMPLE = path.join(__dirname, "../../../../examples/shop/shop.netpol");
const PART = /^# Partners(.|\n)*"labels and tracking"$/m;

// As high as the part is.
const VIEW = { viewport: { width: 1000, height: 740 }, deviceScaleFactor: 1.2 };

function lay(work) {
  const [part] = PART.exec(fs.readFileSync(EXAMPLE, "utf8"));
  fs.writeFileSync(path.join(work, "shop.netpol"), part);
}

async function picture(workbench, folder) {
  const { page } = workbench;
  await workbench.show("shop.netpol");
  await workbench.press("Control+b");
  await page.locator(".part.sidebar").waitFor({ state: "hidden" });
  await eventually(async () => {
    const [[[, comment]], [[, keyword]]] = await workbench.characters();
    same([comment, keyword], ["rgb(106, 153, 85)", "rgb(197, 134, 192)"], "the colours");
  });
  await page.locator(".part.editor").screenshot({ path: path.join(folder, "vscode.png") });
}

module.exports = {
  lay,
  view: VIEW,
  checks: {
    "the picture shows an example": picture,
  },
};
