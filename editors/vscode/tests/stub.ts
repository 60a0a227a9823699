/** As much of VS Code as the extension needs in a test; what is not listed is anything. */

import Module from "node:module";
import { pathToFileURL } from "node:url";

type Act = (...given: unknown[]) => unknown;

class Uri {
  private constructor(
    readonly scheme: string,
    readonly path: string,
  ) {}

  get fsPath(): string {
    return this.path;
  }

  toString(): string {
    return this.scheme === "file" ? pathToFileURL(this.path).href : `${this.scheme}:${this.path}`;
  }

  static file(path: string): Uri {
    return new Uri("file", path);
  }

  static from({ scheme, path }: { scheme: string; path: string }): Uri {
    return new Uri(scheme, path);
  }

  static parse(text: string): Uri {
    const url = new URL(text);
    return new Uri(url.protocol.slice(0, -1), decodeURIComponent(url.pathname));
  }

  static joinPath(base: Uri, ...parts: string[]): Uri {
    return new Uri(base.scheme, [base.path, ...parts].join("/"));
  }
}

class ProcessExecution {
  constructor(
    readonly process: string,
    readonly args: string[],
    readonly options: { cwd: string },
  ) {}
}

class Task {
  constructor(
    readonly definition: unknown,
    readonly scope: unknown,
    readonly name: string,
    readonly source: string,
    readonly execution: ProcessExecution,
  ) {}
}

class EventEmitter {
  private readonly acts = new Set<Act>();
  readonly event = (act: Act) => {
    this.acts.add(act);
    return { dispose: () => this.acts.delete(act) };
  };

  fire(event: unknown): void {
    for (const act of this.acts) {
      act(event);
    }
  }

  dispose(): void {}
}

class CancellationTokenSource {
  readonly token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) };

  cancel(): void {}
  dispose(): void {}
}

/** What happened, and what the user does. */
export class Desk {
  trusted = true;
  folder: string | undefined;
  settings: Record<string, unknown> = {};
  /** What the user answers to a question that begins so. */
  answers: Record<string, string> = {};
  editor: unknown;
  diagnostics: unknown[] = [];
  documents: unknown[] = [];
  readonly commands = new Map<string, Act>();
  readonly executed: unknown[][] = [];
  readonly asked: string[] = [];
  readonly tasks: Task[] = [];
  readonly errors: unknown[] = [];
  readonly panels: { webview: { html: string } }[] = [];
  provider: { provideTextDocumentContent(uri: unknown): string } | undefined;
  ended: ((event: { execution: { task: Task } }) => void) | undefined;

  readonly configured: ((event: { affectsConfiguration(key: string): boolean }) => void)[] = [];
  /** Diagnostics of the language client come here. */
  shown: (uri: Uri, diagnostics: { code: unknown }[]) => void = () => {};

  readonly file = (path: string) => Uri.file(path);

  private readonly ask = (message: string) => {
    this.asked.push(message);
    return Promise.resolve(Object.entries(this.answers).find(([begins]) => message.startsWith(begins))?.[1]);
  };

  /** The module `vscode`. */
  api(): object {
    const desk = this;
    const nothing = { dispose() {} };
    const configuration = (section: string) => ({
      get: (key: string) => desk.settings[section ? `${section}.${key}` : key],
      inspect: (key: string) => ({ globalValue: desk.settings[`${section}.${key}`] }),
    });
    return lenient({
      CancellationTokenSource,
      EventEmitter,
      Uri,
      ProcessExecution,
      Task,
      TaskRevealKind: { Always: 1 },
      TaskScope: { Workspace: 2 },
      ViewColumn: { Beside: -2 },
      version: "1.91.0",
      commands: lenient({
        registerCommand: (name: string, act: Act) => {
          desk.commands.set(name, act);
          return nothing;
        },
        executeCommand: (...given: unknown[]) => {
          desk.executed.push(given);
          return Promise.resolve();
        },
      }),
      env: lenient({ appName: "Paper", language: "en" }),
      extensions: lenient({ getExtension: () => undefined }),
      languages: lenient({
        createDiagnosticCollection: () =>
          lenient({ set: (uri: Uri, found: { code: unknown }[]) => desk.shown(uri, found), clear() {}, dispose() {} }),
        getDiagnostics: () => desk.diagnostics,
        match: () => 10,
      }),
      tasks: lenient({
        onDidEndTaskProcess: (act: typeof desk.ended) => {
          desk.ended = act;
          return nothing;
        },
        executeTask: (task: Task) => {
          desk.tasks.push(task);
          return Promise.resolve({ task });
        },
      }),
      window: lenient({
        get activeTextEditor() {
          return desk.editor;
        },
        activeNotebookEditor: undefined,
        tabGroups: lenient({ all: [] }),
        visibleTextEditors: [],
        createOutputChannel: () => lenient({ dispose() {}, error: (said: unknown) => this.errors.push(said) }),
        createWebviewPanel: () => {
          const panel = { webview: { html: "" } };
          desk.panels.push(panel);
          return panel;
        },
        showErrorMessage: this.ask,
        showInformationMessage: this.ask,
        showWarningMessage: this.ask,
        showQuickPick: (items: { label: string }[]) => {
          desk.asked.push(items.map((item) => item.label).join(" "));
          return Promise.resolve(items[0]);
        },
      }),
      workspace: lenient({
        get isTrusted() {
          return desk.trusted;
        },
        get workspaceFolders() {
          return desk.folder ? [{ uri: Uri.file(desk.folder), name: "folder", index: 0 }] : undefined;
        },
        fs: lenient({
          stat: (uri: Uri) =>
            import("node:fs/promises").then((fs) => fs.stat(uri.path)).then((s) => ({ mtime: s.mtimeMs })),
          readFile: (uri: Uri) => import("node:fs/promises").then((fs) => fs.readFile(uri.path)),
          createDirectory: (uri: Uri) =>
            import("node:fs/promises").then((fs) => fs.mkdir(uri.path, { recursive: true })),
        }),
        getConfiguration: configuration,
        getWorkspaceFolder: () => undefined,
        notebookDocuments: [],
        onDidChangeConfiguration: (act: (typeof desk.configured)[number]) => {
          desk.configured.push(act);
          return nothing;
        },
        registerTextDocumentContentProvider: (_: string, provider: typeof desk.provider) => {
          desk.provider = provider;
          return nothing;
        },
        get textDocuments() {
          return desk.documents;
        },
      }),
    });
  }

  /** Change a setting. */
  set(key: string, value: unknown): void {
    this.settings[key] = value;
    for (const act of this.configured) {
      act({ affectsConfiguration: (asked) => key === asked || key.startsWith(`${asked}.`) });
    }
  }

  run(name: string): Promise<unknown> {
    return Promise.resolve(this.commands.get(name)?.());
  }
}

/** Return an object in which every other name is anything; it is no promise. */
function lenient(known: object): object {
  return new Proxy(known, {
    get: (target, name) => {
      const missing = !(name in target) && typeof name === "string" && name !== "then";
      return missing ? anything() : Reflect.get(target, name);
    },
  });
}

/** Return what can be called, extended and looked into. */
function anything(): object {
  return new Proxy(lenient(class {}), { apply: () => anything() });
}

/** Make `import "vscode"` return a desk's; only what is imported afterwards gets it. */
export function install(desk: Desk): void {
  const loader = Module as unknown as { _load: (name: string, ...more: unknown[]) => unknown };
  const load = loader._load;
  const api = desk.api();
  loader._load = (name, ...more) => (name === "vscode" ? api : load(name, ...more));
}
