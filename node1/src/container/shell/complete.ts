import { readdir } from 'node:fs/promises';
import { inside } from '../rootfs.ts';
import { builtins } from './builtins.ts';
import type { State } from './state.ts';

/** A line that is being typed. */
interface EditedLine {
  readonly text: string;
  readonly cursor: number;
  insert(text: string): void;
  redraw(): void;
}

/** Tab: goes on with what the word before the cursor can only mean, or lists what it can. */
export async function complete(line: EditedLine, state: State, write: (text: string) => void): Promise<void> {
  const before = Array.from(line.text).slice(0, line.cursor).join('');
  const word = /[^\s;|&<>]*$/.exec(before)?.[0] ?? '';
  const isCommand =
    /(?:^|[;|&]|\bdo|\bthen)\s*$/.test(before.slice(0, before.length - word.length)) && !word.includes('/');
  const found = isCommand ? commands(word, state) : await files(word, state);
  const [only] = found;
  if (only === undefined) return;
  const last = word.slice(word.lastIndexOf('/') + 1);
  const common = found.reduce((a, b) => {
    let length = 0;
    while (length < a.length && a[length] === b[length]) length++;
    return a.slice(0, length);
  });
  if (common.length > last.length) line.insert(common.slice(last.length));
  else if (found.length > 1) {
    write(`\n${found.map((each) => each.trimEnd()).join('  ')}\n`);
    line.redraw();
  }
}

function commands(word: string, { run, functions }: State): readonly string[] {
  const names = new Set([...builtins.keys(), ...run.place.applets.keys(), ...functions.keys()]);
  return [...names]
    .filter((name) => name.startsWith(word))
    .sort()
    .map((name) => `${name} `);
}

async function files(word: string, { run, cwd }: State): Promise<readonly string[]> {
  const at = word.lastIndexOf('/') + 1;
  const folder = inside(run.place.root, at === 0 ? '.' : word.slice(0, at), cwd);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter(({ name }) => name.startsWith(word.slice(at)) && (word.slice(at) !== '' || !name.startsWith('.')))
    .map((entry) => `${entry.name}${entry.isDirectory() ? '/' : ' '}`)
    .sort();
}
