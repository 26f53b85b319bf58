import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs';

/** Calls that wait for input, by their numbers on this machine; see syscall_64.tbl and asm-generic/unistd.h of Linux. */
const calls: Readonly<Record<string, 'read' | 'poll' | 'select' | 'epoll'>> =
  process.arch === 'arm64'
    ? { 63: 'read', 65: 'read', 72: 'select', 73: 'poll', 22: 'epoll', 441: 'epoll' }
    : {
        ...{ 0: 'read', 19: 'read', 7: 'poll', 271: 'poll', 23: 'select', 270: 'select', 232: 'epoll', 281: 'epoll' },
        441: 'epoll',
      };

/** Threads of one process, and descriptors of one call, that are looked at. */
const mostThreads = 64;
const mostDescriptors = 256;

/** The first process that waits for input of the terminal (`/dev/pts/3`), in whatever call; undefined when none does. */
export function readerAmong(pids: readonly number[], terminal: string): number | undefined {
  return pids.find((pid) => threadsOf(pid).some((thread) => waitsFor(pid, thread, terminal)));
}

/**
 * Programs that show terminals of their own, and whose server reads the terminal that they have handed to it. What a shell
 * inside says by marks, they keep for themselves.
 */
const multiplexers: ReadonlySet<string> = new Set(['tmux', 'screen', 'zellij', 'byobu']);

/** True for a program that shows terminals of its own. */
export function isMultiplexer(name: string): boolean {
  return multiplexers.has(name);
}

/**
 * True while a terminal takes a line that it does not show: a password is asked, by whatever process, also one into which
 * nobody may look (sudo). Node has no tcgetattr(3): this starts a process and waits 2 ms for it, so it is for silences only.
 */
export function asksSecret(terminal: string): boolean {
  const { stdout } = spawnSync('stty', ['-F', terminal, '-a'], { encoding: 'utf8', timeout: 1_000 });
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- null when there is no stty
  const modes = (stdout ?? '').split(/[\s;]+/);
  return modes.includes('icanon') && modes.includes('-echo');
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`).slice(0, mostThreads);
  } catch {
    return []; // ended meanwhile
  }
}

/** Whether a thread sits in a call that ends when the terminal has input: read(2), poll(2), select(2), epoll_wait(2). */
function waitsFor(pid: number, thread: string, terminal: string): boolean {
  try {
    const [number = '', ...values] = readFileSync(`/proc/${pid}/task/${thread}/syscall`, 'latin1').split(' ');
    const call = calls[number];
    if (call === undefined) return false;
    const [first = 0n, second = 0n] = values.slice(0, 2).map(BigInt);
    return descriptorsOf(call, pid, first, second).some((descriptor) => isTerminal(pid, descriptor, terminal));
  } catch {
    return false; // ended meanwhile, or not ours to look into
  }
}

/** The descriptors that a call waits for; `first` and `second` are its arguments. */
function descriptorsOf(call: string, pid: number, first: bigint, second: bigint): readonly number[] {
  switch (call) {
    case 'read':
      return [Number(first)];
    case 'poll':
      return polled(memoryOf(pid, first, 8 * Math.min(Number(second), mostDescriptors)));
    case 'select':
      return selected(memoryOf(pid, second, Math.ceil(Math.min(Number(first), mostDescriptors) / 8)));
    default:
      return watched(readFileSync(`/proc/${pid}/fdinfo/${first}`, 'latin1'));
  }
}

/** Those of an array of `struct pollfd` whose input is waited for (POLLIN is 1). */
function polled(entries: Buffer): readonly number[] {
  const found: number[] = [];
  for (let at = 0; at + 8 <= entries.length; at += 8) {
    if ((entries.readInt16LE(at + 4) & 1) !== 0) found.push(entries.readInt32LE(at));
  }
  return found;
}

/** Those in an fd_set. */
function selected(bits: Buffer): readonly number[] {
  return [...bits].flatMap((byte, at) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => byte & (1 << bit)).map((bit) => 8 * at + bit),
  );
}

/** Those that an epoll set watches for input (EPOLLIN is 1), from its fdinfo: `tfd:        0 events:       19 ...`. */
function watched(info: string): readonly number[] {
  return [...info.matchAll(/^tfd:\s*(\d+) events:\s*([0-9a-f]+)/gm)]
    .filter(([, , events = '0']) => (Number.parseInt(events, 16) & 1) !== 0)
    .map(([, descriptor]) => Number(descriptor));
}

/** A piece of a process's memory. Null pointers, as select(2) may be given, are no memory. */
function memoryOf(pid: number, address: bigint, length: number): Buffer {
  const piece = Buffer.alloc(address === 0n ? 0 : length);
  if (piece.length === 0) return piece;
  const file = openSync(`/proc/${pid}/mem`, 'r');
  try {
    return piece.subarray(0, readSync(file, piece, 0, piece.length, address));
  } finally {
    closeSync(file);
  }
}

function isTerminal(pid: number, descriptor: number, terminal: string): boolean {
  const path = readlinkSync(`/proc/${pid}/fd/${descriptor}`);
  return path === terminal || path === '/dev/tty';
}
