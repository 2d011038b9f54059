// Prints the scopes that the TextMate grammar gives to the parts of files, as VS Code finds them: for
// each file a line of JSON, with a list [start, end, scopes] of columns for each of its lines.

const fs = require("node:fs");
const path = require("node:path");
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

const GRAMMAR = path.join(__dirname, "../syntaxes/netpol.tmLanguage.json");

async function load() {
  const wasm = path.join(path.dirname(require.resolve("vscode-oniguruma")), "onig.wasm");
  await oniguruma.loadWASM(fs.readFileSync(wasm).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(fs.readFileSync(GRAMMAR, "utf8"), GRAMMAR),
  });
  return registry.loadGrammar("source.netpol");
}

function scopes(grammar, text) {
  let state = textmate.INITIAL;
  return text.split("\n").map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.map((token) => [token.startIndex, token.endIndex, token.scopes]);
  });
}

load().then((grammar) => {
  for (const file of process.argv.slice(2)) {
    console.log(JSON.stringify(scopes(grammar, fs.readFileSync(file, "utf8"))));
  }
});
