import assert from "node:assert/strict";
import { test } from "node:test";
import { change, chosen, greeting, type Inspected, KEYS, serverKey } from "../src/settings";
import { properties } from "./manifest";

/** Settings that are set in some places; the last one counts, as in VS Code. */
function configuration(set: Record<string, Inspected>) {
  return {
    inspect: (key: string) => set[key] ?? {},
    get: (key: string) => set[key]?.workspaceFolderValue ?? set[key]?.workspaceValue ?? set[key]?.globalValue ?? null,
  };
}

test("what is not set is not sent: the project decides", () => {
  assert.deepEqual(chosen(configuration({}), true), {});
  assert.deepEqual(chosen(configuration({ keras: { globalValue: null } }), true), {});
});

test("keys are written as in pyproject.toml", () => {
  const set = { followImports: { globalValue: false }, perFileIgnores: { workspaceValue: { "x.py": ["BNL1"] } } };
  assert.deepEqual(chosen(configuration(set), true), {
    "follow-imports": false,
    "per-file-ignores": { "x.py": ["BNL1"] },
  });
  assert.equal(serverKey("timeLimit"), "time-limit");
});

test("settings of a folder that is not trusted do not count", () => {
  const set = configuration({
    keras: { globalValue: "2", workspaceValue: "3" },
    ignore: { workspaceValue: ["BNL"] },
    select: { workspaceFolderValue: ["BNL9"] },
  });
  assert.deepEqual(chosen(set, false), { keras: "2" });
  assert.deepEqual(chosen(set, true), { keras: "3", ignore: ["BNL"], select: ["BNL9"] });
});

test("how they are sent", () => {
  assert.deepEqual(greeting({ keras: "2" }, true), { settings: { keras: "2" }, isolated: false });
  assert.deepEqual(greeting({}, false), { settings: {}, isolated: true });
  assert.deepEqual(change({ keras: "2" }), { settings: { bnlint: { keras: "2" } } });
});

test("package.json declares them, without defaults of its own", () => {
  const own = ["interpreter", "path", "trace.server"];
  assert.deepEqual(Object.keys(properties).sort(), [...KEYS, ...own].map((key) => `bnlint.${key}`).sort());
  for (const key of KEYS) {
    assert.equal(properties[`bnlint.${key}`]?.default, null, key);
  }
});
