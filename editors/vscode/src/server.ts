/** The language server's life. */

import * as vscode from "vscode";
import { LanguageClient } from "vscode-languageclient/node";
import { executable, options } from "./client";
import { server } from "./launch";
import type { Programs } from "./programs";
import { change, chosen, type Settings } from "./settings";

const PATIENCE = 60_000;

export class Server {
  private client: LanguageClient | undefined;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly programs: Programs,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /**
   * Start the server anew, after what was asked for before.
   *
   * @param asked whether the user waits for it.
   */
  restart(asked = false): Promise<void> {
    return this.next(async () => {
      await this.end();
      await this.start(asked);
    });
  }

  stop(): Promise<void> {
    return this.next(() => this.end());
  }

  /** Send the settings as they are now. */
  async configure(): Promise<void> {
    await this.last;
    await this.client?.sendNotification("workspace/didChangeConfiguration", change(settings()));
  }

  private next(act: () => Promise<void>): Promise<void> {
    this.last = this.last.then(act).catch((error: unknown) => {
      this.log.error(error instanceof Error ? error : String(error));
    });
    return this.last;
  }

  private async start(asked: boolean): Promise<void> {
    const program = await this.programs.find(vscode.workspace.workspaceFolders?.[0]?.uri, asked);
    if (program === undefined) {
      return;
    }
    const line = server(program);
    this.log.info([line.file, ...line.args].join(" "));
    const told = { ...options(settings(), vscode.workspace.isTrusted), outputChannel: this.log };
    const client = new LanguageClient("bnlint", "bnlint", executable(line, this.programs.folder), told);
    this.client = client;
    try {
      await within(PATIENCE, client.start());
    } catch (error) {
      this.client = undefined;
      client.dispose().catch(() => undefined); // it may never have been there
      this.log.error(error instanceof Error ? error : String(error));
      void vscode.window.showErrorMessage(`bnlint's language server does not start: see the output of bnlint.`);
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.dispose();
  }
}

/** Wait for a promise, and throw where it takes too long: what waits behind it must have its turn. */
async function within<Value>(milliseconds: number, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${milliseconds / 1000} seconds`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function settings(): Settings {
  return chosen(vscode.workspace.getConfiguration("bnlint"), vscode.workspace.isTrusted);
}
