/** Which rule is explained. */

export interface Place {
  readonly line: number;
  readonly character: number;
}

/** A diagnostic of VS Code, as far as it is used. */
export interface Shown {
  readonly source?: string | undefined;
  readonly code?: string | number | { readonly value: string | number } | undefined;
  readonly range: { readonly start: Place; readonly end: Place };
}

export interface Rule {
  readonly code: string;
  readonly name: string;
  readonly summary: string;
}

const NO_RULE = "BNL001"; // an error of bnlint's own

/** Return the rules that report something at a place, those in its line where there are none. */
export function codesAt(diagnostics: readonly Shown[], place: Place): string[] {
  const ours = diagnostics.filter((each) => each.source === "bnlint");
  const touched = ours.filter(({ range }) => !before(place, range.start) && !before(range.end, place));
  const inLine = ours.filter(({ range }) => range.start.line <= place.line && place.line <= range.end.line);
  const codes = (touched.length > 0 ? touched : inLine).map(codeOf);
  return [...new Set(codes)].filter((code) => isCode(code) && code !== NO_RULE);
}

export function isCode(text: string): boolean {
  return /^BNL\d{3}$/.test(text);
}

function before(one: Place, other: Place): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}

function codeOf({ code }: Shown): string {
  return String(typeof code === "object" ? code.value : code);
}

/** Read what `bnlint rule --all --output-format json` prints. */
export function readRules(output: string): Rule[] {
  const found: unknown = JSON.parse(output);
  if (!Array.isArray(found)) {
    throw new Error("bnlint rule printed no list");
  }
  return found.map((each: Record<string, unknown>) => ({
    code: String(each["code"]),
    name: String(each["name"]),
    summary: String(each["summary"]),
  }));
}
