// The language server, one for all folders of the workspace.

const os = require("node:os");
const vscode = require("vscode");
const { LanguageClient, RevealOutputChannelOn } = require("vscode-languageclient/node");
const { fault, program } = require("./program");

const INSTALL = "with `cargo install --path .` in its repository";

const FAULTS = {
  missing: (command) =>
    `\`${command}\` is not found: install netpolc ${INSTALL}, or name its place in the setting netpolc.path`,
  other: (command) =>
    `\`${command}\` has no language server: install a newer netpolc ${INSTALL}, or name another in the setting netpolc.path`,
};

const OPEN_SETTING = "Open Setting";

class Server {
  // Programs are looked for in the folder where they start before they are on the path, in Windows; so it is one
  // that nobody else writes to.
  constructor(output, folder) {
    this.output = output;
    this.folder = folder;
    this.work = Promise.resolve();
    this.answers = new vscode.EventEmitter();
    // Fires when the server may give other answers than before.
    this.onAnswers = this.answers.event;
  }

  restart() {
    return this.then(() => this.replace());
  }

  stop() {
    return this.then(() => this.end());
  }

  // Restarts it if it should be another program than it is.
  follow() {
    if (wanted() !== this.command) this.restart();
  }

  // The answer to a request, if there is one.
  async request(method, params) {
    if (!this.client?.isRunning()) return undefined;
    try {
      return await this.client.sendRequest(method, params);
    } catch (error) {
      this.log(error);
      return undefined;
    }
  }

  // One step after another, whatever becomes of each.
  then(step) {
    this.work = this.work.then(step).catch((error) => this.log(error));
    return this.work;
  }

  log(error) {
    this.output.appendLine(String(error?.message ?? error));
  }

  async replace() {
    await this.end();
    this.command = wanted();
    const wrong = await fault(this.command, this.folder);
    if (wrong) {
      this.complain(FAULTS[wrong](this.command));
    } else {
      this.client = this.connect(this.command);
      await this.client.start();
    }
    this.answers.fire();
  }

  async end() {
    const client = this.client;
    this.client = undefined;
    // One that has failed cannot be stopped, and says so.
    await client?.dispose().catch((error) => this.log(error));
  }

  connect(command) {
    const run = { command, args: ["lsp"], options: { cwd: this.folder } };
    return new LanguageClient("netpolc", "netpolc", run, {
      documentSelector: ["file", "untitled"].map((scheme) => ({ language: "netpol", scheme })),
      // As the problem matcher's owner is called: what the server says takes the place of what a task has said.
      diagnosticCollectionName: "netpolc",
      outputChannel: this.output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      middleware: {
        handleDiagnostics: (uri, diagnostics, next) => {
          next(uri, diagnostics);
          this.answers.fire();
        },
        workspace: {
          didChangeWatchedFile: async (event, next) => {
            await next(event);
            this.answers.fire();
          },
        },
      },
    });
  }

  async complain(message) {
    this.output.appendLine(message);
    const chosen = await vscode.window.showWarningMessage(message, OPEN_SETTING);
    if (chosen === OPEN_SETTING) {
      // Where the program runs elsewhere than the window, so are its settings.
      const place = vscode.env.remoteName ? "openRemoteSettings" : "openSettings";
      await vscode.commands.executeCommand(`workbench.action.${place}`, { query: "netpolc.path" });
    }
  }
}

// The program that the settings ask for. In a workspace that is not trusted Code leaves its own settings out.
function wanted() {
  return program(vscode.workspace.getConfiguration("netpolc").get("path"), {
    home: os.homedir(),
    folder: vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file")?.uri.fsPath,
    trusted: vscode.workspace.isTrusted,
  });
}

module.exports = { Server };
