// The extension: it starts the language server, and shows the YAML that a program becomes.

const vscode = require("vscode");
const { Server } = require("./server");
const { YamlView } = require("./yaml-view");

let server;

function activate(context) {
  const output = vscode.window.createOutputChannel("netpolc");
  server = new Server(output, context.extensionPath);
  const view = new YamlView(server);
  context.subscriptions.push(
    output,
    view,
    vscode.commands.registerCommand("netpolc.restartServer", () => server.restart()),
    vscode.commands.registerCommand("netpolc.showOutput", () => output.show(true)),
    vscode.commands.registerTextEditorCommand("netpolc.showYaml", (editor) => view.show(editor)),
    vscode.workspace.onDidChangeConfiguration(() => server.follow()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => server.follow()),
  );
  server.restart();
}

function deactivate() {
  return server?.stop();
}

module.exports = { activate, deactivate };
