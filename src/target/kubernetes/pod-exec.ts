import { message, verbatim } from '../../messages/message.ts';
import type { Ran } from '../container/engine.ts';
import { TargetError } from '../target.ts';
import { type Api, Refusal } from './api.ts';
import { openExec } from './exec-socket.ts';

/** Bytes that a program may say that is run to its end. */
const mostOutput = 16 * 1024 * 1024;

/** Runs a program in a pod to its end. Throws TargetError, and Refusal when it could not be started. */
export async function runInPod(
  api: Api,
  pod: string,
  words: readonly string[],
  input: string,
  signal: AbortSignal,
): Promise<Ran> {
  const bytes = Buffer.from(input);
  // The end of what it reads cannot be told but by closing everything: it is told its length.
  const fed = ['sh', '-c', 'n=$1; shift; head -c "$n" | "$@"', 'sh', String(bytes.length), ...words];
  const chunks: Buffer[] = [];
  let length = 0;
  const exec = await openExec(
    api,
    pod,
    {
      words: bytes.length === 0 ? words : fed,
      stdin: bytes.length > 0,
      onOutput: (chunk) => {
        length += chunk.length;
        if (length <= mostOutput) chunks.push(chunk);
      },
    },
    signal,
  );
  const stop = () => {
    exec.close();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    exec.write(bytes);
    const { exitCode, closeCode, said } = await exec.ended;
    signal.throwIfAborted();
    if (length > mostOutput) throw new TargetError(message('target/kube-output', { pod, bytes: mostOutput }));
    if (exitCode === undefined && said === undefined) throw lost(pod, closeCode);
    if (exitCode === undefined) throw cannotExec(pod, said ?? '');
    return { exitCode, output: Buffer.concat(chunks).toString() };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The connection to a program is gone. */
export function lost(pod: string, closeCode: number): TargetError {
  return new TargetError(message('target/kube-lost', { pod, code: closeCode }));
}

export function cannotExec(pod: string, reason: string): TargetError {
  return new TargetError(message('target/kube-exec', { pod, reason: verbatim(reason) }));
}

/** For people, what was refused about a program; other errors stay what they are. */
export function execError(pod: string, namespace: string, error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  if (error.code === 404) return new TargetError(message('target/kube-deleted', { pod }));
  if (error.code === 401 || error.code === 403) {
    return new TargetError(message('target/kube-forbidden', { namespace, reason: verbatim(error.message) }));
  }
  return cannotExec(pod, error.message);
}
