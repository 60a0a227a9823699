import assert from "node:assert/strict";
import { test } from "node:test";
import { commands, properties, untrusted } from "./manifest";

test("in a folder that is not trusted no setting of the folder counts", () => {
  assert.equal(untrusted.supported, "limited");
  const harmless = ["bnlint.trace.server"];
  const restricted = Object.keys(properties).filter((key) => !harmless.includes(key));
  assert.deepEqual([...untrusted.restrictedConfigurations].sort(), restricted.sort());
});

test("what names a program is a setting of the machine", () => {
  for (const key of ["bnlint.interpreter", "bnlint.path"]) {
    assert.equal(properties[key]?.scope, "machine-overridable");
  }
});

test("nothing is traced without trust", () => {
  const trace = commands.find((each) => each.command === "bnlint.traceFile");
  assert.equal(trace?.enablement, "isWorkspaceTrusted");
});
