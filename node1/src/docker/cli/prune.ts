import { notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { message } from '../../messages/message.ts';
import { listContainers } from '../engine/listing.ts';
import { type DockerCall, type DockerCommand } from './command.ts';
import { removeImage } from './remove-image.ts';
import { humanSize } from './units.ts';

/** Asks for nothing: without --force a prune wants an answer, which a script cannot give. */
function requireForce({ flags }: DockerCall, name: string): void {
  if (!flags.on('force')) throw notSimulated(message('subject/without-force', { command: `docker ${name}` }));
}

/** `docker container prune -f`: stopped containers go. */
const pruneContainers: DockerCommand = {
  name: 'container prune',
  usage: '[OPTIONS]',
  summary: 'Remove all stopped containers',
  flags: [flag.bool('force', 'f'), ...flag.absent('filter=')],
  least: 0,
  most: 0,
  async run(call) {
    requireForce(call, 'container prune');
    const stopped = call.engine.containers.all().filter(({ state }) => state !== 'running');
    for (const container of stopped) await call.engine.containers.remove(container, false);
    if (stopped.length > 0) await call.out(`Deleted Containers:\n${stopped.map(({ id }) => `${id}\n`).join('')}\n`);
    await call.out('Total reclaimed space: 0B\n');
    return 0;
  },
};

/** `docker image prune -f`: images without a name that nothing is built on go; with -a, all that no container uses. */
const pruneImages: DockerCommand = {
  name: 'image prune',
  usage: '[OPTIONS]',
  summary: 'Remove unused images',
  flags: [flag.bool('force', 'f'), flag.bool('all', 'a'), ...flag.absent('filter=')],
  least: 0,
  most: 0,
  async run(call) {
    requireForce(call, 'image prune');
    const { images } = call.engine;
    const used = new Set(listContainers(call.engine).map(({ imageId }) => imageId));
    const parents = new Set(images.all().map(({ parent }) => parent));
    const unused = images.all().filter(({ id }) => {
      const { tags } = images.names(id);
      return !used.has(id) && !parents.has(id) && (tags.length === 0 || call.flags.on('all'));
    });
    const lines: string[] = [];
    let reclaimed = 0;
    for (const image of unused) {
      reclaimed += image.layers.reduce((sum, { size }) => sum + size, 0);
      lines.push(
        ...(await removeImage(call.engine, image.id, true)).map((line) => line.replace(/^U/, 'u').replace(/^D/, 'd')),
      );
    }
    if (lines.length > 0) await call.out(`Deleted Images:\n${lines.map((line) => `${line}\n`).join('')}\n`);
    await call.out(`Total reclaimed space: ${humanSize(reclaimed)}\n`);
    return 0;
  },
};

/** The commands that remove what is not used. */
export const pruneCommands: readonly DockerCommand[] = [pruneContainers, pruneImages];
