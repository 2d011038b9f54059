// A read-only view of the YAML that a program becomes. It follows the text, and the cursor in it.

const vscode = require("vscode");
const { NOTHING, shown, stretches } = require("./generated");

const SCHEME = "netpolc-yaml";

// After the last key that was pressed, in milliseconds.
const PAUSE = 150;

class YamlView {
  constructor(server) {
    this.server = server;
    // By the address of the view.
    this.views = new Map();
    this.changes = new vscode.EventEmitter();
    this.onDidChange = this.changes.event;
    this.mark = vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      backgroundColor: new vscode.ThemeColor("editor.selectionHighlightBackground"),
      overviewRulerColor: new vscode.ThemeColor("editorOverviewRuler.selectionHighlightForeground"),
    });
    this.parts = [
      this.mark,
      this.changes,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      server.onAnswers(() => this.refreshSoon()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.changed(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.views.delete(uri.toString())),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.follow(textEditor)),
      vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach((editor) => this.follow(editor))),
    ];
  }

  dispose() {
    clearTimeout(this.timer);
    for (const part of this.parts) part.dispose();
  }

  async show({ document }) {
    if (document.languageId !== "netpol") {
      vscode.window.showInformationMessage("only a .netpol file becomes YAML");
      return;
    }
    const view = await vscode.workspace.openTextDocument(viewOf(document.uri));
    await vscode.window.showTextDocument(view, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: false,
    });
  }

  async provideTextDocumentContent(uri) {
    const key = uri.toString();
    if (!this.views.has(key)) {
      this.views.set(key, { last: NOTHING, text: "", parts: [] });
      this.views.set(key, await this.ask(uri, this.views.get(key)));
    }
    return this.views.get(key).text;
  }

  async ask(uri, { last }) {
    const answer = await this.server.request("netpolc/generatedYaml", { textDocument: { uri: uri.query } });
    return shown(last, answer);
  }

  changed(document) {
    if (document.uri.scheme === SCHEME) this.followAll();
    else if (document.languageId === "netpol") this.refreshSoon();
  }

  refreshSoon() {
    clearTimeout(this.timer);
    if (this.views.size > 0) this.timer = setTimeout(() => this.refresh(), PAUSE);
  }

  async refresh() {
    for (const [key, before] of [...this.views]) {
      const uri = vscode.Uri.parse(key);
      const now = await this.ask(uri, before);
      // It may have been closed, or a later answer may have come first.
      if (this.views.get(key) !== before) continue;
      this.views.set(key, now);
      if (now.text !== before.text) this.changes.fire(uri);
    }
    this.followAll();
  }

  followAll() {
    vscode.window.visibleTextEditors.forEach((editor) => this.follow(editor));
  }

  // Marks what the statement at the cursor became, and goes there unless the beginning of some of it can be seen.
  follow(editor) {
    if (editor.document.languageId !== "netpol") return;
    const uri = viewOf(editor.document.uri);
    const view = this.views.get(uri.toString());
    if (!view) return;
    const lines = stretches(view.parts, editor.selection.active.line);
    const ranges = lines.map(([start, end]) => new vscode.Range(start, 0, end - 1, 0));
    for (const beside of vscode.window.visibleTextEditors) {
      if (beside.document.uri.toString() !== uri.toString()) continue;
      beside.setDecorations(this.mark, ranges);
      const seen = beside.visibleRanges.some((part) => ranges.some((range) => part.contains(range.start)));
      if (ranges.length > 0 && !seen) {
        beside.revealRange(ranges[0], vscode.TextEditorRevealType.InCenterIfOutsideViewport);
      }
    }
  }
}

// The address of the view of a program. The end of its path makes it YAML.
function viewOf(source) {
  return vscode.Uri.from({ scheme: SCHEME, path: `${source.path}.yaml`, query: source.toString() });
}

module.exports = { YamlView };
