import assert from "node:assert/strict";
import { test } from "node:test";
import {
  answer,
  ask,
  type CommandLine,
  complaint,
  installation,
  type Program,
  rule,
  server,
  trace,
} from "../src/launch";

const PYTHON: Program = { kind: "python", file: "/usr/bin/python3", isolation: ["-I"] };
const EXECUTABLE: Program = { kind: "executable", file: "/opt/bnlint" };
const ALL = JSON.stringify({ bnlint: true, pygls: true });
const NONE = JSON.stringify({ bnlint: false, pygls: true });

/** Answers by the isolation; what is not named fails. */
function answering(answers: Record<string, string>) {
  return async (line: CommandLine) => {
    const found = answers[line.args[0] ?? ""];
    if (found === undefined) {
      throw new Error("unknown option -P");
    }
    return found;
  };
}

test("the command lines", () => {
  assert.deepEqual(server(PYTHON), { file: "/usr/bin/python3", args: ["-I", "-m", "bnlint", "lsp"] });
  assert.deepEqual(server(EXECUTABLE), { file: "/opt/bnlint", args: ["lsp"] });
  assert.deepEqual(rule(PYTHON, "BNL101").args.slice(-2), ["markdown", "BNL101"]);
  assert.deepEqual(rule(EXECUTABLE, "BNL101").args[0], "rule");
  assert.deepEqual(trace(EXECUTABLE, "r.html", "-x.py").args, ["trace", "--html", "r.html", "-x.py"]);
  assert.deepEqual(trace(PYTHON, "r.html", "x.py").args, ["-m", "bnlint", "trace", "--html", "r.html", "x.py"]);
});

test("a Python that has all is isolated", async () => {
  assert.deepEqual(await ask("py", answering({ "-I": ALL })), { program: { ...PYTHON, file: "py" } });
});

test("packages of the user's own need an isolation that keeps them", async () => {
  const found = await ask("py", answering({ "-I": NONE, "-E": ALL }));
  assert.deepEqual(found, { program: { kind: "python", file: "py", isolation: ["-E", "-P"] } });
});

test("Python 3.10 does not know that isolation, and what it lacks is said all the same", async () => {
  assert.deepEqual(await ask("py", answering({ "-I": NONE })), { missing: "bnlint", python: "py" });
  const half = await ask("py", answering({ "-I": NONE, "-E": '{"bnlint": true, "pygls": false}' }));
  assert.deepEqual(half, { missing: "pygls", python: "py" });
});

test("what is no Python", async () => {
  assert.deepEqual(await ask("py", answering({})), { silent: "unknown option -P", python: "py" });
  assert.deepEqual(await ask("py", answering({ "-I": "hello" })), { silent: "it does not answer", python: "py" });
  for (const text of ["", "null", "[]", "1", '{"bnlint": true}']) {
    assert.equal(answer(text), undefined);
  }
});

test("what the user is told", () => {
  assert.equal(complaint({ missing: "bnlint", python: "py" }), "bnlint is not installed in py.");
  assert.match(complaint({ missing: "pygls", python: "py" }), /pygls/);
  assert.match(complaint({ silent: "no", python: "py" }), /^py cannot be asked/);
});

test("the command that installs bnlint can be pasted", () => {
  assert.equal(installation("/usr/bin/python3", "linux"), '/usr/bin/python3 -m pip install "bnlint[lsp]"');
  assert.equal(installation("/a b/p's", "linux"), `'/a b/p'\\''s' -m pip install "bnlint[lsp]"`);
  assert.equal(installation("/x;rm", "darwin"), `'/x;rm' -m pip install "bnlint[lsp]"`);
  assert.equal(installation("C:\\a b\\python.exe", "win32"), '& "C:\\a b\\python.exe" -m pip install "bnlint[lsp]"');
});
