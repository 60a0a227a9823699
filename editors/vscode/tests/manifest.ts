/** package.json, as far as tests read it. */

import manifest from "../package.json";

interface Property {
  readonly default?: unknown;
  readonly scope?: string;
}

export const properties: Readonly<Record<string, Property>> = manifest.contributes.configuration.properties;
export const commands = manifest.contributes.commands;
export const untrusted = manifest.capabilities.untrustedWorkspaces;
