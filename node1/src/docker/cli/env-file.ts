import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ExitError } from '../../cli-kit/exit-error.ts';
import type { DockerCall } from './command.ts';
import { OptionError } from './option-error.ts';

/**
 * Variables or labels of files and flags, later ones instead of earlier ones. A variable without `=` is taken from `from`, where it is
 * there; without `from` it is empty. Throws OptionError.
 */
export async function keyValues(
  { invocation }: DockerCall,
  files: readonly string[],
  given: readonly string[],
  from: Readonly<Record<string, string>> | undefined,
): Promise<Readonly<Record<string, string>>> {
  const values: Record<string, string> = {};
  const set = (line: string, isOfFile: boolean): void => {
    const equals = line.indexOf('=');
    if (equals >= 0) values[line.slice(0, equals)] = line.slice(equals + 1);
    else if (from === undefined) {
      // A label without a value is one on the command line alone.
      if (!isOfFile) values[line] = '';
    } else if (from[line] !== undefined) values[line] = from[line];
  };
  for (const file of files) {
    for (const line of await linesOf(resolve(invocation.cwd, file), file)) set(line, true);
  }
  for (const line of given) {
    if (line === '' || line.startsWith('=')) {
      const [shown, what] = from === undefined ? ['-l, --label', 'label'] : ['-e, --env', 'environment variable'];
      throw new ExitError(
        `invalid argument ${JSON.stringify(line)} for "${shown}" flag: invalid ${what}: ${line}\nSee 'docker run --help'.`,
        125,
      );
    }
    set(line, false);
  }
  return values;
}

async function linesOf(path: string, shown: string): Promise<readonly string[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new OptionError(`open ${shown}: no such file or directory`);
  }
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trimStart())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [name = ''] = line.split('=');
      if (name === '') throw new OptionError(`poorly formatted environment: no variable name on line '${line}'`);
      if (/\s/.test(name))
        throw new OptionError(`poorly formatted environment: variable '${name}' contains whitespaces`);
      return line;
    });
}
