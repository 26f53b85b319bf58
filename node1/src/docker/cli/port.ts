import { ExitError } from '../../cli-kit/exit-error.ts';
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
      await call.out(
        ports.map(({ hostPort, containerPort }) => `${containerPort}/tcp -> 0.0.0.0:${hostPort}\n`).join(''),
      );
      return 0;
    }
    const asked = wanted.includes('/') ? wanted : `${wanted}/tcp`;
    const found = ports.filter(({ containerPort }) => `${containerPort}/tcp` === asked);
    if (found.length === 0) throw new ExitError(`Error: No public port '${asked}' published for ${name}`);
    await call.out(found.map(({ hostPort }) => `0.0.0.0:${hostPort}\n`).join(''));
    return 0;
  },
};
