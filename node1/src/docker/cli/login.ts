import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import type { DockerCommand } from './command.ts';

/** `docker login`: there is no registry here that asks who somebody is. */
const login: DockerCommand = {
  name: 'login',
  usage: '[OPTIONS] [SERVER]',
  summary: 'Log in to a Docker registry',
  flags: [flag.text('password', 'p'), flag.bool('password-stdin'), flag.text('username', 'u')],
  least: 0,
  most: 1,
  run({ flags, invocation }) {
    if (flags.given('password') && flags.on('password-stdin')) {
      throw new ExitError('--password and --password-stdin are mutually exclusive');
    }
    if (flags.on('password-stdin') && (flags.value('username') ?? '') === '') {
      throw new ExitError('Must provide --username with --password-stdin');
    }
    if (!invocation.stdin.isTTY && !flags.given('password') && !flags.on('password-stdin')) {
      throw new ExitError('Error: Cannot perform an interactive login from a non TTY device');
    }
    throw notSimulated('docker login');
  },
};

const logout: DockerCommand = {
  name: 'logout',
  usage: '[SERVER]',
  summary: 'Log out from a Docker registry',
  flags: [],
  least: 0,
  most: 1,
  async run({ args: [server], out }) {
    if (server === undefined) await out('Removing login credentials for https://index.docker.io/v1/\n');
    else await out(`Not logged in to ${server}\n`);
    return 0;
  },
};

/** The commands about who one is for a registry. */
export const loginCommands: readonly DockerCommand[] = [login, logout];
