import type { DockerContainer } from '../engine/containers.ts';
import { listContainers } from '../engine/listing.ts';
import { CommandError, type DockerCall } from './command.ts';

/** A container of docker's own. Throws CommandError where there is none. */
export function requireContainer({ engine }: DockerCall, name: string): DockerContainer {
  const found = engine.containers.find(name);
  if (found !== undefined) return found;
  const isPods = listContainers(engine).some((each) => each.name === name || each.id.startsWith(name));
  if (isPods) throw new CommandError("rehearsal: docker on a pod's container is not simulated here; use kubectl");
  throw new CommandError(`Error: No such container: ${name}`);
}
