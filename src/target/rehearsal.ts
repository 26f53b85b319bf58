import { tmpdir } from 'node:os';
import { delimiter } from 'node:path';
import type { Node1, Node1Options, NodeSnapshot } from '@pupitre/node1';
import { unknownNode } from '../changes/inventory.ts';
import { type Language, message } from '../messages/message.ts';
import { systemReason } from '../messages/message-error.ts';
import { type EnvironmentOptions, findShell, openShell, shellEnvironment } from './bash.ts';
import { type PlacedFile, placeFiles, type Placement, stampOf } from './files.ts';
import { createGuardians, type Guardian } from './guardian.ts';
import type { HostedNode } from './hosted-node.ts';
import { enclosing, type Isolation } from './isolation.ts';
import type { Limits } from './isolation/limits.ts';
import { isHeldWith, isOurs, type Listener, ownerOf } from './listeners.ts';
import { portWatch } from './port-watch.ts';
import { endWithEnvironment } from './processes.ts';
import { LocalScripts } from './script.ts';
import { type Snapshots, type Target, TargetError, type Tty } from './target.ts';

export interface RehearsalOptions extends EnvironmentOptions {
  /** bash to run: a path, or a name looked up in PATH. Default `bash`. */
  readonly shell?: string;
  /** Files to put in place before the first step. */
  readonly files?: readonly PlacedFile[];
  /** Default: a guardian of its own. */
  readonly newGuardian?: () => Guardian;
  /** Language of what node1 says of itself. Default: `en`. */
  readonly lang?: Language;
  /** How it is kept apart from others. Default: not at all, it is the runner's own user. */
  readonly apart?: Apart;
  /** 2: docker has the plugin `docker compose`. */
  readonly compose?: 2 | undefined;
  /** Whose texts kubectl has. Default: 1.20. */
  readonly kubernetes?: '1.28' | undefined;
  /** Several people share the runner's user: its notice says so. */
  readonly isShared?: boolean;
}

/** What keeps a node apart, and what it may take of the machine. */
interface Apart {
  readonly isolation: Exclude<Isolation, 'none'>;
  readonly limits: Limits;
}

/** Variables that would lead our commands, or the user's curl, away from the rehearsal. */
const misleading = ['KUBECONFIG', 'DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG'];

