// Colours: on every character of tests/highlight/cases they are those of its class.

const fs = require("node:fs");
const path = require("node:path");
const { eventually, same } = require("./workbench.cjs");

const CASES = path.join(__dirname, "../../../../tests/highlight/cases");

// What the theme Dark Modern makes of the classes, each by its letter. It shows some alike, and what is escaped in
// a string, `\\` here, is apart from the string.
const COLOURS = {
  K: "rgb(197, 134, 192)",
  "#": "rgb(106, 153, 85)",
  '"v': "rgb(206, 145, 120)",
  O: "rgb(212, 212, 212)",
  "Mp*": "rgb(86, 156, 214)",
  nk: "rgb(156, 220, 254)",
  Ds: "rgb(78, 201, 176)",
  "0a": "rgb(181, 206, 168)",
  P: "rgb(79, 193, 255)",
  "\\": "rgb(215, 186, 125)",
};

// Punctuation, and text without a class.
const PLAIN = ". ";

// Brackets have colours of their own, by their depth.
const BRACKETS = "[]()";

const WIDTH_OF_TAB = 4;

const MOST_SHOWN = 20;

function readCase(name) {
  const lines = [];
  for (const line of fs.readFileSync(path.join(CASES, name), "utf8").split("\n")) {
    if (line.startsWith(">")) lines.push({ text: line.replace(/^> ?/, ""), marks: "" });
    if (line.startsWith(":")) lines.at(-1).marks = line.replace(/^: ?/, "");
  }
  return lines;
}

// The marks of a line, with those of escapes in its strings.
function withEscapes({ text, marks }) {
  const out = [...marks];
  for (const { 0: escape, index } of text.matchAll(/\\["\\]/g)) {
    if (marks[index] === '"') out.splice(index, escape.length, "\\", "\\");
  }
  return out;
}

// What is shown of a line: tabs as blanks, each character with its mark.
function shown(line) {
  const marks = withEscapes(line);
  const out = [];
  [...line.text].forEach((character, at) => {
    const mark = marks[at] ?? " ";
    const width = character === "\t" ? WIDTH_OF_TAB - (out.length % WIDTH_OF_TAB) : 1;
    for (let n = 0; n < width; n += 1) out.push([character === "\t" ? " " : character, mark]);
  });
  return out;
}

// Where the page's colours are not those of the classes. What was seen of each class is counted.
function differences(lines, page, colours, seen) {
  const wrong = [];
  lines.forEach((line, row) => {
    const characters = shown(line);
    same(page[row].map(([one]) => one).join(""), characters.map(([one]) => one).join(""), "a line");
    characters.forEach(([character, mark], column) => {
      const color = page[row][column][1];
      if (character.trim() === "" || (PLAIN.includes(mark) && BRACKETS.includes(character))) return;
      seen.add(mark);
      if (color !== colours.get(mark)) {
        wrong.push(`${row + 1}:${column + 1} \`${character}\` of class \`${mark}\` is ${color}: ${line.text}`);
      }
    });
  });
  return wrong;
}

// The colour of each class; that of plain text is what a file of another language has.
async function legend(workbench) {
  await workbench.write("plain.txt", "allow");
  await workbench.reads("allow");
  const [[[, plain]]] = await workbench.characters();
  const groups = [...Object.entries(COLOURS), [PLAIN, plain]];
  same(new Set(groups.map(([, color]) => color)).size, groups.length, "the number of different colours");
  return new Map(groups.flatMap(([letters, color]) => [...letters].map((letter) => [letter, color])));
}

async function colour(workbench) {
  const colours = await legend(workbench);
  const seen = new Set();
  for (const file of fs.readdirSync(CASES).filter((name) => name.endsWith(".txt"))) {
    const lines = readCase(file);
    await workbench.write(file.replace(".txt", ".netpol"), lines.map(({ text }) => text).join("\n"));
    // The colours come a moment after the text.
    await eventually(async () => {
      const page = await workbench.characters();
      same(page.length, lines.length, `the number of lines of ${file}`);
      same(differences(lines, page, colours, seen).slice(0, MOST_SHOWN), [], file);
    }, 20_000);
  }
  same([...seen].sort(), [...colours.keys()].sort(), "the classes that were seen");
}

// Words that are keywords in one place and names in another.
const TRAPS = [
  ["namespace default", "KKKKKKKKK sssssss"],
  ["workload allow, deny", "KKKKKKKK DDDDD. DDDD"],
  ["allow allow -> default/deny:80", "KKKKK nnnnn OO sssssss.nnnn.00"],
  ["default deny ingress", "KKKKKKK KKKK MMMMMMM"],
  ["allow ingress-nginx -> any-port:http", "KKKKK nnnnnnnnnnnnn OO nnnnnnnn.PPPP"],
];

async function traps(workbench) {
  const colours = await legend(workbench);
  const lines = TRAPS.map(([text, marks]) => ({ text, marks }));
  await workbench.write("traps.netpol", lines.map(({ text }) => text).join("\n"));
  await eventually(async () => {
    same(differences(lines, await workbench.characters(), colours, new Set()), [], "what differs");
  }, 20_000);
}

async function language(workbench) {
  await workbench.write("language.netpol", "default deny\n");
  const mode = workbench.page.locator("[id='status.editor.mode']");
  await eventually(async () => same((await mode.innerText()).trim(), "netpol", "the language in the status bar"));
}

module.exports = {
  checks: {
    "a .netpol file is of the language netpol": language,
    "every character of tests/highlight/cases has the colour of its class": colour,
    "words that are keywords elsewhere have the colours of names": traps,
  },
};
