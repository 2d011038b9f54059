// Prints, for each line of a file, what the patterns of the extension make of it, as a line of JSON: what the problem
// matcher reads there; what Enter does behind it; whether what follows is one step in.

const fs = require("node:fs");
const path = require("node:path");

function read(name) {
  return JSON.parse(fs.readFileSync(path.join(__dirname, "..", name), "utf8"));
}

const [matcher] = read("package.json").contributes.problemMatchers;
const configuration = read("language-configuration.json");
const enter = configuration.onEnterRules.filter((rule) => !rule.afterText);

for (const line of fs.readFileSync(process.argv[2], "utf8").trimEnd().split("\n")) {
  const problem = new RegExp(matcher.pattern.regexp).exec(line);
  const rule = enter.find((rule) => new RegExp(rule.beforeText).test(line));
  const deeper = new RegExp(configuration.indentationRules.increaseIndentPattern).test(line);
  console.log(JSON.stringify([problem && problem.slice(1), rule ? rule.action.indent : null, deeper]));
}
