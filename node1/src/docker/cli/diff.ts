import { changesOf } from '../engine/changes.ts';
import type { DockerCommand } from './command.ts';
import { daemonsContainer } from './find-container.ts';

/** `docker diff`. */
export const diff: DockerCommand = {
  name: 'diff',
  usage: 'CONTAINER',
  summary: "Inspect changes to files or directories on a container's filesystem",
  flags: [],
  least: 1,
  most: 1,
  async run(call) {
    const { engine, args, out } = call;
    const [name = ''] = args;
    const container = daemonsContainer(call, name);
    const changes = await changesOf(container, await engine.containers.files(container), engine.cluster.folder);
    await out(changes.map(({ kind, path }) => `${kind} ${path}\n`).join(''));
    return 0;
  },
};
