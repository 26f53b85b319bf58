import { appendFileSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import type { Guests } from '../container/guest/guests.ts';
import { createRuntime } from '../container/runtime.ts';
import { createDocker } from '../docker/cli.ts';
import { createCompose } from '../docker/compose.ts';
import { createEngine } from '../docker/engine.ts';
import { createImages } from '../docker/images.ts';
import type { Inventory } from '../inventory.ts';
import { listDocker } from '../inventory/docker.ts';
import { listFiles } from '../inventory/listing.ts';
import { listObjects } from '../inventory/objects.ts';
import { createCluster } from '../kube/cluster.ts';
import { NodePortTaken } from '../kube/node-ports.ts';
import { createKubectl } from '../kubectl/cli.ts';
import { writeNodeConfig } from '../kubectl/kubeconfig/node-config.ts';
import type { Language } from '../messages/codes.ts';
import { message, word } from '../messages/message.ts';
import type { Program } from '../program.ts';
import type { BlobSink, NodeSnapshot, Restored } from '../snapshot/format.ts';
import { Restorer, type SnapshotSource } from '../snapshot/restore.ts';
import { takeSnapshot } from '../snapshot/take.ts';
import { SeenFiles } from '../snapshot/tree.ts';
import { layout, makeFolder } from './folder.ts';
import { startCommandServer } from './server.ts';
import { inPath, nodeShim, nodeWay, ownShim, writeShims } from './shims.ts';

/** The embedded node1: its folder, its cluster, and the commands that talk to it. */
export interface Node1 {
  /** Everything on disk is below it. */
  readonly folder: string;
  /** Home of its user: at first, only `.kube/config` is in it. */
  readonly home: string;
  /** To be put in front of PATH: holds the commands. */
  readonly bin: string;
  /** Whether a port of 127.0.0.1 is a NodePort of its cluster, or published by one of its containers. */
  listens(port: number): boolean;
  /** All that its commands have refused so far, oldest first, as they worded it: a pipe may have hidden it from the shell. */
  refused(): readonly string[];
  /** What its cluster, its docker and its home hold now. */
  inventory(): Promise<Inventory>;
  /** While `on`, what only imitates how long something takes (an image that comes) is done at once. */
  hurry(on: boolean): void;
  /** What it is at this moment; contents go to `sink`. Throws where something cannot be read. */
  snapshot(sink: BlobSink): NodeSnapshot;
  /** What of a snapshot could not be brought back as it was; undefined for a node without one. */
  readonly restored: Restored | undefined;
  /** Ends every process and listener and removes the folder. */
  close(): Promise<void>;
}

/** How a node1 is started. */
export interface Node1Options {
  /** PATH of its shell: `curl` and `jq` are ours only where it has none. */
  readonly path: string;
  /** Of what is node1's own to say; docker and kubectl are English. Default: `en`. */
  readonly lang?: Language;
  /** Where it lives: who made the folder removes it, and reads there what was refused. Default: one of its own. */
  readonly folder?: string;
  /** Runs known programs within this process. Default: each is a process of its own. */
  readonly guests?: Guests | undefined;
  /** What it is to be. Default: nobody has used it yet. */
  readonly from?: SnapshotSource | undefined;
}

/** The lines of a file; none where it is not there. */
function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(0, -1);
  } catch {
    return [];
  }
}

/** Starts a node1. Throws an Error in node1's words where a port of the snapshot is another program's. */
export async function startNode1({ path, lang = 'en', folder: given, guests, from }: Node1Options): Promise<Node1> {
  const folder = given ?? (await makeFolder());
  const closers: (() => Promise<void>)[] = [];
  if (given === undefined) closers.push(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const close = async (): Promise<void> => {
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closer();
  };
  try {
    const { home, bin, socket, refused: refusedFile } = layout(folder);
    await mkdir(home, { recursive: true });
    const restorer = from && new Restorer(from, folder);
    if (restorer === undefined) writeNodeConfig(home);
    else restorer.home(home);
    const images = await createImages({ folder, lang, ...(restorer && { fill: restorer.fill }) });
    const cluster = await createCluster({
      folder,
      images,
      lang,
      runtimeFor: (network) => createRuntime({ folder, network, lang, guests }),
      before: restorer?.cluster,
    });
    closers.push(() => cluster.close());
    const engine = createEngine(cluster, images, guests, restorer?.gone);
    closers.push(() => engine.containers.close());
    const restored = await restorer?.finish(engine);
    const compose = createCompose(engine);
    const programs = new Map<string, Program>([
      ['kubectl', createKubectl(cluster)],
      ['docker', createDocker(engine)],
      ['docker-compose', compose],
    ]);
    const refused: string[] = [];
    const server = await startCommandServer(socket, programs, lang, (refusal) => {
      const text = word(refusal, lang);
      if (given === undefined) refused.push(text);
      else appendFileSync(refusedFile, `${text.replaceAll('\n', ' ')}\n`);
    });
    closers.push(() => server.close());
    const way = nodeWay(socket, server.plain, path);
    await writeShims(bin, [
      ...[...programs.keys()].map((name) => nodeShim(name, way, lang)),
      ...['curl', 'jq'].filter((name) => !inPath(name, path)).map((name) => ownShim(name, lang, refusedFile)),
    ]);
    const listens = (port: number): boolean =>
      cluster.store.list('services').some(({ spec }) => spec?.ports?.some(({ nodePort }) => nodePort === port)) ||
      engine.containers.all().some(({ ports }) => ports.some(({ hostPort }) => hostPort === port));
    const hurry = (on: boolean): void => {
      cluster.hurry(on);
    };
    const inventory = async (): Promise<Inventory> => {
      const files = await listFiles(home);
      return { ...files, things: [...files.things, ...listDocker(engine), ...listObjects(cluster.store)] };
    };
    const seen = { files: new SeenFiles(), logs: new WeakMap(), objects: new WeakMap() };
    const snapshot = (sink: BlobSink): NodeSnapshot => takeSnapshot({ folder, home, engine }, sink, seen);
    const told = (): readonly string[] => [...refused, ...linesOf(refusedFile)];
    return { folder, home, bin, listens, inventory, refused: told, hurry, snapshot, restored, close };
  } catch (error) {
    await close();
    if (!(error instanceof NodePortTaken)) throw error;
    throw new Error(word(message('fault/port-taken', { port: error.port }), lang), { cause: error });
  }
}
