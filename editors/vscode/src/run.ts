/** Commands whose output is read. */

import { execFile } from "node:child_process";
import type { CommandLine } from "./launch";

const PATIENCE = 60_000;
const ROOM = 64 * 2 ** 20;

/**
 * Return what a command prints.
 *
 * @param folder where it runs: one of the extension's own.
 */
export function output(line: CommandLine, folder: string): Promise<string> {
  const options = { cwd: folder, timeout: PATIENCE, maxBuffer: ROOM, windowsHide: true };
  return new Promise((resolve, reject) => {
    execFile(line.file, [...line.args], options, (error, stdout, stderr) => {
      if (error) {
        reject(new Error(stderr.trim() || error.message));
      } else {
        resolve(stdout);
      }
    });
  });
}
