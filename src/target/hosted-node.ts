import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, mkdirSync, openSync, readSync, rmSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { Node1 } from '@pupitre/node1';
import { layout, makeFolder } from '@pupitre/node1/folder';
import type { Inventory } from '../changes/inventory.ts';
import { type Language, message, verbatim } from '../messages/message.ts';
import { reasonOf } from '../messages/message-error.ts';
import { type PlacedFile, placeFiles, type Placement } from './files.ts';
import type { Guardian } from './guardian.ts';
import { hostInventory } from './host-inventory.ts';
import { hostProgram } from './isolation.ts';
import type { Enclosure } from './isolation/enclosure.ts';
import { TargetError } from './target.ts';

/** Milliseconds that it may take to be ready. */
const readyMs = 20_000;
/** Characters of what it says when it fails. */
const mostSaid = 2_000;
/** Bytes of refusals that are read: a node may write what it likes. */
const mostRefused = 256 * 1024;

/** Of Node: for programs that run within the node; it says so each time that this is an experiment. What keeps its memory small, it sets itself. */
const hostOptions = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
/** Of glibc: what V8 needs while it compiles is given back to the system, 6 MiB of a node. Others do not know these variables. */
const smallMalloc = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072' };

/** A node1 that is a process of its own, behind an enclosure. */
export interface HostedNode extends Omit<Node1, 'listens' | 'hurry' | 'inventory' | 'snapshot' | 'restored'> {
  inventory(signal: AbortSignal): Promise<Inventory>;
  readonly enclosure: Enclosure;
  /** Folder for temporary files that nobody else may enter. */
  readonly temporary: string;
}

export interface HostedNodeOptions {
  readonly files: readonly PlacedFile[];
  /** PATH of its shell. */
  readonly path: string;
  readonly lang: Language;
  readonly guardian: Guardian;
  /** Makes what keeps it apart, with a folder in `parent`. */
  readonly enclose: (parent: string) => Enclosure;
  readonly signal: AbortSignal;
  /** 2: its docker has the plugin `docker compose`. */
  readonly compose?: 2 | undefined;
  /** Whose texts its kubectl has. Default: 1.20. */
  readonly kubernetes?: '1.28' | undefined;
}

/**
 * Starts node1 as a process behind an enclosure, so that all that it does for its student (reads a manifest, copies a build's files, starts a workload)
 * is done with that student's rights, as the kernel sees them.
 */
export async function startHostedNode(options: HostedNodeOptions): Promise<HostedNode> {
  const { guardian, lang, path, files, signal, compose, kubernetes } = options;
  const parent = await makeFolder();
  guardian.tree(parent);
  // Its user must get to the folder that is its own.
  chmodSync(parent, 0o711);
  let enclosure: Enclosure | undefined;
  let refusals: number | undefined;
  let placement: Placement | undefined;
  const close = async (): Promise<void> => {
    await enclosure?.end();
    await placement?.remove();
    if (refusals !== undefined) closeSync(refusals);
    refusals = undefined;
    rmSync(parent, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    enclosure = options.enclose(parent);
    const { folder } = enclosure;
    const { home, bin, refused } = layout(folder);
    const temporary = join(folder, 'tmp');
    for (const each of [home, temporary]) mkdirSync(each, { mode: 0o700 });
    placement = await placeFiles(files, home, guardian);
    // Open from the beginning: by its name it may be something else later.
    const refusedFile = (refusals = openSync(refused, 'wx+', 0o600));
    enclosure.own(folder);
    const env = { PATH: path, HOME: home, TMPDIR: temporary, LC_CTYPE: 'C.UTF-8', ...smallMalloc };
    const [program, args] = enclosure.first([
      process.execPath,
      [
        ...[...hostOptions, hostProgram, folder, lang, ...(compose === 2 ? ['compose'] : [])],
        ...(kubernetes === undefined ? [] : [`kubernetes=${kubernetes}`]),
      ],
    ]);
    const child = spawn(program, args, { cwd: folder, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    await ready(child, AbortSignal.any([signal, AbortSignal.timeout(readyMs)]));
    enclosure.started(child.pid ?? 0);
    const inventory = hostInventory(child);
    const told = {
      refused: () => linesOf(refusedFile),
      onRefused: (listener: () => void) => watched(refused, listener),
    };
    return { folder, home, bin, temporary, enclosure, inventory, ...told, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Fulfilled when it has said that it is ready. */
async function ready(child: ChildProcess, signal: AbortSignal): Promise<void> {
  let said = '';
  const { stdin, stdout, stderr } = child;
  for (const one of [child, stdin]) one?.on('error', () => undefined);
  const line = new Promise<void>((resolve) => {
    for (const stream of [stdout, stderr]) {
      stream?.on('data', (bytes: Buffer) => {
        said = (said + bytes.toString()).slice(0, mostSaid);
        if (said.endsWith('ready\n')) resolve();
      });
    }
  });
  const end = once(child, 'close', { signal }).then(
    () => verbatim(said.trim()),
    (error: unknown) => reasonOf(error),
  );
  const reason = await Promise.race([line, end]);
  // What it says unasked later waits in the pipes, and with it only itself.
  for (const stream of [stdout, stderr]) stream?.removeAllListeners('data').pause();
  if (reason !== undefined) throw new TargetError(message('target/host-ended', { reason }));
}

/** Calls `listener` when a file is written to, as far as the system tells; gives what ends that. */
function watched(file: string, listener: () => void): () => void {
  try {
    const watcher = watch(file, { persistent: false }, listener).on('error', () => undefined);
    return () => {
      watcher.close();
    };
  } catch {
    // Removed by its user, or there are too many: what was refused is read all the same.
    return () => undefined;
  }
}

/** The complete lines of a file that somebody else writes. */
function linesOf(file: number): readonly string[] {
  const bytes = Buffer.allocUnsafe(mostRefused);
  return bytes
    .toString('utf8', 0, readSync(file, bytes, 0, bytes.length, 0))
    .split('\n')
    .slice(0, -1);
}
