/** Command lines of bnlint, and the question whether a Python has it. */

export interface CommandLine {
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * What is started: an executable `bnlint`, or a Python with the options that keep the working directory, and what the
 * environment names, from its path.
 */
export type Program =
  | { readonly kind: "executable"; readonly file: string }
  | { readonly kind: "python"; readonly file: string; readonly isolation: readonly string[] };

/**
 * Tried in this order. `-I` leaves the user's own packages out (`pip install --user`); Python 3.11 and newer can keep
 * them and still import nothing from the working directory.
 */
export const ISOLATIONS: readonly (readonly string[])[] = [["-I"], ["-E", "-P"]];

export function server(program: Program): CommandLine {
  return isolated(program, ["lsp"]);
}

export function rule(program: Program, code: string): CommandLine {
  return isolated(program, ["rule", "--output-format", "markdown", code]);
}

export function rules(program: Program): CommandLine {
  return isolated(program, ["rule", "--output-format", "json", "--all"]);
}

/** The program is run as `python FILE` would run it, so Python is not isolated. */
export function trace(program: Program, report: string, file: string): CommandLine {
  const args = ["trace", "--html", report, file];
  return { file: program.file, args: program.kind === "python" ? ["-m", "bnlint", ...args] : args };
}

function isolated(program: Program, args: readonly string[]): CommandLine {
  const before = program.kind === "python" ? [...program.isolation, "-m", "bnlint"] : [];
  return { file: program.file, args: [...before, ...args] };
}

const QUESTION = `import importlib.util as u, json
print(json.dumps({name: u.find_spec(name) is not None for name in ("bnlint", "pygls")}))`;

export interface Has {
  readonly bnlint: boolean;
  readonly pygls: boolean;
}

export function question(python: string, isolation: readonly string[]): CommandLine {
  return { file: python, args: [...isolation, "-c", QUESTION] };
}

/** Read the answer; undefined if it is none. */
export function answer(output: string): Has | undefined {
  let found: unknown;
  try {
    found = JSON.parse(output);
  } catch {
    return undefined;
  }
  if (typeof found !== "object" || found === null || !("bnlint" in found) || !("pygls" in found)) {
    return undefined;
  }
  return { bnlint: found.bnlint === true, pygls: found.pygls === true };
}

export type Found =
  | { readonly program: Program }
  | { readonly missing: "bnlint" | "pygls"; readonly python: string }
  | { readonly silent: string; readonly python: string };

/**
 * Ask a Python whether it has bnlint.
 *
 * @param run returns what a command prints, and throws where it fails.
 */
export async function ask(python: string, run: (line: CommandLine) => Promise<string>): Promise<Found> {
  let problem: Found | undefined;
  for (const isolation of ISOLATIONS) {
    let has: Has | undefined;
    try {
      has = answer(await run(question(python, isolation)));
    } catch (error) {
      // Python 3.10 has no -P: what the first answer said stays.
      problem ??= { silent: error instanceof Error ? error.message : String(error), python };
      continue;
    }
    if (has?.bnlint && has.pygls) {
      return { program: { kind: "python", file: python, isolation } };
    }
    if (has?.bnlint) {
      problem = { missing: "pygls", python };
    } else {
      problem ??= has ? { missing: "bnlint", python } : { silent: "it does not answer", python };
    }
  }
  return problem ?? { silent: "it was not asked", python };
}

export function installation(python: string, platform: NodeJS.Platform): string {
  const plain = /^[\w@%+=:,./\\~-]+$/.test(python);
  // PowerShell, the usual shell there, takes a quoted name for a text.
  const call = plain ? python : platform === "win32" ? `& "${python}"` : `'${python.replaceAll("'", `'\\''`)}'`;
  return `${call} -m pip install "bnlint[lsp]"`;
}

/** What the user is told, without the command. */
export function complaint(found: Exclude<Found, { program: Program }>): string {
  if ("silent" in found) {
    return `${found.python} cannot be asked for bnlint: ${found.silent}`;
  }
  return found.missing === "bnlint"
    ? `bnlint is not installed in ${found.python}.`
    : `bnlint's language server needs pygls, which ${found.python} lacks.`;
}
