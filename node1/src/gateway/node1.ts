import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Guests } from '../container/guest/guests.ts';
import type { Inventory } from '../inventory.ts';
import { listFiles } from '../inventory/listing.ts';
import { writeNodeConfig } from '../kubectl/kubeconfig/node-config.ts';
import type { KubernetesVersion } from '../kubectl/texts.ts';
import type { Language } from '../messages/codes.ts';
import { refusals } from '../messages/refusals.ts';
import type { Program } from '../program.ts';
import type { BlobSink, NodeSnapshot, Restored } from '../snapshot/format.ts';
import { takeFresh } from '../snapshot/fresh.ts';
import type { SnapshotSource } from '../snapshot/restore.ts';
import { SeenFiles } from '../snapshot/tree.ts';
import { layout, makeFolder } from './folder.ts';
import type { Inside } from './inside.ts';
import { outsidePrograms } from './outside.ts';
import { reachOf } from './reach.ts';
import { RefusalLog } from './refusal-log.ts';
import { type CommandServer, startCommandServer } from './server.ts';
import { inPath, nodeShim, nodeShims, nodeWay, ownShim, writeShims } from './shims.ts';

/** Commands that are the node's own. */
const own = ['kubectl', 'docker', 'docker-compose'] as const;

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
  /** Calls `listener` when that may have grown; gives what ends that. */
  onRefused(listener: () => void): () => void;
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
  /** 2: docker has the plugin `docker compose`. Default: it has not, as docker 20.10 without it. */
  readonly compose?: 2 | undefined;
  /** Whose texts kubectl has, where it has others than 1.20's (`kubectl/texts.ts`). Default: 1.20. */
  readonly kubernetes?: KubernetesVersion | undefined;
}

/** Starts a node1. Throws an Error in node1's words where a port of the snapshot is another program's. */
export async function startNode1(options: Node1Options): Promise<Node1> {
  const folder = options.folder ?? (await makeFolder());
  const log = new RefusalLog(layout(folder).refused, options.folder !== undefined, options.lang ?? 'en');
  // What runs in it by itself may refuse something as well.
  return refusals.run(log.add, () => startIn(folder, options, log));
}

async function startIn(
  folder: string,
  { path, lang = 'en', folder: given, guests, from, compose, kubernetes }: Node1Options,
  log: RefusalLog,
): Promise<Node1> {
  const { home, bin, socket, refused: refusedFile } = layout(folder);
  mkdirSync(home, { recursive: true });
  let inside: Inside | undefined;
  let starting: Promise<Inside> | undefined;
  let isHurried = false;
  let server: CommandServer | undefined;
  /** Most of a node is there when somebody asks for it first: until then, nobody has used it. */
  const open = (source?: SnapshotSource): Promise<Inside> =>
    (starting ??= import('./inside.ts').then(async ({ startInside }) => {
      inside = await startInside({ folder, home, lang, guests, from: source, hasCompose: compose === 2, kubernetes });
      if (isHurried) inside.cluster.hurry(true);
      return inside;
    }));
  const close = async (): Promise<void> => {
    await server?.close();
    await starting?.then(
      (started) => started.close(),
      () => undefined,
    );
    if (given === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    if (!from) writeNodeConfig(home);
    let restored: Restored | undefined;
    if (from?.snapshot.isFresh === true) {
      const { Restorer } = await import('../snapshot/restore.ts');
      restored = new Restorer(from, folder).fresh(home);
    } else if (from) ({ restored } = await open(from));
    const outside = outsidePrograms(path, {
      knows: (address) => inside?.cluster.network.knows(address) ?? false,
      has: (address) => inside?.cluster.network.has?.(address) ?? false,
      isHidden: (port) => inside?.cluster.isHidden(port) ?? false,
      resolve: async () => {
        const { network } = (await open()).cluster;
        return (name) => network.resolve(name, '');
      },
      reach: async () => reachOf((await open()).cluster),
    });
    const programs = new Map<string, Program>([
      ...outside.programs,
      ...own.map((name): [string, Program] => [
        name,
        async (invocation) => (inside ?? (await open())).programs[name](invocation),
      ]),
    ]);
    server = await startCommandServer(socket, programs, lang, log.add, outside.programOf);
    const way = nodeWay(socket, server.plain, path);
    writeShims(bin, [
      ...own.map((name) => nodeShim(name, way, lang)),
      ...nodeShims([...outside.programs.keys()], way, lang),
      ...(inPath('jq', path) === undefined ? [ownShim('jq', lang, refusedFile)] : []),
    ]);
    const fresh = new SeenFiles();
    return {
      ...{ folder, home, bin, restored, close },
      listens: (port) => inside?.listens(port) ?? false,
      refused: () => log.all(),
      onRefused: (listener) => log.onAdded(listener),
      inventory: async () => {
        const opened = await open();
        const files = await listFiles(home);
        return { ...files, things: [...files.things, ...opened.things()] };
      },
      hurry: (on) => {
        isHurried = on;
        inside?.cluster.hurry(on);
      },
      snapshot: (sink) => inside?.snapshot(sink) ?? takeFresh(folder, home, sink, fresh),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
