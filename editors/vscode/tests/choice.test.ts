import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, type Machine, type Wishes } from "../src/choice";

function machine(files: string[], more: Partial<Machine> = {}): Machine {
  return {
    platform: "linux",
    env: { PATH: "/usr/bin:/usr/local/bin" },
    home: "/home/me",
    isFile: (file) => files.includes(file),
    real: (folder) => folder,
    ...more,
  };
}

const NOTHING: Wishes = { path: "", interpreter: "", selected: undefined, trusted: true, folders: ["/code/app"] };
const UNTRUSTED: Wishes = { ...NOTHING, trusted: false };

function python(file: string) {
  return { kind: "python", file };
}

test("an executable goes before an interpreter, which goes before the selected one", () => {
  const all = machine(["/opt/bnlint", "/opt/python", "/venv/bin/python", "/usr/bin/python3"]);
  const wishes = { ...NOTHING, path: "/opt/bnlint", interpreter: "/opt/python", selected: "/venv/bin/python" };
  assert.deepEqual(choose(wishes, all), { kind: "executable", file: "/opt/bnlint" });
  assert.deepEqual(choose({ ...wishes, path: "" }, all), python("/opt/python"));
  assert.deepEqual(choose({ ...wishes, path: "", interpreter: "" }, all), python("/venv/bin/python"));
  assert.deepEqual(choose(NOTHING, all), python("/usr/bin/python3"));
});

test("python3 goes before python, and without both there is nothing", () => {
  assert.deepEqual(choose(NOTHING, machine(["/usr/bin/python", "/usr/local/bin/python3"])), {
    ...python("/usr/local/bin/python3"),
  });
  assert.deepEqual(choose(NOTHING, machine(["/usr/bin/python"])), python("/usr/bin/python"));
  const none = choose(NOTHING, machine([]));
  assert.ok(none.kind === "none" && none.why.includes("bnlint.interpreter"));
});

test("names that settings may hold", () => {
  const all = machine(["/usr/bin/python3.12", "/home/me/env/bin/python", "/code/app/.venv/bin/python"]);
  const of = (interpreter: string) => choose({ ...NOTHING, interpreter }, all);
  assert.deepEqual(of("python3.12"), python("/usr/bin/python3.12"));
  assert.deepEqual(of("~/env/bin/python"), python("/home/me/env/bin/python"));
  assert.deepEqual(of("${userHome}/env/bin/python"), python("/home/me/env/bin/python"));
  assert.deepEqual(of(".venv/bin/python"), python("/code/app/.venv/bin/python"));
  assert.deepEqual(of("${workspaceFolder}/.venv/bin/python"), python("/code/app/.venv/bin/python"));
});

test("what was asked for and is not there is not replaced", () => {
  const all = machine(["/usr/bin/python3"]);
  for (const wishes of [{ path: "/opt/bnlint" }, { interpreter: "python9" }, { path: "rel/bnlint", folders: [] }]) {
    const found = choose({ ...NOTHING, ...wishes }, all);
    assert.ok(found.kind === "none" && /^bnlint\.(path|interpreter): there is no file /.test(found.why));
  }
});

test("nothing of a folder that is not trusted is started", () => {
  const all = machine(
    ["/code/app/.venv/bin/python", "/code/app/bin/python3", "/usr/bin/python3", "/code/app2/python3"],
    {
      env: { PATH: "/code/app/bin:/usr/bin" },
    },
  );
  const venv = "/code/app/.venv/bin/python";
  assert.deepEqual(choose({ ...NOTHING, selected: venv }, all), python(venv));
  assert.deepEqual(choose({ ...UNTRUSTED, selected: venv }, all), python("/usr/bin/python3"));
  for (const wishes of [
    { interpreter: venv },
    { path: "${workspaceFolder}/.venv/bin/python" },
    { path: ".venv/bin/python" },
  ]) {
    const found = choose({ ...UNTRUSTED, ...wishes }, all);
    assert.ok(found.kind === "none" && found.why.includes("not trusted"));
  }
  const beside = choose({ ...UNTRUSTED, interpreter: "/code/app2/python3" }, all);
  assert.deepEqual(beside, python("/code/app2/python3"));
});

test("a folder that is not trusted may have two names", () => {
  const real = (name: string) => name.replace(/^\/home\/me\/link/, "/code/app");
  const all = machine(["/home/me/link/bin/python3", "/code/app/bin/python3", "/usr/bin/python3"], { real });
  for (const [folder, interpreter] of [
    ["/code/app", "/home/me/link/bin/python3"],
    ["/home/me/link", "/code/app/bin/python3"],
  ] as const) {
    assert.equal(choose({ ...UNTRUSTED, folders: [folder], interpreter }, all).kind, "none");
  }
  assert.equal(choose({ ...UNTRUSTED, folders: ["/home/me/link"] }, all).kind, "python");
});

test("the working directory is not searched, even where the PATH names it", () => {
  const all = machine(["python3", "./python3", "bin/python3", "/usr/bin/python3"], {
    env: { PATH: ":.:bin:/usr/bin" },
  });
  assert.deepEqual(choose(NOTHING, all), python("/usr/bin/python3"));
});

test("Windows", () => {
  const windows: Partial<Machine> = {
    platform: "win32",
    env: { Path: "C:\\shims;C:\\Python312", PATHEXT: ".COM;.EXE;.BAT;.CMD" },
    home: "C:\\Users\\me",
  };
  const files = ["C:\\shims\\python.bat", "C:\\Python312\\python.exe", "C:\\Code\\App\\python.exe"];
  const all = machine(files, windows);
  assert.deepEqual(choose(NOTHING, all), python("C:\\Python312\\python.exe"));
  const inside = { ...UNTRUSTED, folders: ["c:\\code\\app"], interpreter: "C:\\Code\\App\\python.exe" };
  assert.equal(choose(inside, all).kind, "none");
  assert.equal(choose({ ...inside, trusted: true }, all).kind, "python");
  assert.equal(choose({ ...inside, folders: ["D:\\code"] }, all).kind, "python");
});
