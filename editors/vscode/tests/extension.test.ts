/** The commands, in a VS Code of paper. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { commands } from "./manifest";
import { Desk, install } from "./stub";

const PYTHON = process.env["BNLINT_PYTHON"] ?? "python3";
const desk = new Desk();
const storage = mkdtempSync(join(tmpdir(), "bnlint-vscode-"));
const program = join(storage, "train.py");
const QUESTION = "Run train.py under bnlint trace?";

before(async () => {
  install(desk);
  desk.settings = { "bnlint.path": join(storage, "nowhere") };
  const { activate } = await import("../src/extension");
  const uri = desk.file(storage);
  await activate({ subscriptions: [], extensionUri: desk.file(process.cwd()), storageUri: uri } as never);
});

after(() => rmSync(storage, { recursive: true, force: true }));

beforeEach(() => {
  desk.trusted = true;
  desk.answers = {};
  desk.asked.length = 0;
  desk.tasks.length = 0;
  desk.settings = { "bnlint.interpreter": /[\\/]/.test(PYTHON) ? resolve(PYTHON) : PYTHON };
  desk.diagnostics = [];
  const document = { languageId: "python", uri: desk.file(program) };
  desk.editor = { document, selection: { active: { line: 3, character: 0 } } };
});

async function until(happened: () => boolean): Promise<void> {
  const late = Date.now() + 60_000;
  while (!happened()) {
    assert.ok(Date.now() < late, "it did not happen");
    await new Promise((done) => setTimeout(done, 10));
  }
}

test("every command that package.json has is there", () => {
  assert.deepEqual([...desk.commands.keys()].sort(), commands.map((each) => each.command).sort());
});

test("what is missing is said when the user asks", async () => {
  desk.settings = { "bnlint.path": join(storage, "nowhere") };
  for (const _ of [1, 2]) {
    await desk.run("bnlint.restartServer");
  }
  assert.equal(desk.asked.filter((each) => each.startsWith("bnlint.path: there is no file ")).length, 2);
});

test("nothing runs without trust, nor without a yes", async () => {
  desk.answers = { [QUESTION]: "Run it" };
  desk.trusted = false;
  await desk.run("bnlint.traceFile");
  assert.deepEqual([desk.tasks.length, desk.asked.includes(QUESTION)], [0, false]);
  desk.trusted = true;
  desk.answers = {};
  await desk.run("bnlint.traceFile");
  assert.deepEqual([desk.tasks.length, desk.asked.includes(QUESTION)], [0, true]);
});

test("a trace runs the file in a terminal and offers its report", async () => {
  await desk.run("bnlint.showTraceReport");
  assert.match(desk.asked[0] ?? "", /^There is no report yet/);
  desk.answers = { [QUESTION]: "Run it", "bnlint trace wrote": "Show the report" };
  await desk.run("bnlint.traceFile");
  const [task] = desk.tasks;
  assert.ok(task && desk.tasks.length === 1, desk.asked.join("; "));
  const [report = "", file] = task.execution.args.slice(-2);
  assert.deepEqual(task.execution.args.slice(0, -2), ["-m", "bnlint", "trace", "--html"]);
  assert.equal(file, program);
  assert.ok(report.startsWith(join(storage, "reports")), report);
  writeFileSync(report, "<html><head></head>the report</html>");
  desk.ended?.({ execution: { task } });
  await until(() => desk.panels.length > 0);
  await desk.run("bnlint.showTraceReport");
  assert.equal(desk.panels.length, 2);
  for (const panel of desk.panels) {
    assert.match(panel.webview.html, /Content-Security-Policy.*\n?.*the report/s);
  }
});

test("the rule at the cursor is explained", async () => {
  const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 9 } };
  desk.diagnostics = [{ source: "bnlint", code: { value: "BNL107" }, range }];
  await desk.run("bnlint.explainRule");
  const [command, uri] = desk.executed.at(-1) ?? [];
  assert.equal(command, "markdown.showPreview");
  assert.match(desk.provider?.provideTextDocumentContent(uri) ?? "", /^# BNL107 /);
  assert.deepEqual(desk.asked, []);
});

test("without a finding there is a list of rules", async () => {
  await desk.run("bnlint.explainRule");
  assert.match(desk.asked.at(-1) ?? "", /^BNL002 BNL101 BNL102 /);
  const [, uri] = desk.executed.at(-1) ?? [];
  assert.match(desk.provider?.provideTextDocumentContent(uri) ?? "", /^# BNL002 /);
});

test("the server shows what it finds in an open document", async () => {
  const text = "import tensorflow as tf\ny = tf.keras.layers.BatchNormalization()(tf.constant([1.0]))\n";
  const uri = desk.file(program);
  const document = { languageId: "python", uri, version: 1, isDirty: false, isClosed: false, getText: () => text };
  desk.documents = [document];
  let shown: { code: { value: string; target: { path: string } } }[] = [];
  desk.shown = (where, found) => {
    if (where.toString() === uri.toString()) {
      shown = found as typeof shown;
    }
  };
  await desk.run("bnlint.restartServer");
  await until(() => shown.length > 0);
  assert.equal(shown[0]?.code.value, "BNL101");
  assert.match(shown[0]?.code.target.path ?? "", /rules\/BNL101\.html$/);
  desk.set("bnlint.ignore", ["BNL1"]);
  await until(() => shown.length === 0);
  desk.set("bnlint.ignore", null);
  await until(() => shown.length > 0);
  shown = [];
  desk.set("bnlint.interpreter", desk.settings["bnlint.interpreter"]); // which starts the server anew
  await until(() => shown.length > 0);
  const { deactivate } = await import("../src/extension");
  await deactivate();
  assert.deepEqual([desk.asked, desk.errors], [[], []]);
});

test("a server that ends at once is said", async () => {
  desk.settings = { "bnlint.path": process.execPath }; // it has no program `lsp`
  await desk.run("bnlint.restartServer");
  assert.match(desk.asked.at(-1) ?? "", /does not start/);
});
