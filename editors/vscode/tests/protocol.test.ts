/** The server that the extension starts, with what it tells it; `BNLINT_PYTHON` has bnlint. */

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  type CodeAction,
  createProtocolConnection,
  type Diagnostic,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocumentEdit,
} from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { executable, options } from "../src/client";
import { readRules } from "../src/explain";
import { ask, type CommandLine, type Program, rule, rules, server } from "../src/launch";
import { output } from "../src/run";
import { change, type Settings } from "../src/settings";

const NAMED = process.env["BNLINT_PYTHON"] ?? "python3";
const PYTHON = /[\\/]/.test(NAMED) ? resolve(NAMED) : NAMED;
const HERE = process.cwd();
const PATIENCE = 60_000;
const BLOCK = `import tensorflow as tf

class Block(tf.Module):
    def __init__(self):
        self.bn = tf.keras.layers.BatchNormalization()

    def __call__(self, x, training):
        return '\u{1F600}é', self.bn(x)
`;
const REPAIRED = BLOCK.replace("self.bn(x)", "self.bn(x, training=training)");
const TRAPS = ["bnlint", "json", "pygls", "libcst", "importlib", "sitecustomize", "typing"];

let program: Program;
let folder: string;
const made: string[] = [];

function newFolder(): string {
  const name = mkdtempSync(join(tmpdir(), "bnlint-vscode-"));
  made.push(name);
  mkdirSync(join(name, ".git"));
  return name;
}

before(async () => {
  const found = await ask(PYTHON, (line) => output(line, HERE));
  assert.ok("program" in found, `BNLINT_PYTHON: ${JSON.stringify(found)}`);
  program = found.program;
  folder = newFolder();
});

after(() => {
  for (const name of made) {
    rmSync(name, { recursive: true, force: true });
  }
});

/** An editor with one server. */
class Editor {
  private readonly received: PublishDiagnosticsParams[] = [];
  private readonly waiting: (() => void)[] = [];
  readonly documents = new Map<string, TextDocument>();

  private constructor(
    private readonly connection: ProtocolConnection,
    private readonly ended: Promise<number | null>,
    private readonly folder: string,
  ) {
    connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      this.received.push(params);
      for (const wake of this.waiting.splice(0)) {
        wake();
      }
    });
    connection.listen();
  }

  static async start(opened: string, settings: Settings, trusted: boolean, startedIn = HERE): Promise<Editor> {
    const { command, args, options: more } = executable(server(program), startedIn);
    const child = spawn(command, args, { ...more, stdio: ["pipe", "pipe", "inherit"] });
    const ended = new Promise<number | null>((done) => child.once("exit", done));
    const [reader, writer] = [new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin)];
    const editor = new Editor(createProtocolConnection(reader, writer), ended, opened);
    const uri = pathToFileURL(opened).href;
    const { initializationOptions } = options(settings, trusted);
    const capabilities = { workspace: { workspaceEdit: { documentChanges: true } } };
    const workspaceFolders = [{ uri, name: "folder" }];
    await editor.connection.sendRequest("initialize", {
      ...{ processId: process.pid, rootUri: uri, workspaceFolders, capabilities, initializationOptions },
    });
    await editor.connection.sendNotification("initialized", {});
    return editor;
  }

  async open(name: string, text: string): Promise<string> {
    const uri = pathToFileURL(join(this.folder, name)).href;
    this.documents.set(uri, TextDocument.create(uri, "python", 1, text));
    const textDocument = { uri, languageId: "python", version: 1, text };
    await this.connection.sendNotification("textDocument/didOpen", { textDocument });
    return uri;
  }

  /** Make the edits of an action. */
  async apply(action: CodeAction): Promise<string> {
    const [edit] = action.edit?.documentChanges ?? [];
    assert.ok(TextDocumentEdit.is(edit));
    const document = this.document(edit.textDocument.uri);
    assert.equal(edit.textDocument.version, document.version);
    const text = TextDocument.applyEdits(document, edit.edits as Parameters<typeof TextDocument.applyEdits>[1]);
    this.documents.set(document.uri, TextDocument.create(document.uri, "python", document.version + 1, text));
    await this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri: document.uri, version: document.version + 1 },
      contentChanges: [{ text }],
    });
    return text;
  }

  async configure(settings: Settings): Promise<void> {
    await this.connection.sendNotification("workspace/didChangeConfiguration", change(settings));
  }

  /** Return the next diagnostics of a document. */
  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const late = Date.now() + PATIENCE;
    for (;;) {
      const at = this.received.findIndex((each) => each.uri === uri);
      const [found] = at < 0 ? [] : this.received.splice(at, 1);
      if (found) {
        return found.diagnostics;
      }
      assert.ok(Date.now() < late, `no diagnostics of ${uri}`);
      await Promise.race([new Promise<void>((wake) => this.waiting.push(wake)), pause(late - Date.now())]);
    }
  }

  actions(uri: string, diagnostic: Diagnostic): Promise<CodeAction[]> {
    const context = { diagnostics: [diagnostic], only: ["quickfix"] };
    return this.connection.sendRequest("textDocument/codeAction", {
      ...{ textDocument: { uri }, range: diagnostic.range, context },
    });
  }

  async end(): Promise<void> {
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    assert.equal(await this.ended, 0);
    this.connection.dispose();
  }

  private document(uri: string): TextDocument {
    const document = this.documents.get(uri);
    assert.ok(document);
    return document;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds).unref());
}

