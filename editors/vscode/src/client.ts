/** What the language client is told; pure, so that the tests start the server in the same way. */

import type { CommandLine } from "./launch";
import { greeting, type Settings } from "./settings";

export interface Executable {
  readonly command: string;
  readonly args: string[];
  readonly options: { readonly cwd: string };
}

/**
 * Return how the server is started.
 *
 * @param folder a folder of the extension's own: the server imports nothing from an opened one.
 */
export function executable(line: CommandLine, folder: string): Executable {
  return { command: line.file, args: [...line.args], options: { cwd: folder } };
}

/** Cells of notebooks are documents of their own. */
export const DOCUMENTS = ["file", "untitled", "vscode-notebook-cell"].map((scheme) => ({ language: "python", scheme }));

export function options(settings: Settings, trusted: boolean) {
  return { documentSelector: DOCUMENTS, initializationOptions: greeting(settings, trusted) };
}
