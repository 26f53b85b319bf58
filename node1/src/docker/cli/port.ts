import { ExitError } from '../../cli-kit/exit-error.ts';
import type { PublishedPort } from '../engine/ports.ts';
import { type DockerCommand } from './command.ts';
import { requireContainer } from './find-container.ts';

/** `docker port`: the published ports of a container. */
export const port: DockerCommand = {
  name: 'port',
  usage: 'CONTAINER [PRIVATE_PORT[/PROTO]]',
  summary: 'List port mappings or a specific mapping for the container',
  flags: [],
  least: 1,
  most: 2,
  async run(call) {
    const [name = '', wanted] = call.args;
    const { ports } = requireContainer(call, name);
    if (wanted === undefined) {
      const lines = ports.flatMap((each) => placesOf(each).map((place) => `${each.containerPort}/tcp -> ${place}\n`));
      await call.out(lines.join(''));
      return 0;
    }
    const [number = '', protocol = 'tcp'] = wanted.split('/');
    if (!/^\d+$/.test(number)) {
      throw new ExitError(
        `Error: Invalid port: strconv.ParseUint: parsing ${JSON.stringify(number)}: invalid syntax`.replace(
          'Error: Invalid port: ',
          '',
        ),
      );
    }
    const asked = `${number}/${protocol}`;
    const found = ports.filter(({ containerPort }) => `${containerPort}/tcp` === asked);
    if (found.length === 0) throw new ExitError(`Error: No public port '${asked}' published for ${name}`);
    await call.out(found.flatMap((each) => placesOf(each).map((place) => `${place}\n`)).join(''));
    return 0;
  },
};

function placesOf({ hostPort, hostAddress }: PublishedPort): readonly string[] {
  return (hostAddress === undefined ? ['0.0.0.0', '::'] : [hostAddress]).map((address) => `${address}:${hostPort}`);
}
