import { readFile, writeFile } from 'node:fs/promises';
import type { Redirection } from 'unbash';
import { message } from '../../messages/message.ts';
import { inputOf, type Io } from '../io.ts';
import { inside } from '../rootfs.ts';
import { expandText, NotSimulated, type WordContext } from './shell-words.ts';

/** Where the files of redirections are. */
interface Where {
  /** On this machine. */
  readonly root: string;
  /** In the container. */
  readonly cwd: string;
}

/** Opens what `>`, `>>`, `<`, `2>` and `2>&1` name; `finish` writes the files, and tells whether all could be. Throws NotSimulated for the rest. */
export async function redirect(
  redirects: readonly Redirection[],
  { root, cwd }: Where,
  io: Io,
  context: WordContext,
): Promise<{ readonly io: Io; finish(): Promise<boolean> }> {
  let current = io;
  const ends: (() => Promise<boolean>)[] = [];
  for (const redirection of redirects) {
    if (redirection.type !== 'Redirect' || redirection.target === undefined)
      throw new NotSimulated(redirection.operator);
    const target = await expandText(redirection.target, context);
    const { operator } = redirection;
    const descriptor = redirection.descriptor?.type === 'FileDescriptor' ? redirection.descriptor.value : undefined;
    if (operator === '>&') {
      if (descriptor === 2 && target === '1') current = { ...current, stderr: current.stdout };
      else if (target === '2') current = { ...current, stdout: current.stderr };
      else throw new NotSimulated(`>&${target}`);
    } else if (operator === '<') {
      const bytes = await readFile(inside(root, target, cwd)).catch(() => Buffer.alloc(0));
      current = { ...current, stdin: inputOf(bytes) };
    } else if (operator === '>' || operator === '>>') {
      const output = createCapture();
      current = descriptor === 2 ? { ...current, stderr: output.write } : { ...current, stdout: output.write };
      if (target !== '/dev/null') {
        const path = inside(root, target, cwd);
        ends.push(async () => {
          try {
            await writeFile(path, output.bytes(), { flag: operator === '>' ? 'w' : 'a' });
            return true;
          } catch (error) {
            io.stderr(`sh: can't create ${target}: ${reasonOf(error)}\n`);
            return false;
          }
        });
      }
    } else throw new NotSimulated(operator);
  }
  return {
    io: current,
    async finish() {
      let isWritten = true;
      for (const end of ends) isWritten = (await end()) && isWritten;
      return isWritten;
    },
  };
}

function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'nonexistent directory';
  return code === 'EISDIR' ? 'Is a directory' : 'Permission denied';
}

const mostCaptured = 16 * 1024 * 1024;

/** Keeps what is written to it. */
export function createCapture(): { readonly write: Io['stdout']; bytes(): Buffer } {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    write: (data) => {
      const chunk = Buffer.from(data as string);
      size += chunk.length;
      if (size > mostCaptured) throw new NotSimulated(message('subject/large-pipe', { bytes: mostCaptured }));
      chunks.push(chunk);
    },
    bytes: () => Buffer.concat(chunks),
  };
}
