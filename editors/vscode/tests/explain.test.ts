import assert from "node:assert/strict";
import { test } from "node:test";
import { codesAt, readRules, type Shown } from "../src/explain";

function shown(code: Shown["code"], line: number, from: number, to: number, source = "bnlint"): Shown {
  return { source, code, range: { start: { line, character: from }, end: { line, character: to } } };
}

const FOUND = [
  shown({ value: "BNL101" }, 3, 4, 9),
  shown("BNL303", 3, 20, 30),
  shown("BNL303", 3, 40, 50),
  shown("BNL001", 5, 0, 9),
  shown("E501", 7, 0, 9, "flake8"),
  shown("BNL102", 9, 0, 9, "flake8"),
];

test("the rule at the cursor, else those of the line", () => {
  assert.deepEqual(codesAt(FOUND, { line: 3, character: 4 }), ["BNL101"]);
  assert.deepEqual(codesAt(FOUND, { line: 3, character: 9 }), ["BNL101"]);
  assert.deepEqual(codesAt(FOUND, { line: 3, character: 25 }), ["BNL303"]);
  assert.deepEqual(codesAt(FOUND, { line: 3, character: 0 }), ["BNL101", "BNL303"]);
});

test("errors and findings of others are no rules", () => {
  for (const line of [5, 7, 9, 11]) {
    assert.deepEqual(codesAt(FOUND, { line, character: 2 }), []);
  }
});

test("the list of rules", () => {
  const one = { code: "BNL101", name: "a-name", summary: "a summary" };
  assert.deepEqual(readRules(JSON.stringify([{ ...one, more: 1 }])), [one]);
  assert.throws(() => readRules("{}"), /no list/);
  assert.throws(() => readRules("oops"));
});
