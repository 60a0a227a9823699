/** Bundles the extension, or its tests (`node build.mjs tests`), with what they import. */

import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const tests = process.argv[2] === "tests";

const made = await build({
  ...(tests
    ? { entryPoints: everyTest(), outdir: "build/tests", sourcemap: "inline" }
    : { entryPoints: ["src/extension.ts"], outfile: "dist/extension.js", minify: true }),
  bundle: true,
  external: ["vscode"],
  format: "cjs",
  logLevel: "warning",
  metafile: true,
  platform: "node",
  target: "node20",
});
if (!tests) {
  writeFileSync("dist/NOTICES.txt", notices(Object.keys(made.metafile.inputs)));
  copyFileSync("../../LICENSE", "LICENSE");
}

function everyTest() {
  return readdirSync("tests")
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `tests/${name}`);
}

/** Return the licences of the packages that were bundled, which ask for that. */
function notices(inputs) {
  const packages = inputs.flatMap((input) => input.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []);
  return [...new Set(packages)].sort().map(notice).join("\n");
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (file === undefined || !existsSync(join(folder, file))) {
    throw new Error(`${folder} has no licence`);
  }
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
}
