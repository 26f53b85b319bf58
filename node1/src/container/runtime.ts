import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language } from '../messages/codes.ts';
import type { Network } from '../network.ts';
import type { Container, ContainerSpec, Runtime } from '../workload.ts';
import { appletsOf } from './applets.ts';
import { containerCommand, type ContainerContext, contextOf } from './container-context.ts';
import { execute } from './exec.ts';
import type { Guests } from './guest/guests.ts';
import { mountAll, writeEtc } from './mounts.ts';
import { startNodeContainer } from './node-container.ts';
import { endOrphans } from './orphans.ts';
import { createReaper } from './reaper.ts';
import { unpackLayers } from './rootfs.ts';
import { afterEntrypoint, builtInMains, insteadOf } from './servers/built-in.ts';
import { requireProgram, spawn } from './spawn.ts';
import { type Main, startTask } from './task.ts';
import { Turns } from './turns.ts';

/** What containers need from the rehearsal. */
export interface RuntimeOptions {
  /** Folder of the rehearsal; the containers' files are below it. */
  readonly folder: string;
  readonly network: Network;
  /** Default: `en`. */
  readonly lang?: Language;
  /** Runs known programs within this process. Default: each is a process of its own. */
  readonly guests?: Guests | undefined;
  /** Shared by several runtimes. Default: its own. */
  readonly turns?: Turns | undefined;
  /** Counts the containers of several runtimes. */
  readonly nextPid?: () => number;
}

/** Of the pods that have the node's own network. */
const nodeAddress = '172.17.0.1';
const clusterDns = '10.96.0.10';

// Process ids of the containers without a process of their own, above any that the kernel gives.
const firstPid = 2 ** 22;

/** A runtime whose containers have their files below `folder` and their addresses on `network`. */
export function createRuntime({
  folder,
  network,
  lang = 'en',
  guests,
  nextPid,
  turns = new Turns(),
}: RuntimeOptions): Runtime {
  const reaper = createReaper();
  let started = 0;
  return {
    async start(spec, past) {
      const id = past?.folder ?? `${spec.label.replace(/[^\w.-]+/g, '_').slice(0, 80)}-${randomUUID().slice(0, 8)}`;
      const root = join(folder, 'containers', id);
      let unmount: () => void = () => undefined;
      const removeFiles = async () => {
        unmount();
        if (spec.keepsFiles === true) return;
        await rm(root, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
      };
      try {
        if (past === undefined) await unpackLayers(spec.image.layers, root);
        else past.files(root);
        unmount = mountAll(root, spec);
        writeEtc(root, spec);
        // Policies are about pods; docker's containers have names of their own.
        const isPod = spec.address.startsWith('10.244.');
        const seen = (isPod ? network.seenFrom?.(spec.address) : undefined) ?? network;
        const own = isPod || spec.address === nodeAddress ? withNames(seen, spec) : seen;
        const applets = appletsOf(spec.image.runtime);
        const place: ContainerContext = {
          ...contextOf(spec, root, turns),
          ...{ applets, network: own, reaper, lang, memory: {}, past },
        };
        await past?.begins;
        return withOrigin(await startIn(place, firstPid + (nextPid?.() ?? ++started), removeFiles, guests), place);
      } catch (error) {
        await removeFiles();
        throw error;
      }
    },
  };
}

/** The network of a pod with the names that its name servers know: the node's knows only full ones of the cluster, all others none. */
function withNames(network: Network, { dns: { servers = [clusterDns] } = {} }: ContainerSpec): Network {
  if (servers.includes(clusterDns)) return network;
  return {
    ...network,
    resolve: (name, namespace) =>
      servers.includes(nodeAddress) && /\.svc\.cluster\.local\.?$/i.test(name)
        ? network.resolve(name, namespace)
        : undefined,
  };
}

function withOrigin(container: Container, { spec, root, memory }: ContainerContext): Container {
  let exitCode: number | undefined;
  void container.ended.then((end) => {
    ({ exitCode } = end);
  });
  return { ...container, origin: { spec, root, memory: () => memory?.now?.(), exitCode: () => exitCode } };
}

async function startIn(
  place: ContainerContext,
  pid: number,
  removeFiles: () => Promise<void>,
  guests: Guests | undefined,
): Promise<Container> {
  const { spec } = place;
  const builtIn = builtInMains[spec.image.runtime];
  const command = afterEntrypoint(builtIn, containerCommand(spec));
  const [program = ''] = command;
  const exec: Container['exec'] = (words, io, signal, where) => execute(place, words, io, signal, where);
  if (command.length === 0) throw new Error('No command specified');

  const onEnd = () => {
    endOrphans(place.root);
    void removeFiles();
  };
  if (spec.image.runtime === 'node' && isNode(program)) {
    const guest = await guests?.find(place, command.slice(1));
    if (guest !== undefined) {
      return startTask({ place, main: guest.main, onTerminate: guest.onSignal, command, exec, onEnd, pid });
    }
    const container = await startNodeContainer(place, command.slice(1), exec);
    void container.ended.then(removeFiles);
    return container;
  }
  if (builtIn?.programs.includes(program) === true) {
    const main = insteadOf(spec.image.runtime, builtIn, command) ?? builtIn.main;
    return startTask({ place, main, onTerminate: builtIn.onTerminate, command, exec, onEnd, pid });
  }
  await requireProgram(place, program, place.env, place.workingDir);
  const main: Main = async (_place, io, _signal, process) =>
    spawn(place, command, { io, env: place.env, cwd: place.workingDir, process });
  return startTask({ place, main, onTerminate: undefined, command, exec, onEnd, pid });
}

function isNode(program: string): boolean {
  return /^(\/usr\/local\/bin\/|\/usr\/bin\/)?node$/.test(program);
}
