// What the YAML view shows of an answer to `netpolc/generatedYaml`.

const NOTHING = { yaml: "", parts: [] };

// The text to show and the parts that it has, with the last right answer, which stays while a text has errors.
function shown(last, answer) {
  if (answer === undefined) return stale(last, "netpolc gives no answer");
  if (answer === null) return stale(NOTHING, "netpolc does not know this file");
  if (answer.reason !== undefined) return stale(last, answer.reason);
  const { yaml, parts } = answer;
  return { last: { yaml, parts }, text: yaml, parts };
}

// What was shown before. Its lines may have moved in the source, so it has no parts.
function stale(last, reason) {
  const notes = [reason.split(/\s*\n\s*/).join("; ")];
  if (last.yaml !== "") notes.unshift("This is of the text as it was before:");
  return { last, text: `${notes.map((note) => `# ${note}\n`).join("")}${last.yaml}`, parts: [] };
}

// The stretches of YAML, from a line to before another, that come from the statement on a line of the source.
function stretches(parts, line) {
  const here = parts.filter(({ source }) => source.start.line <= line && line <= source.end.line);
  return here.map(({ yaml }) => [yaml.start, yaml.end]).filter(([start, end]) => start < end);
}

module.exports = { NOTHING, shown, stretches };
