import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Language } from '../messages/codes.ts';
import { message, word } from '../messages/message.ts';
import type { Program, Stream } from '../program.ts';
import { encodeFrame, type Frame, type FrameKind, frameKinds, frameReader, type Start } from './frames.ts';
import { Input } from './input.ts';

/** Bytes of output in one frame, at most. */
const maxOutput = 64 * 1024;

/**
 * Serves one command of the shell over `socket`: starts its program, carries its streams, and tells its exit code.
 * Fulfilled when the program has ended. `signal` ends it from the node's side.
 */
export async function serveConnection(
  socket: Socket,
  programs: ReadonlyMap<string, Program>,
  signal: AbortSignal,
  lang: Language,
): Promise<void> {
  const ending = new AbortController();
  const abort = (): void => {
    ending.abort();
  };
  const input = new Input(() => {
    if (socket.writable) socket.write(encodeFrame(frameKinds.read, ''));
  });
  let begun = false;
  let columns = 80;
  let begin: (start: Start | undefined) => void = () => undefined;
  const started = new Promise<Start | undefined>((resolve) => {
    begin = resolve;
    socket.on('close', () => {
      resolve(undefined);
    });
  });
  const onFrame = ({ kind, payload }: Frame): void => {
    if (kind === frameKinds.start) {
      begun = true;
      begin(JSON.parse(payload.toString()) as Start);
    } else if (!begun) throw new RangeError('a call begins with its start');
    else if (kind === frameKinds.stdin) input.push(payload);
    else if (kind === frameKinds.columns) columns = Number(payload.toString());
    else if (kind === frameKinds.signal) abort();
    else throw new RangeError(`there is no frame of kind ${kind}`);
  };
  const frames = frameReader();
  socket.on('data', (chunk) => {
    try {
      for (const frame of frames(chunk)) onFrame(frame);
    } catch {
      // Whoever sends this is not our client.
      socket.destroy();
    }
  });
  // Whatever the error is, `close` follows.
  socket.on('error', () => undefined);
  socket.on('close', abort);
  const stop = (): void => {
    begin(undefined);
    abort();
  };
  // Taken away again when the call ends: the node lives longer.
  signal.addEventListener('abort', stop, { signal: ending.signal });
  ending.signal.addEventListener('abort', () => {
    input.end();
  });
  const start = await started;
  if (!start) {
    socket.destroy();
    return;
  }
  columns = start.columns;
  const [stdinTTY, stdoutTTY, stderrTTY] = start.isTTY;
  const stream = (kind: FrameKind, isTTY: boolean): Stream => ({
    write: (data) => write(socket, kind, data),
    isTTY,
    get columns() {
      return isTTY ? columns : 80;
    },
  });
  const stderr = stream(frameKinds.stderr, stderrTTY);
  const program = programs.get(start.name);
  const code = await perform(start.name, stderr, lang, () =>
    program?.({
      args: start.args,
      cwd: start.cwd,
      env: start.env,
      stdin: Object.assign(input, { isTTY: stdinTTY }),
      stdout: stream(frameKinds.stdout, stdoutTTY),
      stderr,
      lang,
      signal: ending.signal,
    }),
  );
  if (socket.writable) socket.end(encodeFrame(frameKinds.exit, Uint8Array.of(code & 0xff)));
}

/** The exit code of a program; 1, and a sentence, when the rehearsal itself is at fault. */
async function perform(
  name: string,
  stderr: Stream,
  lang: Language,
  run: () => Promise<number> | undefined,
): Promise<number> {
  try {
    return (await run()) ?? 127;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await stderr.write(`${word(message('fault/program', { name, reason }), lang)}\n`);
    return 1;
  }
}

async function write(socket: Socket, kind: FrameKind, data: string | Uint8Array): Promise<void> {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  for (let at = 0; at < bytes.length; at += maxOutput) {
    // Nobody reads any more; a program that goes on writing must not keep everything else from its turn.
    if (!socket.writable) return nextTurn();
    if (!socket.write(encodeFrame(kind, bytes.subarray(at, at + maxOutput)))) await drained(socket);
  }
}

/** Fulfilled when `socket` takes more, or is closed. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
}