/** The embedded node1: a bash on this machine in front of a small cluster in this process, with a home of its own that is removed at the end. */
export function rehearsalTarget(options: RehearsalOptions): Target {
  const open = new Set<Tty>();
  const scripts = new LocalScripts();
  const { apart, compose, kubernetes, lang = 'en', files = [] } = options;
  let node: Node1 | HostedNode | undefined;
  /** The same, where it is a process of its own. */
  let hosted: HostedNode | undefined;
  /** The same, where it is in this process. */
  let here: Node1 | undefined;
  /** What is in place, some of it perhaps outside of its home. */
  let placement: Placement | undefined;
  let fits = '';
  const newGuardian = options.newGuardian ?? createGuardians();
  let guardian: Guardian | undefined;
  const env = shellEnvironment(options);
  const path = env['PATH'] ?? '';

  async function startApart({ isolation, limits }: Apart, signal: AbortSignal): Promise<void> {
    const { startHostedNode } = await import('./hosted-node.ts');
    guardian = newGuardian();
    const enclose = enclosing(isolation, limits, guardian);
    node = hosted = await startHostedNode({ path, lang, files, guardian, enclose, signal, compose, kubernetes });
  }

  async function startHere(from?: Node1Options['from']): Promise<Node1> {
    // Loaded only when there is to be a rehearsal: it is the larger part of Pupitre.
    const { startNode1 } = await import('@pupitre/node1');
    const started = await startNode1({ path, lang, from, compose, kubernetes });
    node = here = started;
    guardian = newGuardian();
    // Everything that runs in it has its folder in HOME or in PUPITRE_CONTAINER.
    guardian.environment(`${node.folder}/`);
    guardian.tree(node.folder);
    fits = await fitsNow();
    // Those of a snapshot may have been changed by its steps.
    if (!from) placement = await placeFiles(files, node.home, guardian);
    return started;
  }

  /** What a snapshot is good for: this version of node1, and these files of the course. */
  async function fitsNow(): Promise<string> {
    const { snapshotVersion } = await import('@pupitre/node1');
    return `node1 ${snapshotVersion} ${await stampOf(files)}`;
  }

  const snapshots: Snapshots = {
    fits: fitsNow,
    take: (sink) => here && { folder: here.folder, fits, node: here.snapshot(sink) },
    restore: async (state, read) => {
      const { folder, restored } = await startHere({
        snapshot: state.node as NodeSnapshot,
        read: (name) => asBuffer(read(name)),
      });
      return { folder, ...(restored ?? { begunAnew: [], leftOut: [], silent: [] }) };
    },
  };

  /** Its cluster listens in this process; its containers and what its user has started do in others. */
  function isOfNode(port: number, listener: Listener): boolean {
    if (hosted) return hosted.enclosure.owns(listener);
    if (!here) return false;
    return isOurs(listener) ? here.listens(port) : isHeldWith(listener, `${here.folder}/`);
  }

  /** How its shells are started, and its scripts. */
  function shellOf() {
    if (!node) throw new TargetError(message('target/not-prepared'));
    return {
      bash: findShell(options.shell ?? 'bash', path),
      cwd: node.home,
      env: rehearsalEnvironment(hosted ? ownEnvironment(env, hosted) : env, node),
      enclosure: hosted?.enclosure,
    };
  }

  const lookAtPorts = portWatch(isOfNode);
  return {
    name: 'rehearsal',
    address: '127.0.0.1',
    prompt: '[node1] \\w $ ',
    notice: message('target/rehearsal', {
      isolation: apart?.isolation ?? (options.isShared === true ? 'shared' : 'none'),
    }),
    ephemeral: true,
    portOwner: (port) => ownerOf(port, (listener) => isOfNode(port, listener)),
    refused: () => node?.refused() ?? [],
    onRefused: (listener) => node?.onRefused(listener) ?? ((): void => undefined),
    inventory: async (signal) => {
      if (!node) return unknownNode();
      const [held, listening] = [await node.inventory(signal), lookAtPorts()];
      return { things: [...held.things, ...listening.things], unseen: [...held.unseen, ...listening.unseen] };
    },
    hurry: (on) => {
      here?.hurry(on);
    },
    ...(!apart && { snapshots }),
    prepare: async (signal) => {
      if (node) return;
      await (apart ? startApart(apart, signal) : startHere()).catch((error: unknown) => {
        const reason = systemReason(error);
        throw reason ? new TargetError(message('target/no-folder', { folder: tmpdir(), reason })) : error;
      });
    },
    // async: a missing bash is a rejection, never a throw.
    // eslint-disable-next-line @typescript-eslint/require-await
    open: async (shell) => {
      const { bash, cwd, env, enclosure } = shellOf();
      const tty = openShell(bash, cwd, env, shell, undefined, enclosure);
      open.add(tty);
      void tty.closed.then(() => open.delete(tty));
      return tty;
    },
    runScript: async (script, limits) => scripts.run(script, shellOf(), limits),
    close: async () => {
      await Promise.all([scripts.close(), ...[...open].map((tty) => tty.close())]);
      // What left the sessions of the shells still has their home.
      if (node && !hosted) await endWithEnvironment(`HOME=${node.home}\0`);
      await placement?.remove();
      placement = undefined;
      await node?.close();
      node = hosted = here = undefined;
      guardian?.release();
      guardian = undefined;
    },
  };
}

/** What is its student's own, and nothing that leads to the runner's user. */
function ownEnvironment(env: Readonly<Record<string, string>>, { temporary }: HostedNode): Record<string, string> {
  const kept = Object.entries(env).filter(([name]) => !['SSH_AUTH_SOCK', 'XDG_RUNTIME_DIR'].includes(name));
  return { ...Object.fromEntries(kept), TMPDIR: temporary, USER: 'student', LOGNAME: 'student' };
}

/** What every shell gets: our commands in front, the temporary home, and no proxy in between. */
function rehearsalEnvironment(
  env: Readonly<Record<string, string>>,
  { home, bin }: Pick<Node1, 'home' | 'bin'>,
): Record<string, string> {
  const kept = Object.entries(env).filter(([name]) => !misleading.includes(name));
  const noProxy = [env['no_proxy'] ?? env['NO_PROXY'] ?? '', '127.0.0.1,localhost'].filter(Boolean).join(',');
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    PATH: [bin, env['PATH'] ?? ''].join(delimiter),
    no_proxy: noProxy,
    NO_PROXY: noProxy,
  };
}

/** The same bytes, not copied. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
