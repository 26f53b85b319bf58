import type { Config } from '../config.ts';
import { type Language, type Message, message } from '../messages/message.ts';
import { containerTarget } from '../target/container/container-target.ts';
import type { ContainerEngine } from '../target/container/engine.ts';
import { dockerEngine } from '../target/docker/docker-engine.ts';
import { createGuardians } from '../target/guardian.ts';
import { type Isolation, probeIsolation } from '../target/isolation.ts';
import { localTarget } from '../target/local.ts';
import { rehearsalTarget } from '../target/rehearsal.ts';
import { sshTarget } from '../target/ssh.ts';
import { HostList } from '../target/ssh-hosts.ts';
import type { Target } from '../target/target.ts';
import { UsageError } from './errors.ts';

/** How those who work on one machine share it. */
export interface Sharing {
  readonly isolation: Isolation;
  /** Several people share one Unix user, and were told so. */
  readonly isShared: boolean;
  /** There are several nodes, of several people. */
  readonly isClass?: boolean;
}

/** What the nodes of a target share, and which of them is meant. */
export interface NodeOptions {
  /** Makes containers: one for all nodes. Default: one of its own. */
  readonly engine?: ContainerEngine | undefined;
  /** Name of a node that goes on (`Target.node`). */
  readonly node?: string;
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
  // Each has a machine, or a container.
  if (type === 'ssh' || type === 'docker') return { isolation: 'none', isShared: false, isClass };
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

/**
 * What makes the nodes of the target of that name where they are containers. `className`: of a class that outlives this process; else what this
 * process leaves when it is killed is removed by the next one.
 */
export function engineOf(name: string, config: Config, className?: string): ContainerEngine | undefined {
  const { docker } = optionsOf(name, config);
  if (!docker) return undefined;
  const { image, network, host, user, cpus } = docker;
  return dockerEngine({
    ...{ image, network, limits: config.limits },
    ...(host !== undefined && { host }),
    ...(user !== undefined && { user }),
    ...(cpus !== undefined && { cpus }),
    ...(className !== undefined && { className }),
  });
}

/** The target of that name, as the configuration describes it. Throws UsageError when there is none. */
export function createTarget(
  name: string,
  config: Config,
  env: NodeJS.ProcessEnv,
  lang: Language,
  newGuardian = createGuardians(),
  sharing: Sharing = { isolation: 'none', isShared: false },
  hosts = hostsOf(name, config),
  { engine = engineOf(name, config), node }: NodeOptions = {},
): Target {
  const options = optionsOf(name, config);
  const shell = { ...options, files: config.files, environment: env, newGuardian, isShared: sharing.isShared };
  switch (options.type) {
    case 'docker':
      if (!engine) throw new UsageError(message('cli/unknown-target', { name, known: [...config.targets.keys()] }));
      return containerTarget({
        ...{ engine, files: config.files, shell: options.shell, env: options.env },
        isClass: sharing.isClass === true,
        ...(node !== undefined && { node }),
      });
    case 'local':
      return localTarget(shell);
    case 'ssh':
      return sshTarget({ ...shell, hosts, ...(options.sshConfig !== undefined && { config: options.sshConfig }) });
    case 'rehearsal': {
      const { isolation } = sharing;
      return rehearsalTarget({
        ...shell,
        lang,
        ...(isolation !== 'none' && { apart: { isolation, limits: config.limits } }),
      });
    }
  }
}
