/** The interpreter that is selected in the Python extension, if that is there. */

import * as vscode from "vscode";

interface Api {
  readonly environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(
      environment: unknown,
    ): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

async function api(): Promise<Api | undefined> {
  const extension = vscode.extensions.getExtension<Api>("ms-python.python");
  try {
    const found = await extension?.activate();
    return found?.environments ? found : undefined;
  } catch {
    return undefined; // it says itself what is wrong with it
  }
}

export async function selected(resource: vscode.Uri | undefined): Promise<string | undefined> {
  const environments = (await api())?.environments;
  const environment = environments?.getActiveEnvironmentPath(resource);
  const resolved = environment && (await environments?.resolveEnvironment(environment));
  return resolved?.executable.uri?.fsPath;
}

export async function onSelection(act: () => void): Promise<vscode.Disposable | undefined> {
  return (await api())?.environments.onDidChangeActiveEnvironmentPath(act);
}
