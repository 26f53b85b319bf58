import { accessSync, constants, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Language } from '../messages/codes.ts';

/** The compiled programs, from here as well as from what is built of this file: both are two folders below the package. */
const built = new URL('../../dist/gateway/', import.meta.url);

/** A command of node1: its name, and the words that start it. */
export type Shim = readonly [name: string, words: readonly string[]];

/** A command whose program is in the node, behind `socket`. */
export function nodeShim(name: string, socket: string, lang: Language): Shim {
  return [name, [fileURLToPath(new URL('client.js', built)), socket, lang, name]];
}

/** A command that needs nothing of the node; what it refuses, it adds to the file `refused`, a line each. */
export function ownShim(name: string, lang: Language, refused: string): Shim {
  return [name, [fileURLToPath(new URL('command.js', built)), lang, refused, name]];
}

/** Writes a small sh script for each command into `folder`, which it makes. */
export async function writeShims(folder: string, shims: readonly Shim[]): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  await Promise.all(
    shims.map(([name, words]) => {
      const command = [process.execPath, ...words].map(quote).join(' ');
      return writeFile(join(folder, name), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o700 });
    }),
  );
}

/** Whether `path`, as in the variable PATH, leads to a program of that name. */
export function isInPath(name: string, path: string): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      const file = join(folder, name);
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  });
}

/** One word for sh, whatever is in it. */
function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
