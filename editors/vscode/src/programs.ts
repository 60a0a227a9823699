/** Finds the bnlint that is started, and says what is missing. */

import { realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import * as vscode from "vscode";
import { choose, type Machine, type Wishes } from "./choice";
import { ask, complaint, installation, type Program } from "./launch";
import * as python from "./python";
import { output } from "./run";

const MACHINE: Machine = {
  platform: process.platform,
  env: process.env,
  home: homedir(),
  isFile: (file) => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false,
  real: (folder) => {
    try {
      return realpathSync.native(folder);
    } catch {
      return folder;
    }
  },
};

export class Programs {
  private readonly told = new Set<string>();

  constructor(
    readonly folder: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /**
   * Return what to start, undefined where there is nothing; the user is told why.
   *
   * @param asked whether the user waits for it; what was said before is said again then.
   */
  async find(resource: vscode.Uri | undefined, asked: boolean): Promise<Program | undefined> {
    const choice = choose(await wishes(resource), MACHINE);
    if (choice.kind === "none") {
      this.tell(choice.why, asked);
      return undefined;
    }
    if (choice.kind === "executable") {
      return { kind: "executable", file: choice.file };
    }
    const found = await ask(choice.file, (line) => output(line, this.folder));
    if ("program" in found) {
      return found.program;
    }
    this.tell(complaint(found), asked, "missing" in found ? installation(choice.file, process.platform) : undefined);
    return undefined;
  }

  private tell(problem: string, asked: boolean, remedy?: string): void {
    this.log.warn(remedy ? `${problem} ${remedy}` : problem);
    if (!asked && this.told.has(problem)) {
      return;
    }
    this.told.add(problem);
    void this.offer(remedy ? `${problem} Install it: ${remedy}` : problem, remedy);
  }

  private async offer(message: string, remedy: string | undefined): Promise<void> {
    const copy = "Copy the command";
    const settings = "Open the settings";
    const answer = await vscode.window.showWarningMessage(message, ...(remedy ? [copy] : []), settings);
    if (answer === copy && remedy) {
      await vscode.env.clipboard.writeText(remedy);
    } else if (answer === settings) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "bnlint.");
    }
  }
}

async function wishes(resource: vscode.Uri | undefined): Promise<Wishes> {
  const configuration = vscode.workspace.getConfiguration("bnlint", resource);
  const trusted = vscode.workspace.isTrusted;
  return {
    path: text(configuration, "path", trusted),
    interpreter: text(configuration, "interpreter", trusted),
    selected: trusted ? await python.selected(resource) : undefined,
    trusted,
    folders: vscode.workspace.workspaceFolders?.map((folder) => folder.uri.fsPath) ?? [],
  };
}

/** VS Code leaves out what an untrusted folder sets (`restrictedConfigurations`); so does this. */
function text(configuration: vscode.WorkspaceConfiguration, key: string, trusted: boolean): string {
  const value = trusted ? configuration.get(key) : configuration.inspect(key)?.globalValue;
  return typeof value === "string" ? value.trim() : "";
}
