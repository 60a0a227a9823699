/** Settings of VS Code as the server takes them. */

/** The keys behind `bnlint.` that the server gets; it writes them with hyphens. */
export const KEYS = [
  "backend",
  "baseline",
  "enable",
  "exclude",
  "extendSafeFixes",
  "extendUnsafeFixes",
  "fixable",
  "followImports",
  "group",
  "ignore",
  "keras",
  "library",
  "minValues",
  "perFileIgnores",
  "perFileKeras",
  "respectGitignore",
  "select",
  "timeLimit",
  "unfixable",
] as const;

/** What `WorkspaceConfiguration.inspect` returns, as far as it is used. */
export interface Inspected {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

export interface Configuration {
  get(key: string): unknown;
  inspect(key: string): Inspected | undefined;
}

export type Settings = Readonly<Record<string, unknown>>;

export function serverKey(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * Return what the user set: a default of ours would hide what the project sets.
 *
 * @param trusted whether settings of the opened folder count.
 */
export function chosen(configuration: Configuration, trusted: boolean): Settings {
  const found: Record<string, unknown> = {};
  for (const key of KEYS) {
    const places = configuration.inspect(key);
    const values = trusted
      ? [places?.workspaceFolderValue, places?.workspaceValue, places?.globalValue]
      : [places?.globalValue];
    if (values.some((value) => value !== undefined && value !== null)) {
      const value = trusted ? configuration.get(key) : places?.globalValue; // get merges tables of several places
      found[serverKey(key)] = value;
    }
  }
  return found;
}

/** Without trust the configuration of the opened folder is not read. */
export function greeting(settings: Settings, trusted: boolean): { settings: Settings; isolated: boolean } {
  return { settings, isolated: !trusted };
}

/** The parameters of `workspace/didChangeConfiguration`. */
export function change(settings: Settings): { settings: { bnlint: Settings } } {
  return { settings: { bnlint: settings } };
}
