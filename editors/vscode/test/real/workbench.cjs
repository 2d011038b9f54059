// VS Code, as a page shows it and hands take it.

const fs = require("node:fs");
const path = require("node:path");

const PATIENCE = 60_000;
const PAUSE = 100;

// Asks again until nothing is thrown, since a page shows things a moment later; what is thrown last is the answer.
async function eventually(ask, patience = PATIENCE) {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}

function same(found, wanted, what) {
  const [found_, wanted_] = [found, wanted].map((value) => JSON.stringify(value, null, 1));
  if (found_ !== wanted_) throw new Error(`${what} is\n${found_}\nand not\n${wanted_}`);
}

class Workbench {
  constructor(page, work) {
    this.page = page;
    page.setDefaultTimeout(20_000);
    this.work = work;
  }

  async open(url) {
    await this.page.goto(`${url}/?folder=${this.work}`, { waitUntil: "domcontentloaded", timeout: PATIENCE });
    await this.page.waitForSelector(".monaco-workbench .part.statusbar", { timeout: PATIENCE });
  }

  // Writes a file of the folder, and opens it with the cursor at its end.
  async write(name, text) {
    fs.writeFileSync(path.join(this.work, name), text);
    await this.show(name);
    await this.press("Control+End");
  }

  async show(name) {
    const base = path.basename(name);
    const tab = this.page.locator(`.tab.active[data-resource-name="${base}"]`);
    await eventually(async () => {
      await this.press("Escape", "Control+p");
      const box = this.page.locator(".quick-input-widget input[type=text]");
      await box.fill(name, { timeout: 5_000 });
      const row = this.page.locator(".quick-input-list .monaco-list-row", { hasText: base }).first();
      await row.click({ timeout: 5_000 });
      await tab.waitFor({ timeout: 5_000 });
    });
    await this.page.locator(".editor-instance .monaco-editor.focused .view-line").first().waitFor();
  }

  async press(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text) {
    await this.page.keyboard.type(text, { delay: 20 });
  }

  // Types lines as a person does, who sees each before Enter.
  async typeLines(...lines) {
    for (const line of lines) {
      await this.type(line);
      await this.ends(line);
      await this.press("Enter");
      await this.ends("");
    }
  }

  // The last line is this, but for its indentation.
  async ends(wanted) {
    await eventually(async () => same((await this.lines()).at(-1).trim(), wanted, "the last line"), 10_000);
  }

  // Runs a command by its title.
  async command(title) {
    await eventually(async () => {
      await this.press("Escape", "F1");
      const box = this.page.locator(".quick-input-widget input[type=text]");
      await box.fill(`>${title}`, { timeout: 5_000 });
      const row = this.page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first();
      await row.click({ timeout: 5_000 });
    });
  }

  // Goes to a place in the text, both from 1.
  async goTo(line, column) {
    await this.press("Control+Home");
    for (let n = 1; n < line; n += 1) await this.press("ArrowDown");
    for (let n = 1; n < column; n += 1) await this.press("ArrowRight");
    const place = this.page.locator("[id='status.editor.selection']", { hasText: `Ln ${line}, Col ${column}` });
    await place.waitFor();
  }

  // The problems as the panel lists them: files, and below each what is wrong there.
  async problems() {
    const panel = this.page.locator(".markers-panel");
    if (!(await panel.isVisible())) await this.command("Problems: Focus on Problems View");
    return panel.locator(".monaco-list-row").evaluateAll((all) => all.map((row) => row.innerText.split(/\s*\n\s*/).join(" | ")));
  }

  // The lines that an editor shows, each as its characters with their colours; the editor is one of those side by
  // side.
  async characters(group = 0) {
    return this.page.evaluate((group) => {
      const editor = document.querySelectorAll(".editor-group-container")[group];
      const shown = [...editor.querySelectorAll(".editor-instance .lines-content .view-line")];
      shown.sort((one, other) => parseFloat(one.style.top) - parseFloat(other.style.top));
      return shown.map((line) => {
        const characters = [];
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const { color } = getComputedStyle(walker.currentNode.parentElement);
          for (const one of walker.currentNode.data) {
            characters.push([one === "\u00a0" ? " " : one, color]);
          }
        }
        return characters;
      });
    }, group);
  }

  async lines(group = 0) {
    const lines = await this.characters(group);
    return lines.map((line) => line.map(([character]) => character).join(""));
  }

  // The lines of an editor that an extension has marked as a whole.
  async marked(group) {
    return this.page.evaluate((group) => {
      const editor = document.querySelectorAll(".editor-group-container")[group];
      const marks = [...editor.querySelectorAll(".view-overlays > div")].filter((line) =>
        line.querySelector(".cdr[class*='TextEditorDecorationType']"),
      );
      const tops = new Set(marks.map((line) => line.style.top));
      const lines = [...editor.querySelectorAll(".editor-instance .lines-content .view-line")];
      lines.sort((one, other) => parseFloat(one.style.top) - parseFloat(other.style.top));
      return lines.filter((line) => tops.has(line.style.top)).map((line) => line.textContent.replaceAll("\u00a0", " "));
    }, group);
  }

  // The text is this, once the page shows it.
  async reads(...wanted) {
    await eventually(async () => same(await this.lines(), wanted, "the text"), 10_000);
  }
}

module.exports = { Workbench, eventually, same };
