import { ExitError } from '../../cli-kit/exit-error.ts';
import { message } from '../../messages/message.ts';
import type { Container } from '../../workload.ts';
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

/** The container of a pod that runs now and has this name or id, with its id; undefined where there is none. */
export function runningPodContainer({ engine }: DockerCall, name: string): Container | undefined {
  if (name === '') return undefined;
  const listed = listContainers(engine).find(
    (each) => each.isRunning && (each.name === name || each.id.startsWith(name)),
  );
  const label = (what: string): string => listed?.labels[`io.kubernetes.${what}`] ?? '';
  return engine.cluster.containerOf(label('pod.namespace'), label('pod.name'), label('container.name'));
}

/** What is told of a container of a pod, which is not docker's own here; undefined where there is none of this name. */
export function isPodContainer({ engine }: DockerCall, name: string): ExitError | undefined {
  const isPods = listContainers(engine).some((each) => each.name === name || (name !== '' && each.id.startsWith(name)));
  return isPods ? new ExitError(message('refusal/container-of-pod')) : undefined;
}
