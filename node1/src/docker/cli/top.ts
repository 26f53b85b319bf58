import { notSimulated } from '../../cli-kit/exit-error.ts';
import { daemonError, type DockerCommand } from './command.ts';
import { daemonsContainer } from './find-container.ts';
import { columnsOf, psRows } from './ps-columns.ts';

/** `docker top`: as `ps` of the machine shows a container's processes. */
export const top: DockerCommand = {
  name: 'top',
  usage: 'CONTAINER [ps OPTIONS]',
  summary: 'Display the running processes of a container',
  stopsAtArgument: true,
  flags: [],
  least: 1,
  most: Infinity,
  async run(call) {
    const [name = '', ...options] = call.args;
    const container = daemonsContainer(call, name);
    if (container.state === 'restarting') {
      throw daemonError(`Container ${container.id} is restarting, wait until the container is running`);
    }
    const { process } = container;
    if (process === undefined || (container.state !== 'running' && container.state !== 'paused')) {
      throw daemonError(`Container ${container.id} is not running`);
    }
    const columns = columnsOf(options.length === 0 ? ['-ef'] : options);
    if (columns === undefined) throw notSimulated(`docker top ${options.join(' ')}`);
    if (typeof columns === 'string') throw daemonError(`ps: ${columns}`);
    const heads = columns.map(({ head }) => head);
    if (!heads.includes('PID')) throw daemonError("Couldn't find PID field in ps output");
    const rows = [heads, ...psRows(process).map((row) => columns.map(({ cell }) => cell(row)))];
    const widths = heads.map((_, at) => Math.max(20, ...rows.map((cells) => (cells[at] ?? '').length + 3)));
    const line = (cells: readonly string[]) =>
      `${cells.map((cell, at) => (at === cells.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join('')}\n`;
    await call.out(rows.map(line).join(''));
    return 0;
  },
};
