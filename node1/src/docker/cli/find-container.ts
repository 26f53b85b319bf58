import { ExitError } from '../../cli-kit/exit-error.ts';
import { message } from '../../messages/message.ts';
import type { DockerContainer } from '../engine/containers.ts';
import { listContainers } from '../engine/listing.ts';
import { type DockerCall } from './command.ts';

/** A container of docker's own. Throws ExitError where there is none. */
export function requireContainer(call: DockerCall, name: string): DockerContainer {
  const found = call.engine.containers.find(name);
  if (found !== undefined) return found;
  throw isPodContainer(call, name) ?? new ExitError(`Error: No such container: ${name}`);
}

/** A container by its name, as commands of the daemon look for it. Throws ExitError where there is none. */
export function daemonsContainer(call: DockerCall, name: string): DockerContainer {
  const found = call.engine.containers.find(name);
  if (found !== undefined) return found;
  throw isPodContainer(call, name) ?? new ExitError(`Error response from daemon: No such container: ${name}`);
}

/** What is told of a container of a pod, which is not docker's own here; undefined where there is none of this name. */
export function isPodContainer({ engine }: DockerCall, name: string): ExitError | undefined {
  const isPods = listContainers(engine).some((each) => each.name === name || (name !== '' && each.id.startsWith(name)));
  return isPods ? new ExitError(message('refusal/container-of-pod')) : undefined;
}