function codes(diagnostics: readonly Diagnostic[]): unknown[] {
  return diagnostics.map((each) => each.code);
}

test("a mistake is shown with its rule's page, and its fix repairs it", async () => {
  const editor = await Editor.start(folder, {}, true);
  const uri = await editor.open("block.py", BLOCK);
  const [diagnostic, ...others] = await editor.diagnostics(uri);
  assert.ok(diagnostic && others.length === 0);
  assert.deepEqual([diagnostic.code, diagnostic.source], ["BNL107", "bnlint"]);
  assert.match(diagnostic.codeDescription?.href ?? "", /^https:\/\/.*\/rules\/BNL107\.html$/);
  const document = TextDocument.create(uri, "python", 1, BLOCK);
  assert.equal(document.getText(diagnostic.range), "self.bn(x)");
  const actions = await editor.actions(uri, diagnostic);
  const fix = actions.find((each) => each.isPreferred);
  assert.ok(fix && actions.length === 2);
  assert.equal(await editor.apply(fix), REPAIRED);
  assert.deepEqual(await editor.diagnostics(uri), []);
  await editor.end();
});

test("settings count from the start and when they change", async () => {
  const editor = await Editor.start(folder, { ignore: ["BNL107"] }, true);
  const uri = await editor.open("block.py", BLOCK);
  assert.deepEqual(await editor.diagnostics(uri), []);
  await editor.configure({});
  assert.deepEqual(codes(await editor.diagnostics(uri)), ["BNL107"]);
  await editor.configure({ select: ["BNL3"] });
  assert.deepEqual(await editor.diagnostics(uri), []);
  await editor.end();
});

test("the configuration of a folder counts once the folder is trusted", async () => {
  const project = newFolder();
  writeFileSync(join(project, "pyproject.toml"), "[tool.bnlint]\nignore = ['BNL107']\n");
  for (const trusted of [false, true]) {
    const editor = await Editor.start(project, {}, trusted);
    const uri = await editor.open("block.py", BLOCK);
    assert.deepEqual(codes(await editor.diagnostics(uri)), trusted ? [] : ["BNL107"]);
    await editor.end();
  }
});

test("nothing is imported from the folder, even where the server is started in it", async () => {
  const hostile = newFolder();
  const fired = join(hostile, "fired");
  for (const name of TRAPS) {
    writeFileSync(join(hostile, `${name}.py`), `open(${JSON.stringify(fired)}, "a").write(__name__)\n`);
  }
  const found = await ask(PYTHON, (line) => output(line, hostile));
  assert.deepEqual(found, { program });
  assert.match(await output(rule(program, "BNL101"), hostile), /^# BNL101 /);
  for (const startedIn of [hostile, HERE]) {
    const editor = await Editor.start(hostile, {}, false, startedIn);
    const uri = await editor.open("block.py", BLOCK);
    assert.deepEqual(codes(await editor.diagnostics(uri)), ["BNL107"]);
    await editor.end();
  }
  assert.ok(!existsSync(fired));
});

test("the traps work", () => {
  const hostile = newFolder();
  const fired = join(hostile, "fired");
  writeFileSync(join(hostile, "json.py"), `open(${JSON.stringify(fired)}, "w")\n`);
  execFileSync(PYTHON, ["-c", "import json"], { cwd: hostile, env: { ...process.env, PYTHONSAFEPATH: "" } });
  assert.ok(existsSync(fired));
});

test("rules are listed and explained", async () => {
  const all = readRules(await output(rules(program), HERE));
  assert.ok(all.length > 30 && all.every((each) => /^BNL\d{3}$/.test(each.code) && each.summary));
  const text = await output(rule(program, "BNL102"), HERE);
  assert.match(text, /^# BNL102 /);
  assert.match(text, /## Use instead/);
  const unknown: CommandLine = rule(program, "BNL999");
  await assert.rejects(output(unknown, HERE), /unknown code/);
});

test("what a Python lacks", async () => {
  const empty = join(newFolder(), "env");
  execFileSync(PYTHON, ["-I", "-m", "venv", "--without-pip", empty]);
  const python = process.platform === "win32" ? join(empty, "Scripts", "python.exe") : join(empty, "bin", "python");
  const asked = () => ask(python, (line) => output(line, HERE));
  assert.deepEqual(await asked(), { missing: "bnlint", python });
  const site = execFileSync(python, ["-I", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]);
  mkdirSync(join(site.toString().trim(), "bnlint"));
  assert.deepEqual(await asked(), { missing: "pygls", python });
  const nowhere = join(empty, "nowhere");
  const none = await ask(nowhere, (line) => output(line, HERE));
  assert.ok("silent" in none && none.python === nowhere);
});
