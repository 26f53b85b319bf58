import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import type { GoValue } from '../../cli-kit/go-template.ts';
import { type DockerCommand } from './command.ts';
import { inspectAll } from './inspect-all.ts';
import { containerValue } from './inspect-container.ts';
import { imageValue } from './inspect-image.ts';
import { networkValue } from './network.ts';
import { volumeValue } from './volume.ts';

type Find = (name: string) => GoValue | undefined;

const types = ['', 'container', 'image', 'network', 'volume', 'node', 'service', 'task', 'secret', 'config', 'plugin'];

/** `docker inspect`: containers, images, networks, volumes, whichever has the name first. */
export const inspect: DockerCommand = {
  name: 'inspect',
  usage: '[OPTIONS] NAME|ID [NAME|ID...]',
  summary: 'Return low-level information on Docker objects',
  flags: [flag.text('format', 'f'), flag.text('type'), flag.bool('size', 's')],
  least: 1,
  most: Infinity,
  run(call) {
    const { engine, flags } = call;
    const type = flags.value('type') ?? '';
    if (!types.includes(type)) throw new ExitError(`"${type}" is not a valid value for --type`);
    if (flags.on('size') && !['', 'container'].includes(type))
      throw new ExitError(`"size" is not supported for type "${type}"`);
    const finders: Readonly<Record<string, Find>> = {
      container: (name) => containerValue(engine, name, flags.on('size')),
      image: (name) => imageValue(engine, name),
      network: (name) => networkValue(engine, name),
      volume: (name) => volumeValue(engine, name),
    };
    const tried = type === '' ? Object.values(finders) : [finders[type] ?? (() => undefined)];
    const find: Find = (name) => {
      for (const each of tried) {
        const found = each(name);
        if (found !== undefined) return found;
      }
      return undefined;
    };
    return inspectAll(call, find, type === '' ? 'object' : type);
  },
};

/** `docker image inspect` */
export const inspectImage: DockerCommand = {
  ...inspect,
  name: 'image inspect',
  usage: '[OPTIONS] IMAGE [IMAGE...]',
  summary: 'Display detailed information on one or more images',
  flags: [flag.text('format', 'f')],
  run: (call) => inspectAll(call, (name) => imageValue(call.engine, name), 'image'),
};

/** `docker container inspect` */
export const inspectContainer: DockerCommand = {
  ...inspect,
  name: 'container inspect',
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  summary: 'Display detailed information on one or more containers',
  flags: [flag.text('format', 'f'), flag.bool('size', 's')],
  run: (call) => inspectAll(call, (name) => containerValue(call.engine, name, call.flags.on('size')), 'container'),
};
