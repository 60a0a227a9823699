/** Reports of `bnlint trace`. */

import { createHash } from "node:crypto";
import * as path from "node:path";

/** Return a file name that two programs do not share. */
export function reportName(program: string): string {
  const stem = path.basename(program, path.extname(program)).replace(/[^\w.-]+/g, "_");
  return `${stem}-${createHash("sha256").update(program).digest("hex").slice(0, 12)}.html`;
}

const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/** Return a report that runs nothing and loads nothing, whoever wrote it. */
export function guarded(html: string): string {
  const policy = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
  return /<head>/i.test(html) ? html.replace(/<head>/i, (head) => `${head}\n${policy}`) : policy + html;
}
