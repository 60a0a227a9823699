/** "bnlint: Trace this file" and "bnlint: Show trace report". */

import * as path from "node:path";
import * as vscode from "vscode";
import { trace } from "./launch";
import type { Programs } from "./programs";
import { guarded, reportName } from "./report";

export class Tracing {
  private last: vscode.Uri | undefined;

  /** @param storage where the reports are kept. */
  constructor(
    private readonly programs: Programs,
    private readonly storage: vscode.Uri,
  ) {}

  async run(): Promise<void> {
    const file = activeFile();
    if (file === undefined) {
      void vscode.window.showInformationMessage("bnlint traces the Python file or the notebook in the active editor.");
      return;
    }
    if (!vscode.workspace.isTrusted) {
      void vscode.window.showWarningMessage("bnlint runs no program of a folder that is not trusted.");
      return;
    }
    const program = await this.programs.find(file, true);
    if (program === undefined || !(await confirmed(file)) || !(await saved(file))) {
      return;
    }
    await vscode.workspace.fs.createDirectory(this.storage);
    const report = this.report(file);
    const line = trace(program, report.fsPath, file.fsPath);
    const name = `bnlint trace ${path.basename(file.fsPath)}`;
    const folder = vscode.workspace.getWorkspaceFolder(file);
    const cwd = folder?.uri.fsPath ?? path.dirname(file.fsPath);
    // A process, not a line for a shell: names of files need no quotes.
    const process = new vscode.ProcessExecution(line.file, [...line.args], { cwd });
    const kind = { type: "process", task: name };
    const task = new vscode.Task(kind, folder ?? vscode.TaskScope.Workspace, name, "bnlint", process, []);
    task.presentationOptions = { reveal: vscode.TaskRevealKind.Always };
    const before = await written(report);
    const ended = vscode.tasks.onDidEndTaskProcess((event) => {
      if (event.execution.task.name === name) {
        ended.dispose();
        void this.offer(report, before);
      }
    });
    await vscode.tasks.executeTask(task);
  }

  async show(): Promise<void> {
    const file = activeFile();
    for (const report of [file && this.report(file), this.last]) {
      if (report !== undefined && (await written(report)) > 0) {
        await this.open(report);
        return;
      }
    }
    void vscode.window.showInformationMessage("There is no report yet: “bnlint: Trace this file” writes one.");
  }

  private report(file: vscode.Uri): vscode.Uri {
    return vscode.Uri.joinPath(this.storage, reportName(file.fsPath));
  }

  private async offer(report: vscode.Uri, before: number): Promise<void> {
    if ((await written(report)) === before) {
      return; // nothing was recorded, and the terminal says why
    }
    this.last = report;
    const show = "Show the report";
    if ((await vscode.window.showInformationMessage("bnlint trace wrote its report.", show)) === show) {
      await this.open(report);
    }
  }

  private async open(report: vscode.Uri): Promise<void> {
    const html = new TextDecoder().decode(await vscode.workspace.fs.readFile(report));
    const panel = vscode.window.createWebviewPanel("bnlint.report", "bnlint trace", vscode.ViewColumn.Beside, {
      enableScripts: false,
      localResourceRoots: [],
      enableFindWidget: true,
    });
    panel.webview.html = guarded(html);
  }
}

function activeFile(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  const uri = vscode.window.activeNotebookEditor?.notebook.uri ?? (document?.languageId === "python" && document.uri);
  return uri && uri.scheme === "file" ? uri : undefined;
}

async function confirmed(file: vscode.Uri): Promise<boolean> {
  const run = "Run it";
  const question = `Run ${path.basename(file.fsPath)} under bnlint trace?`;
  const detail = "This executes the program with all that it does: it trains, writes files, and uses the network.";
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, run)) === run;
}

/** What runs is the file on the disk. */
async function saved(file: vscode.Uri): Promise<boolean> {
  const name = file.toString();
  const open = [...vscode.workspace.textDocuments, ...vscode.workspace.notebookDocuments];
  const document = open.find((each) => each.uri.toString() === name);
  return !document?.isDirty || (await document.save());
}

/** Return when a file was written last, 0 for one that is not there. */
async function written(file: vscode.Uri): Promise<number> {
  try {
    return (await vscode.workspace.fs.stat(file)).mtime;
  } catch {
    return 0;
  }
}
