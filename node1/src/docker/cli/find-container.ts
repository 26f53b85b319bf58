import { ExitError } from '../../cli-kit/exit-error.ts';
import { message } from '../../messages/message.ts';
import type { DockerContainer } from '../engine/containers.ts';
import { listContainers } from '../engine/listing.ts';
import { type DockerCall } from './command.ts';

/** A container of docker's own. Throws ExitError where there is none. */
export function requireContainer({ engine }: DockerCall, name: string): DockerContainer {
  const found = engine.containers.find(name);
  if (found !== undefined) return found;
  const isPods = listContainers(engine).some((each) => each.name === name || each.id.startsWith(name));
  if (isPods) throw new ExitError(message('refusal/container-of-pod'));
  throw new ExitError(`Error: No such container: ${name}`);
}
