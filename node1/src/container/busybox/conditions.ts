import { stat } from 'node:fs/promises';
import { inside } from '../rootfs.ts';
import { type Applet, type AppletCall, refuse } from './applet.ts';

const comparisons: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '-eq': (left, right) => left === right,
  '-ne': (left, right) => left !== right,
  '-lt': (left, right) => left < right,
  '-le': (left, right) => left <= right,
  '-gt': (left, right) => left > right,
  '-ge': (left, right) => left >= right,
};

/** `test` and `[`: files, strings, numbers, `!`; 2 for what it does not understand. */
async function holds(run: AppletCall, words: readonly string[]): Promise<boolean | undefined> {
  const [first = '', second = '', third = ''] = words;
  if (first === '!' && words.length > 1) {
    const inner = await holds(run, words.slice(1));
    return inner === undefined ? undefined : !inner;
  }
  if (words.length < 2) return first !== '';
  if (words.length === 2) {
    if (first === '-z') return second === '';
    if (first === '-n') return second !== '';
    if (!/^-[efdsrwx]$/.test(first)) return undefined;
    const found = await stat(inside(run.place.root, second, run.cwd)).catch(() => undefined);
    if (first === '-f') return found?.isFile() === true;
    if (first === '-d') return found?.isDirectory() === true;
    if (first === '-s') return (found?.size ?? 0) > 0;
    if (first === '-x') return found !== undefined && (found.mode & 0o111) !== 0;
    return found !== undefined;
  }
  if (words.length > 3) return undefined;
  if (second === '=' || second === '==') return first === third;
  if (second === '!=') return first !== third;
  return comparisons[second]?.(Number(first), Number(third));
}

function test(name: string, end: readonly string[]): Applet {
  return async (run) => {
    const words = run.args.slice(0, run.args.length - end.length);
    if (run.args.slice(words.length).join() !== end.join()) {
      run.io.stderr(`${name}: missing ]\n`);
      return 2;
    }
    const answer = await holds(run, words);
    if (answer !== undefined) return Number(!answer);
    refuse(run, `${name} ${words.join(' ')}`);
    return 2;
  };
}

/** `test`, `[`. */
export const conditionApplets: readonly (readonly [string, Applet])[] = [
  ['test', test('test', [])],
  ['[', test('[', [']'])],
];
