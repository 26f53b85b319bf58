import { tmpdir } from 'node:os';
import { delimiter } from 'node:path';
import type { Node1 } from '@pupitre/node1';
import { type Language, message } from '../messages/message.ts';
import { systemReason } from '../messages/message-error.ts';
import { type EnvironmentOptions, findShell, openShell, shellEnvironment } from './bash.ts';
import { type PlacedFile, placeFiles } from './files.ts';
import { createGuardians, type Guardian } from './guardian.ts';
import { endWithEnvironment } from './processes.ts';
import { type Target, TargetError, type Tty } from './target.ts';

export interface RehearsalOptions extends EnvironmentOptions {
  /** bash to run: a path, or a name looked up in PATH. Default `bash`. */
  readonly shell?: string;
  /** Files to put in place before the first step. */
  readonly files?: readonly PlacedFile[];
  /** Default: a guardian of its own. */
  readonly newGuardian?: () => Guardian;
  /** Language of what node1 says of itself. Default: `en`. */
  readonly lang?: Language;
}

/** Variables that would lead our commands, or the user's curl, away from the rehearsal. */
const misleading = ['KUBECONFIG', 'DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG'];

/** The embedded node1: a bash on this machine in front of a small cluster in this process, with a home of its own that is removed at the end. */
export function rehearsalTarget(options: RehearsalOptions): Target {
  const open = new Set<Tty>();
  let node: Node1 | undefined;
  const newGuardian = options.newGuardian ?? createGuardians();
  let guardian: Guardian | undefined;
  const env = shellEnvironment(options);
  return {
    name: 'rehearsal',
    address: '127.0.0.1',
    prompt: '[node1] \\w $ ',
    notice: message('target/rehearsal'),
    ephemeral: true,
    refused: () => node?.refused() ?? [],
    prepare: async () => {
      // Loaded only when there is to be a rehearsal: it is the larger part of Pupitre.
      const { startNode1 } = await import('@pupitre/node1');
      node = await startNode1({ path: env['PATH'] ?? '', lang: options.lang ?? 'en' }).catch((error: unknown) => {
        const reason = systemReason(error);
        throw reason ? new TargetError(message('target/no-folder', { folder: tmpdir(), reason })) : error;
      });
      guardian = newGuardian();
      // Everything that runs in it has its folder in HOME or in PUPITRE_CONTAINER.
      guardian.environment(`${node.folder}/`);
      guardian.tree(node.folder);
      await placeFiles(options.files ?? [], node.home);
    },
    // async: a missing bash is a rejection, never a throw.
    // eslint-disable-next-line @typescript-eslint/require-await
    open: async (shell) => {
      if (!node) throw new TargetError(message('target/not-prepared'));
      const program = findShell(options.shell ?? 'bash', env['PATH'] ?? '');
      const tty = openShell(program, node.home, rehearsalEnvironment(env, node), shell);
      open.add(tty);
      void tty.closed.then(() => open.delete(tty));
      return tty;
    },
    close: async () => {
      await Promise.all([...open].map((tty) => tty.close()));
      // What left the sessions of the shells still has their home.
      if (node) await endWithEnvironment(`HOME=${node.home}\0`);
      await node?.close();
      node = undefined;
      guardian?.release();
      guardian = undefined;
    },
  };
}

/** What every shell gets: our commands in front, the temporary home, and no proxy in between. */
function rehearsalEnvironment(env: Readonly<Record<string, string>>, { home, bin }: Node1): Record<string, string> {
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
