// Makes one file of the extension and its libraries, `dist/extension.js`, and another of the libraries' licenses.
// The libraries are in `node_modules`, or where NODE_PATH says.

const fs = require("node:fs");
const path = require("node:path");
const { buildSync } = require("esbuild");

// The Node of the oldest Code that the extension is for.
const NODE = "node18";

// esbuild does not read what packages export where NODE_PATH leads to them.
const CLIENT = "vscode-languageclient/node";

const LICENSE = /^licen[cs]e/i;

// The folders of the packages whose files are in the bundle.
function packages(inputs) {
  const folders = Object.keys(inputs).map((file) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return [...new Set(folders.filter(Boolean))].sort();
}

function license(folder) {
  const { name, version } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
  const file = fs.readdirSync(folder).find((one) => LICENSE.test(one));
  if (!file) throw new Error(`${name} has no license`);
  return `${name} ${version}\n\n${fs.readFileSync(path.join(folder, file), "utf8").trim()}\n`;
}

process.chdir(__dirname);
const { metafile } = buildSync({
  entryPoints: ["src/extension.js"],
  outfile: "dist/extension.js",
  bundle: true,
  minify: true,
  platform: "node",
  target: NODE,
  external: ["vscode"],
  alias: { [CLIENT]: require.resolve(CLIENT) },
  metafile: true,
});
const licenses = packages(metafile.inputs).map(license);
fs.writeFileSync("dist/licenses.txt", licenses.join(`\n${"-".repeat(80)}\n\n`));
