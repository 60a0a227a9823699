/** "bnlint: Explain rule". */

import * as vscode from "vscode";
import { codesAt, isCode, type Rule, readRules } from "./explain";
import * as launch from "./launch";
import type { Programs } from "./programs";
import { output } from "./run";

const SCHEME = "bnlint-rule";

export class Rules implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();

  constructor(private readonly programs: Programs) {}

  register(): vscode.Disposable {
    return vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? "";
  }

  async explain(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const program = await this.programs.find(editor?.document.uri, true);
    if (program === undefined) {
      return;
    }
    const codes = editor ? codesAt(vscode.languages.getDiagnostics(editor.document.uri), editor.selection.active) : [];
    const code = codes.length === 1 ? codes[0] : await this.pick(program, codes);
    if (code === undefined || !isCode(code)) {
      return;
    }
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${code}.md` });
    this.texts.set(uri.path, await output(launch.rule(program, code), this.programs.folder));
    await vscode.commands.executeCommand("markdown.showPreview", uri);
  }

  private async pick(program: launch.Program, codes: readonly string[]): Promise<string | undefined> {
    const all = readRules(await output(launch.rules(program), this.programs.folder));
    const offered = codes.length > 0 ? all.filter((rule) => codes.includes(rule.code)) : all;
    const items = offered.map(item);
    return (await vscode.window.showQuickPick(items, { placeHolder: "Which rule?", matchOnDescription: true }))?.label;
  }
}

function item(rule: Rule): vscode.QuickPickItem {
  return { label: rule.code, description: rule.summary };
}
