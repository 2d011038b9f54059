const assert = require("node:assert/strict");
const { test } = require("node:test");
const { NOTHING, shown, stretches } = require("../../src/generated");

const part = (from, to, start, end) => ({
  source: { start: { line: from, character: 0 }, end: { line: to, character: 9 } },
  yaml: { start, end },
});

const RIGHT = { yaml: "kind: NetworkPolicy\n", parts: [part(1, 1, 0, 1)] };

test("an answer is shown as it is", () => {
  assert.deepEqual(shown(NOTHING, RIGHT), { last: RIGHT, text: RIGHT.yaml, parts: RIGHT.parts });
});

test("a text with errors keeps the YAML of before, says so, and marks none of it", () => {
  const first = shown(NOTHING, RIGHT);
  const broken = shown(first.last, { yaml: "", reason: "2 errors" });
  assert.equal(broken.text, "# This is of the text as it was before:\n# 2 errors\nkind: NetworkPolicy\n");
  assert.deepEqual(broken.parts, []);
  const again = shown(broken.last, { yaml: "", reason: "one error\n  on two lines" });
  assert.equal(again.text.split("\n")[1], "# one error; on two lines");
  assert.deepEqual(shown(again.last, RIGHT), first);
});

test("errors before the first YAML stand alone", () => {
  assert.equal(shown(NOTHING, { yaml: "", reason: "2 errors" }).text, "# 2 errors\n");
});

test("without an answer the YAML of before stays; an unknown file has none", () => {
  const { last } = shown(NOTHING, RIGHT);
  assert.match(shown(last, undefined).text, /^# .*\n# .*\nkind: NetworkPolicy\n$/);
  assert.equal(shown(last, null).text, "# netpolc does not know this file\n");
});

test("a program that becomes nothing is shown as nothing", () => {
  assert.equal(shown(shown(NOTHING, RIGHT).last, { yaml: "", parts: [] }).text, "");
});

test("the lines of a statement are all those between its first and its last", () => {
  const parts = [part(0, 0, 0, 3), part(2, 4, 5, 9), part(2, 4, 20, 21), part(6, 6, 9, 9)];
  assert.deepEqual(stretches(parts, 0), [[0, 3]]);
  assert.deepEqual(stretches(parts, 1), []);
  for (const line of [2, 3, 4]) assert.deepEqual(stretches(parts, line), [[5, 9], [20, 21]]);
  assert.deepEqual(stretches(parts, 6), []);
});
