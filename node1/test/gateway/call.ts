import type { Language } from '../../src/messages/codes.ts';
import { type Invocation, type Program } from '../../src/program.ts';

export interface Called {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Calls a program as a command of the shell would be. */
export async function call(
  program: Program,
  args: readonly string[],
  options: { readonly stdin?: string; readonly cwd?: string; readonly isTTY?: boolean; readonly lang?: Language } = {},
): Promise<Called> {
  const isTTY = options.isTTY ?? false;
  const said = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof said): Invocation['stdout'] => ({
    write: (data) => {
      said[name] += typeof data === 'string' ? data : Buffer.from(data).toString();
      return Promise.resolve();
    },
    isTTY,
    columns: 80,
  });
  const code = await program({
    args,
    cwd: options.cwd ?? '/',
    env: {},
    stdin: Object.assign(pieces(options.stdin ?? ''), { isTTY: false }),
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    lang: options.lang ?? 'en',
    signal: new AbortController().signal,
  });
  return { code, ...said };
}

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}
