/** bnlint in VS Code: the language server, and commands around it. */

import * as vscode from "vscode";
import { Programs } from "./programs";
import { onSelection } from "./python";
import { Rules } from "./rules";
import { Server } from "./server";
import { Tracing } from "./tracing";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("bnlint", { log: true });
  const programs = new Programs(context.extensionUri.fsPath, log);
  const running = new Server(programs, log);
  server = running;
  const rules = new Rules(programs);
  const tracing = new Tracing(programs, vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, "reports"));

  const command = (name: string, act: () => unknown) =>
    vscode.commands.registerCommand(`bnlint.${name}`, () => reporting(log, act));
  context.subscriptions.push(
    log,
    rules.register(),
    command("explainRule", () => rules.explain()),
    command("traceFile", () => tracing.run()),
    command("showTraceReport", () => tracing.show()),
    command("restartServer", () => running.restart(true)),
    command("showOutput", () => log.show()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => running.restart()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("bnlint.path") || event.affectsConfiguration("bnlint.interpreter")) {
        void running.restart();
      } else if (event.affectsConfiguration("bnlint")) {
        void running.configure();
      }
    }),
  );
  await running.restart();
  if (vscode.workspace.isTrusted) {
    await follow(context, running);
  } else {
    context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(() => follow(context, running)));
  }
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

/** Follow the selection of an interpreter. */
async function follow(context: vscode.ExtensionContext, running: Server): Promise<void> {
  const following = await onSelection(() => void running.restart());
  if (following) {
    context.subscriptions.push(following);
  }
}

async function reporting(log: vscode.LogOutputChannel, act: () => unknown): Promise<void> {
  try {
    await act();
  } catch (error) {
    const problem = error instanceof Error ? error : new Error(String(error));
    log.error(problem);
    void vscode.window.showErrorMessage(`bnlint: ${problem.message}`);
  }
}
