// Runs the checks in a VS Code that is served at an address. What they write is below a folder, which also takes
// the picture and the names of what held. `scripts/vscode` starts it.

const fs = require("node:fs");
const path = require("node:path");
const { chromium } = require("playwright-core");
const { Workbench } = require("./workbench.cjs");

// Each opens a window with a folder of its own, with what `lay` puts there.
const WINDOWS = {
  colours: require("./colours.cjs"),
  typing: require("./typing.cjs"),
  problems: require("./problems.cjs"),
  server: require("./server.cjs"),
  hover: require("./hover.cjs"),
  yaml: require("./yaml.cjs"),
  missing: require("./missing.cjs"),
  picture: require("./picture.cjs"),
};

// Chromium would look for hosts of its maker at every start.
const QUIET = [
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
];

async function attempt(workbench, name, run, folder) {
  const start = Date.now();
  try {
    await run(workbench, folder);
    console.log(`ok    ${name} (${Math.round((Date.now() - start) / 1000)} s)`);
    return true;
  } catch (error) {
    const seen = path.resolve("target", `vscode-${path.basename(workbench.work)}.png`);
    await workbench.page.screenshot({ path: seen });
    console.log(`FAILS ${name}\n${error.message}\n(seen in ${seen})`);
    return false;
  }
}

async function main(url, folder) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    chromiumSandbox: process.getuid() !== 0,
    args: QUIET,
  });
  const held = [];
  let failed = 0;
  try {
    for (const [title, { lay, view, checks }] of Object.entries(WINDOWS)) {
      const work = path.join(folder, title);
      fs.mkdirSync(work);
      if (lay) lay(work);
      const page = await browser.newPage({ viewport: { width: 1280, height: 1600 }, ...view });
      const workbench = new Workbench(page, work);
      await attempt(workbench, `a window for ${title} opens`, () => workbench.open(url));
      for (const [name, run] of Object.entries(checks)) {
        if (await attempt(workbench, name, run, folder)) held.push(name);
        else failed += 1;
      }
      await page.close();
    }
  } finally {
    await browser.close();
  }
  fs.writeFileSync(path.join(folder, "checks.json"), JSON.stringify(held, null, 2));
  console.log(`${held.length} of ${held.length + failed} checks hold`);
  return failed === 0 ? 0 : 1;
}

main(...process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
