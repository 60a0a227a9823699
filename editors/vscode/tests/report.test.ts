import assert from "node:assert/strict";
import { test } from "node:test";
import { guarded, reportName } from "../src/report";

test("two programs of one name have two reports", () => {
  assert.match(reportName("/a/train.py"), /^train-[0-9a-f]{12}\.html$/);
  assert.notEqual(reportName("/a/train.py"), reportName("/b/train.py"));
  assert.match(reportName("/a/my $(net)'s.ipynb"), /^my_net_s-[0-9a-f]{12}\.html$/);
});

test("a report loads nothing", () => {
  const page = guarded("<!doctype html>\n<html><head><title>x</title></head></html>");
  assert.match(
    page,
    /^<!doctype html>\n<html><head>\n<meta http-equiv="Content-Security-Policy" content="default-src 'none'/,
  );
  assert.match(guarded("<p>x"), /^<meta http-equiv="Content-Security-Policy"/);
});
