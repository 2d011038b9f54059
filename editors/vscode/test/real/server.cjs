// What the language server says while a text is typed.

const { eventually, same } = require("./workbench.cjs");

const MISTAKE = " since";

const LINES = ["namespace shop", "workload web, db", "default deny", "allow * -> dns"];
const RULE = 'allow web -> db:5432 because "tea 🍵"';

async function hasProblems(workbench, ...wanted) {
  await eventually(async () => same(await workbench.problems(), wanted, "the problems"));
}

// Before the mistake stands a character that is one of Unicode's, two of UTF-16's and four of UTF-8's.
async function problem(workbench) {
  await workbench.write("shop.netpol", [...LINES, RULE].join("\n"));
  await hasProblems(workbench);
  await workbench.show("shop.netpol");
  await workbench.press("Control+End");
  await workbench.type(MISTAKE);
  const place = "[Ln 5, Col 39]";
  await hasProblems(
    workbench,
    "shop.netpol | 1",
    `expected the end of the line, found \`since\` | netpolc | E0101 unexpected-token | ${place}`,
  );
}

async function mended(workbench) {
  await workbench.show("shop.netpol");
  await workbench.press("Control+End");
  for (let n = 0; n < MISTAKE.length; n += 1) await workbench.press("Backspace");
  await hasProblems(workbench);
}

async function fix(workbench) {
  await workbench.show("shop.netpol");
  await workbench.press("Control+End", "Enter");
  await workbench.type("allow db => web:8080");
  await workbench.page.locator(".squiggly-error").first().waitFor();
  await workbench.goTo(6, 10);
  await eventually(async () => {
    await workbench.press("Escape", "Control+.");
    const row = workbench.page.locator(".action-widget .monaco-list-row.action", { hasText: "write `->`" });
    await row.click({ timeout: 5_000 });
  });
  await workbench.reads(...LINES, RULE, "allow db -> web:8080");
  await workbench.page.locator(".squiggly-error").first().waitFor({ state: "detached" });
}

module.exports = {
  checks: {
    "the server puts the exact text among the problems, behind a wide character": problem,
    "a problem goes with its mistake": mended,
    "a quick fix mends the text": fix,
  },
};
