/**
 * The process that stands for a command of node1 in the shell: `node client.js SOCKET LANGUAGE MODE NAME ARGUMENT...`. It hands all
 * that it knows to the node and does what the node says. MODE is `start`, or `adopt`: it was a bash until now, which has begun the call already
 * (`plain-wire.ts`). It is started for every command that the plain way cannot serve: nothing heavy may be imported here.
 */
import { connect } from 'node:net';
import { isatty } from 'node:tty';
import { type Adoption, encodeFrame, type FrameKind, frameKinds, frameReader, type Start } from './frames.ts';

const [socketPath = '', lang = 'en', mode = '', name = '', ...args] = process.argv.slice(2);
// Who looks for the program that has the terminal finds the one that was typed.
process.title = name;
/** Exit codes of a process that a signal ended, as shells tell them. */
const signalCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type EndingSignal = keyof typeof signalCodes;

const socket = connect(socketPath);
function send(kind: FrameKind, payload: Uint8Array | string): void {
  if (socket.writable) socket.write(encodeFrame(kind, payload));
}

/** The exit code has come: the socket may close. */
let ending = false;
let isRaw = false;
let interruptedBy: EndingSignal | undefined;
/** ^C came twice. */
let isForced = false;
/** A program has our streams. */
let runs = false;
for (const signal of Object.keys(signalCodes) as EndingSignal[]) {
  process.on(signal, () => {
    // What runs in front hears of it, and says what comes of it.
    if (runs) return;
    // A second ^C is the node's to answer, at once; nothing else waits for the program to put things in order.
    const isAgain = interruptedBy === 'SIGINT' && signal === 'SIGINT' && !isForced;
    if (interruptedBy !== undefined && !isAgain) end(signalCodes[signal]);
    isForced = isAgain;
    interruptedBy = signal;
    send(frameKinds.signal, signal);
  });
}

/** Ends this process; as a signal does where that is how the program ended, so that loops of the shell end as well. */
function end(code: number): never {
  setRaw(false);
  if (interruptedBy !== undefined && code === signalCodes[interruptedBy]) {
    process.removeAllListeners(interruptedBy);
    process.kill(process.pid, interruptedBy);
  }
  process.exit(code);
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => {
    // Nobody reads any more: real commands die of SIGPIPE here.
    end(141);
  });
}
if (process.stdout.isTTY) {
  process.stdout.on('resize', () => {
    send(frameKinds.size, `${process.stdout.columns} ${process.stdout.rows}`);
  });
}

/** Reads the standard input once. */
function read(): void {
  const { stdin } = process;
  const finish = (bytes: Uint8Array): void => {
    stdin.off('data', finish).off('end', close).off('error', close).pause();
    send(frameKinds.stdin, bytes);
  };
  const close = (): void => {
    finish(new Uint8Array());
  };
  if (stdin.readableEnded) close();
  else stdin.on('data', finish).on('end', close).on('error', close).resume();
}

/** What a terminal is when this process ends, it is again as it was: Node sees to that, but for SIGKILL, after which shells do. */
function setRaw(raw: boolean): void {
  // Whoever never asked for it, has its standard input left alone: it may be closed.
  if (raw === isRaw) return;
  isRaw = raw;
  try {
    if (process.stdin.isTTY) process.stdin.setRawMode(raw);
  } catch {
    // The terminal is gone.
  }
}

/** Runs a program with our streams, and tells its exit code. */
function run([program = '', ...words]: readonly string[]): void {
  runs = true;
  const done = (code: string): void => {
    if (runs) send(frameKinds.ran, code);
    runs = false;
  };
  void import('node:child_process').then(({ spawn }) => {
    const child = spawn(program, words, { stdio: 'inherit', env: environment() });
    child.on('error', (error) => {
      done((error as NodeJS.ErrnoException).code === 'ENOENT' ? '' : '1');
    });
    child.on('exit', (code) => {
      done(String(code ?? 1));
    });
  });
}

/** Outputs whose reader is slow. */
const slow = new Set<NodeJS.WriteStream>();
for (const stream of [process.stdout, process.stderr]) {
  stream.on('drain', () => {
    slow.delete(stream);
    if (slow.size === 0) socket.resume();
  });
}

/** Prints; while its reader is slow nothing more is taken from the node, which waits then. */
function print(stream: NodeJS.WriteStream, bytes: Uint8Array): void {
  if (stream.write(bytes)) return;
  slow.add(stream);
  socket.pause();
}

/** Calls `next` when everything is printed, and nothing comes after it. */
function flushed(next: () => void): void {
  ending = true;
  flushedThen(next);
}

/** Calls `next` when everything is printed. */
function flushedThen(next: () => void): void {
  process.stdout.write('', () => process.stderr.write('', next));
}

const frames = frameReader();
socket.on('connect', () => {
  const { columns, rows } = process.stdout.isTTY ? process.stdout : { columns: 80, rows: 24 };
  if (mode === 'adopt') {
    send(frameKinds.adopt, JSON.stringify({ pid: process.pid, columns, rows } satisfies Adoption));
    return;
  }
  const start: Start = {
    name,
    args,
    cwd: workingFolder(),
    env: environment(),
    isTTY: [isatty(0), isatty(1), isatty(2)],
    columns,
    rows,
  };
  send(frameKinds.start, JSON.stringify(start));
});
socket.on('data', (chunk) => {
  for (const { kind, payload } of frames(chunk)) {
    if (kind === frameKinds.stdout) print(process.stdout, payload);
    else if (kind === frameKinds.stderr) print(process.stderr, payload);
    else if (kind === frameKinds.read) read();
    else if (kind === frameKinds.mode) setRaw(payload.toString() === '1');
    else if (kind === frameKinds.outside) leaveTo(payload.toString());
    else if (kind === frameKinds.run)
      flushedThen(() => {
        run(JSON.parse(payload.toString()) as string[]);
      });
    else if (kind === frameKinds.exit) flushed(() => end(payload[0] ?? 1));
  }
});
function lost(): void {
  if (ending) return;
  ending = true;
  // Seldom needed: no call waits for the words.
  void import('../messages/message.ts').then(({ message, word }) => {
    process.stderr.write(`${word(message('fault/ended', { name }), lang === 'fr' ? 'fr' : 'en')}\n`);
    end(1);
  });
}
socket.on('error', lost);
socket.on('close', lost);

/** The variables of the command; those that are Node's have other names here (`shims.ts`). */
function environment(): Record<string, string> {
  const entries = Object.entries(process.env as Record<string, string>);
  return Object.fromEntries(entries.map(([key, value]) => [key.replace(/^NODE1_(?=NODE_)/, ''), value]));
}

/** Has another program do the call, and ends as it does. */
function leaveTo(program: string): void {
  ending = true;
  // What it does with signals is its own affair: they come to it as well.
  for (const signal of Object.keys(signalCodes)) process.removeAllListeners(signal).on(signal, () => undefined);
  void import('node:child_process').then(({ spawn }) => {
    spawn(program, args, { stdio: 'inherit', env: environment() })
      .on('error', () => process.exit(126))
      .on('exit', (code, signal) => {
        if (signal === null) process.exit(code ?? 1);
        process.removeAllListeners(signal);
        process.kill(process.pid, signal);
      });
  });
}

/** The current folder; the one it was when it has been removed meanwhile. */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    return process.env['PWD'] ?? '/';
  }
}
