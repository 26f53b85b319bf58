import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { daemonError, type DockerCommand } from './command.ts';
import { daemonsContainer } from './find-container.ts';

/** `docker top`: as `ps -ef` of the machine shows a container's processes. */
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
    const wanted = options.length === 0 ? '-ef' : options.join(' ');
    if (wanted !== '-ef') throw notSimulated(`docker top ${wanted}`);
    const heads = ['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD'];
    const shown = process.processes();
    if (shown.length === 0) throw new ExitError('Error response from daemon: no processes');
    const rows = shown.map(({ pid, parent, user, command, started, tty }) => [
      user,
      String(process.pid + pid - 1),
      String(parent === 0 ? process.pid - 1 : process.pid + parent - 1),
      '0',
      new Date(started).toISOString().slice(11, 16),
      tty ? 'pts/0' : '?',
      '00:00:00',
      command.join(' '),
    ]);
    const line = (cells: readonly string[]) =>
      `${cells.map((cell, at) => (at === cells.length - 1 ? cell : cell.padEnd(Math.max(20, cell.length + 1)))).join('')}\n`;
    await call.out([heads, ...rows].map(line).join(''));
    return 0;
  },
};
