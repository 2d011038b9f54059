// What happens to what is typed: comments, indentation, brackets, snippets.

const { eventually } = require("./workbench.cjs");

// What a language's comments are Code learns a moment after its first file has opened.
async function comments(workbench) {
  await workbench.write("comments.netpol", "default deny\n    allow * -> dns");
  await eventually(async () => {
    await workbench.press("Control+/");
    await workbench.reads("default deny", "    # allow * -> dns");
  });
  await workbench.press("Control+/");
  await workbench.reads("default deny", "    allow * -> dns");
  await workbench.press("Control+a", "Control+/");
  await workbench.reads("# default deny", "#     allow * -> dns");
  await workbench.press("Control+/");
  await workbench.reads("default deny", "    allow * -> dns");
}

// A comment that is broken goes on as one.
async function brokenComment(workbench) {
  await workbench.write("broken-comment.netpol", "# one two");
  for (let n = 0; n < 3; n += 1) await workbench.press("ArrowLeft");
  await workbench.press("Enter");
  await workbench.reads("# one ", "# two");
}

async function continued(workbench) {
  await workbench.write("continued.netpol", "");
  const typed = ["allow a ->", "b,", "c:80 # why", "allow d,", "\"e\" -> f because \"g\"", "default deny"];
  await workbench.typeLines(...typed);
  await workbench.reads(
    "allow a ->",
    "    b,",
    "    c:80 # why",
    "allow d,",
    "    \"e\" -> f because \"g\"",
    "default deny",
    "",
  );
}

async function brackets(workbench) {
  await workbench.write("brackets.netpol", "");
  await workbench.type("workload a = [");
  await workbench.press("Enter");
  await workbench.reads("workload a = [", "    ", "]");
  await workbench.type("app=a,");
  await workbench.press("Enter");
  await workbench.reads("workload a = [", "    app=a,", "    ", "]");
  await workbench.type("tier in (b, c)");
  await workbench.press("ArrowDown", "End", "Enter");
  await workbench.type("default deny");
  await workbench.reads("workload a = [", "    app=a,", "    tier in (b, c)", "]", "default deny");
}

async function pairs(workbench) {
  await workbench.write("pairs.netpol", "");
  await workbench.type("allow [");
  await workbench.reads("allow []");
  await workbench.type("x in (");
  await workbench.reads("allow [x in ()]");
  await workbench.type("y)] -> z because \"");
  await workbench.reads("allow [x in (y)] -> z because \"\"");
  await workbench.type("a [b\" # (");
  await workbench.reads("allow [x in (y)] -> z because \"a [b\" # (");
}

async function snippets(workbench) {
  await workbench.write("snippets.netpol", "");
  await workbench.type("allow");
  await workbench.press("Control+Space");
  const row = workbench.page.locator(".suggest-widget.visible .monaco-list-row", { hasText: "A rule" });
  await row.filter({ hasNotText: "reason" }).click();
  await workbench.reads("allow frontend -> backend:8080");
  await workbench.type("web");
  await workbench.press("Tab");
  await workbench.type("db");
  await workbench.press("Tab");
  await workbench.type("5432");
  await workbench.reads("allow web -> db:5432");
}

module.exports = {
  checks: {
    "Ctrl+/ makes lines comments, and back": comments,
    "a comment that is broken goes on as one": brokenComment,
    "lines behind `,` and `->` are indented, and the next statement is not": continued,
    "lines inside of brackets are indented, and what follows is not": brackets,
    "brackets and quotes are closed, but not in strings and comments": pairs,
    "a snippet is offered, and its places can be filled in": snippets,
  },
};
