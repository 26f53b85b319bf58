import { randomUUID } from 'node:crypto';
import { lstat, readdir, readlink, rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { appletsOf } from '../../container/applets.ts';
import { type ContainerContext, contextOf } from '../../container/container-context.ts';
import { inputOf, type Io } from '../../container/io.ts';
import { writeEtc } from '../../container/mounts.ts';
import { createReaper } from '../../container/reaper.ts';
import { unpackLayers } from '../../container/rootfs.ts';
import { requireProgram, spawn } from '../../container/spawn.ts';
import type { Layer } from '../../images.ts';
import type { Language } from '../../messages/codes.ts';
import type { Network } from '../../network.ts';
import type { ContainerSpec } from '../../workload.ts';
import type { Blobs } from '../image/blobs.ts';
import { createLayer, type LayerEntry, unpackedSize } from '../image/layers.ts';
import type { StoredImage } from '../image/store.ts';

/** Where the commands of a build run. */
export interface Workshop {
  /** Folder of the rehearsal; the files are below it while a command runs. */
  readonly folder: string;
  readonly network: Network;
  readonly lang: Language;
  /** Of all that runs there. Default: each command has one of its own. */
  readonly hostname?: string | undefined;
}

/** One RUN. */
export interface RunStep {
  readonly image: StoredImage;
  readonly command: readonly string[];
  /** The values of ARG, which commands see as variables. */
  readonly args: ReadonlyMap<string, string>;
  readonly extraHosts: ContainerSpec['extraHosts'];
  readonly stdout: Io['stdout'];
  readonly stderr: Io['stderr'];
}

/**
 * Runs a command on an image's files, with the programs that its containers have here, and makes a layer of what it changed;
 * without one where it changed nothing. Throws an Error in the runtime's words where the image has no such program.
 */
export async function runStep(
  { folder, network, lang, hostname = randomUUID().replaceAll('-', '').slice(0, 12) }: Workshop,
  blobs: Blobs,
  { image, command, args, extraHosts = [], stdout, stderr }: RunStep,
  signal: AbortSignal,
): Promise<{ readonly code: number; readonly made: { readonly layer: Layer; readonly size: number } | undefined }> {
  const root = join(folder, 'builds', randomUUID());
  const address = network.allocate('container');
  const spec = {
    label: 'build',
    image,
    env: Object.fromEntries(args),
    address,
    namespace: 'bridge',
    hostname,
    extraHosts,
  };
  try {
    await unpackLayers(image.layers, root);
    writeEtc(root, spec);
    // Node writes to absolute paths of this machine, not of the image: here it would leave files behind.
    const applets = appletsOf(image.runtime, false);
    const place: ContainerContext = { ...contextOf(spec, root), applets, network, reaper: createReaper(), lang };
    const { env, workingDir: cwd } = place;
    await requireProgram(place, command[0] ?? '', env, cwd);
    const before = await snapshot(root);
    const end = (): void => {
      place.processes.killAll();
    };
    signal.addEventListener('abort', end);
    const code = await spawn(place, command, { io: { stdin: inputOf(), stdout, stderr }, env, cwd });
    signal.removeEventListener('abort', end);
    // What still runs in the background ends with its container.
    end();
    const entries = code === 0 ? changes(root, before, await snapshot(root)) : [];
    const layer = entries.length === 0 ? undefined : await createLayer(blobs, entries);
    return { code, made: layer && { layer, size: unpackedSize(entries) } };
  } finally {
    network.release(address);
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A file as it is at one moment; `stamp` changes whenever it does. */
interface Seen {
  readonly kind: 'folder' | 'link' | 'file';
  readonly mode: number;
  readonly size: number;
  readonly target: string;
  readonly stamp: string;
}

/** All that is below a folder, by its path there, folders before what is in them. */
async function snapshot(root: string, below = ''): Promise<Map<string, Seen>> {
  const found = new Map<string, Seen>();
  for (const name of (await readdir(join(root, below))).sort()) {
    const path = posix.join(below, name);
    const stats = await lstat(join(root, path), { bigint: true });
    const kind = stats.isDirectory() ? 'folder' : stats.isSymbolicLink() ? 'link' : 'file';
    if (kind === 'file' && !stats.isFile()) continue;
    const mode = Number(stats.mode) & 0o777;
    const target = kind === 'link' ? await readlink(join(root, path)) : '';
    // A folder's time changes with what is in it, which is no change of its own.
    const stamp = kind === 'folder' ? `${mode}` : `${mode} ${stats.ino} ${stats.size} ${stats.ctimeNs}`;
    found.set(path, { kind, mode, size: Number(stats.size), target, stamp: `${kind} ${stamp}` });
    if (kind === 'folder') for (const [inner, seen] of await snapshot(root, path)) found.set(inner, seen);
  }
  return found;
}

/** What must be laid over `before` to give `after`: what is new or changed, and white-outs for what is gone. */
function changes(root: string, before: ReadonlyMap<string, Seen>, after: ReadonlyMap<string, Seen>): LayerEntry[] {
  const entries = [...after]
    .filter(([path, { stamp }]) => before.get(path)?.stamp !== stamp)
    .map(([path, { kind, mode, size, target }]): LayerEntry => {
      if (kind === 'folder') return { name: `${path}/`, mode, content: { kind } };
      // A link of the image's own points into these very files, and must not do so from a layer.
      if (kind === 'link') return { name: path, mode, content: { kind, target: target.replace(root, '') } };
      return { name: path, mode, content: { kind, path: join(root, path), size } };
    });
  const gone = [...before.keys()].filter((path) => !after.has(path) && !isInGone(path, before, after));
  const whiteOuts = gone.map((path): LayerEntry => {
    const name = posix.join(posix.dirname(path), `.wh.${posix.basename(path)}`);
    return { name, mode: 0o644, content: { kind: 'text', text: '' } };
  });
  return [...whiteOuts, ...entries];
}

/** Whether the folder around it is gone, too. */
function isInGone(path: string, before: ReadonlyMap<string, Seen>, after: ReadonlyMap<string, Seen>): boolean {
  const parent = posix.dirname(path);
  return before.has(parent) && !after.has(parent);
}
