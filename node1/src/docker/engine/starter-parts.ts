import type { Network } from '../../network.ts';
import type { Runtime } from '../../workload.ts';
import type { DockerContainer } from './container.ts';
import type { Events } from './events.ts';
import type { ContainerFiles } from './files.ts';
import type { Networks } from './networks.ts';
import type { Volumes } from './volumes.ts';

/** What a starter works with. */
export interface StarterParts {
  readonly network: Network;
  readonly createRuntime: (network: Network) => Runtime;
  readonly volumes: Volumes;
  readonly networks: Networks;
  readonly files: ContainerFiles;
  readonly events: Events;
  readonly all: () => readonly DockerContainer[];
  /** Tells that a command begins in a container; gives its id. */
  readonly tellExec: (container: DockerContainer, command: readonly string[]) => string;
  readonly tell: (container: DockerContainer, action: string, more?: Readonly<Record<string, string>>) => void;
  readonly onEnd: (container: DockerContainer) => void;
}
