import type { Config } from '../config.ts';
import { type Language, type Message, message } from '../messages/message.ts';
import { containerTarget } from '../target/container/container-target.ts';
import type { ContainerEngine } from '../target/container/engine.ts';
import type { PlacedFile, Placer } from '../target/files.ts';
import { createGuardians } from '../target/guardian.ts';
import { type Isolation, probeIsolation } from '../target/isolation.ts';
import { localTarget } from '../target/local.ts';
import { rehearsalTarget } from '../target/rehearsal.ts';
import { sshTarget } from '../target/ssh.ts';
import { HostList } from '../target/ssh-hosts.ts';
import type { Target } from '../target/target.ts';
import { engineOf } from './engines.ts';
import { UsageError } from './errors.ts';

/** How those who work on one machine share it. */
export interface Sharing {
  readonly isolation: Isolation;
  /** Several people share one Unix user, and were told so. */
  readonly isShared: boolean;
}

/**
 * What keeps nodes of the target of that name apart. A class (`isClass`) that nothing keeps apart must be asked for (`sharedUser`):
 * throws UsageError when it was not, or when the configuration asks for what this machine cannot do.
 */
export function chooseSharing(
  name: string,
  config: Config,
  { isClass = false, sharedUser = false }: { readonly isClass?: boolean; readonly sharedUser?: boolean } = {},
): Sharing {
  const { type, isolation: wanted } = optionsOf(name, config);
  const refuse = (reason: Message): never => {
    throw new UsageError(message('cli/shared-user', { reason }));
  };
  if (wanted !== undefined && wanted !== 'none') {
    const { isolation, lacks } = probeIsolation(wanted);
    if (isolation === wanted) return { isolation, isShared: false };
    throw new UsageError(
      message('target/isolation-absent', { isolation: wanted, reason: lacks ?? message('target/isolation-linux') }),
    );
  }
  // Each has a machine, a container or a pod.
  if (type === 'ssh' || type === 'docker' || type === 'kubernetes') return { isolation: 'none', isShared: false };
  if (!isClass || sharedUser) return { isolation: 'none', isShared: isClass };
  if (type === 'local') return refuse(message('cli/local-shares', { name }));
  if (wanted === 'none') return refuse(message('cli/config-shares', { name }));
  const { isolation, lacks } = probeIsolation();
  return isolation === 'none' ? refuse(lacks ?? message('target/isolation-linux')) : { isolation, isShared: false };
}

function optionsOf(name: string, config: Config) {
  const options = config.targets.get(name);
  if (options) return options;
  throw new UsageError(message('cli/unknown-target', { name, known: [...config.targets.keys()] }));
}

/** The machines that nodes of the target of that name are: for all of its nodes, since each is one node at a time. */
export function hostsOf(name: string, config: Config): HostList {
  return new HostList(optionsOf(name, config).hosts);
}

export interface TargetOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly lang: Language;
  /** What nodes of a class have in common. Default: of one node. */
  readonly newGuardian?: ReturnType<typeof createGuardians>;
  readonly sharing?: Sharing;
  readonly placeFiles?: Placer;
  readonly hosts?: HostList;
  readonly engine?: ContainerEngine | undefined;
  /** Name of a node that an earlier server has left. */
  readonly node?: string | undefined;
  readonly isClass?: boolean;
}

/** A configuration with files that decks ask for besides its own. */
export function withFiles(config: Config, files: readonly PlacedFile[]): Config {
  return { ...config, files: [...config.files, ...files] };
}

/** The target of that name, as the configuration describes it. Throws UsageError when there is none. */
export function createTarget(name: string, config: Config, { env, lang, ...more }: TargetOptions): Target {
  const options = optionsOf(name, config);
  const { sharing = { isolation: 'none', isShared: false }, newGuardian = createGuardians() } = more;
  const { hosts = hostsOf(name, config), engine = engineOf(name, config), node, isClass = false, placeFiles } = more;
  const shell = { ...options, files: config.files, environment: env, newGuardian, isShared: sharing.isShared };
  switch (options.type) {
    case 'local':
      return localTarget({ ...shell, ...(placeFiles && { placeFiles }) });
    case 'ssh':
      return sshTarget({ ...shell, hosts, ...(options.sshConfig !== undefined && { config: options.sshConfig }) });
    case 'docker':
    case 'kubernetes': {
      if (!engine) throw new UsageError(message('cli/unknown-target', { name, known: [...config.targets.keys()] }));
      const { shell: bash, env: variables } = options;
      return containerTarget({
        ...{ engine, shell: bash, env: variables, files: config.files, isClass },
        ...(node !== undefined && { node }),
      });
    }
    case 'rehearsal': {
      const { isolation } = sharing;
      return rehearsalTarget({
        ...shell,
        ...{ lang, compose: options.compose, kubernetes: options.kubernetes },
        ...(isolation !== 'none' && { apart: { isolation, limits: config.limits } }),
      });
    }
  }
}
