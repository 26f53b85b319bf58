import { stat } from 'node:fs/promises';
import { posix } from 'node:path';
import type { Redirection } from 'unbash';
import { openInput, openOutput } from '../files.ts';
import { inputOf } from '../io.ts';
import { inside } from '../rootfs.ts';
import { ShellError } from './control.ts';
import { expandParts, expandText, type Expansion } from './expand.ts';
import type { Descriptor, State } from './state.ts';

/** Something was redirected to what cannot be opened: its command does not run. */
export class RedirectError extends Error {}

/** What redirections have opened. */
export interface Opened {
  readonly descriptors: Map<number, Descriptor>;
  /** Writes what is left and closes; gives what went wrong. */
  readonly close: () => Promise<void>;
}

/** Opens what redirections name. Throws RedirectError, ShellError. */
export async function redirect(redirects: readonly Redirection[], expansion: Expansion): Promise<Opened> {
  const { state } = expansion;
  const descriptors = new Map(state.descriptors);
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0)) await closer();
  };
  try {
    for (const each of redirects) await one(each, expansion, descriptors, closers);
  } catch (error) {
    await close();
    throw error;
  }
  return { descriptors, close };
}

async function one(
  redirection: Redirection,
  expansion: Expansion,
  descriptors: Map<number, Descriptor>,
  closers: (() => Promise<void>)[],
): Promise<void> {
  const { state } = expansion;
  const given = redirection.descriptor?.type === 'FileDescriptor' ? redirection.descriptor.value : undefined;
  if (redirection.descriptor?.type === 'FileDescriptorVariable')
    throw new ShellError('syntax error: unexpected redirection');
  if (redirection.type === 'HereDoc') {
    const { parts, text } = redirection.body;
    const content = parts === undefined ? text : await expandParts(parts, expansion);
    const plain = redirection.operator === '<<-' ? content.replace(/^\t+/gm, '') : content;
    descriptors.set(given ?? 0, { input: inputOf(Buffer.from(plain)) });
    return;
  }
  if (redirection.target === undefined) throw new ShellError('syntax error: unexpected newline');
  const target = await expandText(redirection.target, expansion);
  if (redirection.type === 'HereString') {
    if (!state.isBash) throw new ShellError('syntax error: unexpected redirection');
    descriptors.set(given ?? 0, { input: inputOf(Buffer.from(`${target}\n`)) });
    return;
  }
  const { operator } = redirection;
  if (operator === '<' || operator === '<>') {
    descriptors.set(given ?? 0, await openFile(state, target, closers));
  } else if (operator === '>&' || operator === '<&') {
    const number = given ?? (operator === '>&' ? 1 : 0);
    if (target === '-') descriptors.delete(number);
    else if (/^\d+$/.test(target)) {
      const found = descriptors.get(Number(target));
      if (found === undefined) throw new RedirectError(`${target}: Bad file descriptor`);
      descriptors.set(number, found);
    } else await toFile(state, target, false, [1, 2], descriptors, closers);
  } else if (operator === '&>' || operator === '&>>') {
    await toFile(state, target, operator === '&>>', [1, 2], descriptors, closers);
  } else {
    if (operator === '>' && state.options.has('C') && (await isFile(state, target)))
      throw new RedirectError(
        state.isBash ? `${target}: cannot overwrite existing file` : `can't create ${target}: File exists`,
      );
    await toFile(state, target, operator === '>>', [given ?? 1], descriptors, closers);
  }
}

async function isFile({ run, cwd }: State, target: string): Promise<boolean> {
  return (await stat(inside(run.place.root, target, cwd)).catch(() => undefined))?.isFile() === true;
}

async function openFile(state: State, target: string, closers: (() => Promise<void>)[]): Promise<Descriptor> {
  const own = ownDescriptor(state, target);
  if (own !== undefined) return own;
  try {
    const { input, close } = await openInput(state.run, posix.resolve(state.cwd, target));
    closers.push(close);
    return { input: input.for(state.process.signal) };
  } catch (error) {
    throw new RedirectError(
      state.isBash ? `${target}: ${bashReason(error)}` : `can't open ${target}: ${reasonToOpen(error)}`,
    );
  }
}

async function toFile(
  state: State,
  target: string,
  append: boolean,
  numbers: readonly number[],
  descriptors: Map<number, Descriptor>,
  closers: (() => Promise<void>)[],
): Promise<void> {
  const own = ownDescriptor(state, target);
  if (own !== undefined) {
    for (const number of numbers) descriptors.set(number, own);
    return;
  }
  try {
    const { sink, close } = await openOutput(state.run, posix.resolve(state.cwd, target), append, state.umask);
    closers.push(close);
    for (const number of numbers) descriptors.set(number, { sink });
  } catch (error) {
    throw new RedirectError(
      state.isBash ? `${target}: ${bashReason(error)}` : `can't create ${target}: ${reasonToCreate(error)}`,
    );
  }
}

/** `/dev/stdout` and its like. */
function ownDescriptor(state: State, target: string): Descriptor | undefined {
  const names: Readonly<Record<string, number>> = {
    '/dev/stdin': 0,
    '/dev/stdout': 1,
    '/dev/stderr': 2,
    '/proc/1/fd/1': 1,
    '/proc/1/fd/2': 2,
  };
  const number = names[target] ?? Number(/^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(target)?.[1] ?? -1);
  if (target === '/dev/tty') return state.descriptors.get(0);
  return number < 0 ? undefined : state.descriptors.get(number);
}

function reasonToOpen(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'no such file';
  return code === 'EISDIR' ? 'Is a directory' : 'Permission denied';
}
function reasonToCreate(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'nonexistent directory';
  if (code === 'EROFS') return 'Read-only file system';
  return code === 'EISDIR' ? 'Is a directory' : 'Permission denied';
}
function bashReason(error: unknown): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'No such file or directory',
    ENOTDIR: 'Not a directory',
    EISDIR: 'Is a directory',
    EROFS: 'Read-only file system',
  };
  return reasons[code] ?? 'Permission denied';
}
