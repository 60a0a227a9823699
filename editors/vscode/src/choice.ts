/**
 * Which bnlint or which Python is started.
 *
 * Nothing of an opened folder is started before the user trusts it, and names are looked up here: on Windows a process
 * that is started by its name alone would be looked for in the working directory first.
 */

import * as path from "node:path";

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  isFile(file: string): boolean;
  /** Return a folder without links on the way. */
  real(folder: string): string;
}

export interface Wishes {
  /** The setting `bnlint.path`, empty for none. */
  readonly path: string;
  /** The setting `bnlint.interpreter`, empty for none. */
  readonly interpreter: string;
  /** The interpreter that is selected in the Python extension. */
  readonly selected: string | undefined;
  readonly trusted: boolean;
  /** The open folders. */
  readonly folders: readonly string[];
}

export type Choice =
  | { readonly kind: "executable" | "python"; readonly file: string }
  | { readonly kind: "none"; readonly why: string };

export function choose(wishes: Wishes, machine: Machine): Choice {
  if (wishes.path) {
    return named("executable", "bnlint.path", wishes.path, wishes, machine);
  }
  if (wishes.interpreter) {
    return named("python", "bnlint.interpreter", wishes.interpreter, wishes, machine);
  }
  if (wishes.selected && allowed(wishes.selected, wishes, machine)) {
    return { kind: "python", file: wishes.selected };
  }
  const names = machine.platform === "win32" ? ["python", "python3", "py"] : ["python3", "python"];
  for (const name of names) {
    const file = onPath(name, wishes, machine);
    if (file !== undefined) {
      return { kind: "python", file };
    }
  }
  return { kind: "none", why: "There is no Python on the PATH. Select an interpreter, or set bnlint.interpreter." };
}

function named(kind: "executable" | "python", setting: string, text: string, wishes: Wishes, machine: Machine): Choice {
  const paths = pathsOf(machine);
  const expanded = expand(text, wishes, machine);
  let file: string | undefined = expanded;
  if (!/[\\/]/.test(expanded)) {
    file = onPath(expanded, wishes, machine);
  } else if (!paths.isAbsolute(expanded)) {
    file = wishes.folders[0] === undefined ? undefined : paths.join(wishes.folders[0], expanded);
  }
  if (file === undefined || !machine.isFile(file)) {
    return { kind: "none", why: `${setting}: there is no file ${text}.` };
  }
  if (!allowed(file, wishes, machine)) {
    return { kind: "none", why: `${setting}: ${text} lies in a folder that is not trusted, so it is not started.` };
  }
  return { kind, file };
}

function expand(text: string, wishes: Wishes, machine: Machine): string {
  return text
    .replace(/^~(?=$|[\\/])/, () => machine.home)
    .replaceAll("${userHome}", () => machine.home)
    .replaceAll("${workspaceFolder}", (whole) => wishes.folders[0] ?? whole);
}

function onPath(name: string, wishes: Wishes, machine: Machine): string | undefined {
  const paths = pathsOf(machine);
  const windows = machine.platform === "win32";
  const endings = windows ? ["", ...(machine.env["PATHEXT"] ?? ".EXE").split(";").filter(runsWithoutShell)] : [""];
  for (const folder of (machine.env["PATH"] ?? machine.env["Path"] ?? "").split(paths.delimiter)) {
    if (!paths.isAbsolute(folder)) {
      continue; // the working directory, whatever that is
    }
    for (const ending of endings) {
      const file = paths.join(folder, name + ending.toLowerCase());
      if (machine.isFile(file) && allowed(file, wishes, machine)) {
        return file;
      }
    }
  }
  return undefined;
}

function runsWithoutShell(ending: string): boolean {
  return /^\.(exe|com)$/i.test(ending);
}

function allowed(file: string, wishes: Wishes, machine: Machine): boolean {
  if (wishes.trusted) {
    return true;
  }
  // What lies in the folder may be a link to a Python elsewhere, and the folder may have two names.
  const paths = pathsOf(machine);
  const real = paths.join(machine.real(paths.dirname(file)), paths.basename(file));
  return !wishes.folders.some((folder) => lies(file, folder, machine) || lies(real, machine.real(folder), machine));
}

function lies(file: string, folder: string, machine: Machine): boolean {
  const paths = pathsOf(machine);
  const way = paths.relative(folder, file); // without regard to case on Windows
  return way === "" || !(way === ".." || way.startsWith(`..${paths.sep}`) || paths.isAbsolute(way));
}

function pathsOf(machine: Machine): path.PlatformPath {
  return machine.platform === "win32" ? path.win32 : path.posix;
}
