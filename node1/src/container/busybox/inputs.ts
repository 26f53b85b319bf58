import { posix } from 'node:path';
import { openInput } from '../files.ts';
import type { Input } from '../io.ts';
import type { AppletCall } from './applet.ts';
import { programName } from './getopt.ts';

/** How a program says that a file cannot be read: `can't open 'x': ...`, or `x: ...`. */
type Words = 'quoted' | 'plain';

const most = 64 * 1024 * 1024;

/** What the system calls the reason of an error with a `code`. */
export function reasonOf(error: unknown): string {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'No such file or directory',
    ENOTDIR: 'Not a directory',
    EISDIR: 'Is a directory',
    EACCES: 'Permission denied',
    EROFS: 'Read-only file system',
    EEXIST: 'File exists',
    ENOTEMPTY: 'Directory not empty',
    EBUSY: 'Resource busy',
    EPERM: 'Operation not permitted',
    EFBIG: 'File too large',
    ENOSPC: 'No space left on device',
    EINVAL: 'Invalid argument',
    ELOOP: 'Symbolic link loop',
  };
  return reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? 'Input/output error';
}

/** Calls `use` with every input that is named, standard input where none is or for `-`; 0, or `failed` where one could not be read. */
export async function eachInput(
  run: AppletCall,
  names: readonly string[],
  use: (input: Input, name: string) => Promise<void>,
  words: Words = 'quoted',
  failed = 1,
): Promise<number> {
  let code = 0;
  for (const name of names.length === 0 ? ['-'] : names) {
    if (name === '-') {
      await use(run.io.stdin, name);
      continue;
    }
    try {
      const { input, close } = await openInput(run, posix.resolve(run.cwd, name));
      try {
        await use(input.for(run.signal), name);
      } finally {
        await close();
      }
    } catch (error) {
      const { code: reason } = error as NodeJS.ErrnoException;
      if (reason === undefined) throw error;
      run.io.stderr(`${programName(run)}: ${wordsFor(words, name, error)}\n`);
      code = failed;
    }
  }
  return code;
}

function wordsFor(words: Words, name: string, error: unknown): string {
  if (words === 'quoted' && (error as NodeJS.ErrnoException).code === 'EISDIR') return `read error: Is a directory`;
  return words === 'quoted' ? `can't open '${name}': ${reasonOf(error)}` : `${name}: ${reasonOf(error)}`;
}

/** The lines of an input, with their ends. */
export async function* linesOf(input: Input, end = '\n'): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for (;;) {
    const chunk = await input.read();
    if (chunk === undefined) break;
    let text = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    if (text.length > most) throw Object.assign(new Error('too long'), { code: 'EFBIG' });
    for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end)) {
      yield text.subarray(0, at + 1).toString();
      text = text.subarray(at + 1);
    }
    rest = text;
  }
  if (rest.length > 0) yield rest.toString();
}

/** All that an input has. Throws what says EFBIG for too much. */
export async function contentOf(input: Input): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of input) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > most) throw Object.assign(new Error('too long'), { code: 'EFBIG' });
  }
  return Buffer.concat(chunks);
}

/** Writes, and waits until there is room for more; gives everything else a turn. */
export async function write(run: AppletCall, data: string | Uint8Array): Promise<void> {
  run.io.stdout(data);
  await run.io.stdout.room?.();
  await run.place.processes.breathe();
}
