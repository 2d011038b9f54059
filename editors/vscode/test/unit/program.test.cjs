const assert = require("node:assert/strict");
const path = require("node:path");
const { test } = require("node:test");
const { fault, program } = require("../../src/program");

const HOME = path.resolve("/home/ada");
const FOLDER = path.resolve("/work/shop");
const trusted = { home: HOME, folder: FOLDER, trusted: true };
const untrusted = { ...trusted, trusted: false };

test("a name is looked for on the path, and nothing is the usual name", () => {
  assert.equal(program("netpolc-next", trusted), "netpolc-next");
  for (const nothing of [undefined, null, "", "  "]) assert.equal(program(nothing, trusted), "netpolc");
});

test("a place is taken as it is, and `~` is the home", () => {
  const place = path.resolve("/opt/netpolc");
  assert.equal(program(` ${place} `, untrusted), place);
  assert.equal(program("~/bin/netpolc", untrusted), path.join(HOME, "bin/netpolc"));
});

test("a place in the workspace counts only if that is trusted", () => {
  assert.equal(program("target/debug/netpolc", trusted), path.join(FOLDER, "target/debug/netpolc"));
  assert.equal(program("target/debug/netpolc", untrusted), "netpolc");
  assert.equal(program("./netpolc", { ...trusted, folder: undefined }), "netpolc");
});

test("a program that is not there is missing, and another than netpolc has no server", async () => {
  assert.equal(await fault(path.join(__dirname, "nothing"), __dirname), "missing");
  assert.equal(await fault("netpolc-that-nobody-has", __dirname), "missing");
  assert.equal(await fault(path.join(__filename, "below-a-file"), __dirname), "missing");
  // Node takes `lsp` for a script, which there is not.
  assert.equal(await fault(process.execPath, __dirname), "other");
});
