import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { ImageError } from '../../images.ts';
import type { Invocation } from '../../program.ts';
import { askRegistry } from '../registry/client.ts';
import { daemonError, type DockerCall, type DockerCommand } from './command.ts';

const hub = 'https://index.docker.io/v1/';

/** docker's own `config.json`, of which only `auths` is ours. */
type ClientConfig = Readonly<Record<string, unknown>> & {
  readonly auths?: Readonly<Record<string, { readonly auth?: string }>>;
};

function configPath({ env }: Invocation): string {
  return join(env['DOCKER_CONFIG'] ?? join(env['HOME'] ?? '/', '.docker'), 'config.json');
}

function readConfig(path: string): ClientConfig {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ClientConfig;
  } catch {
    return {};
  }
}

function writeConfig(path: string, config: ClientConfig): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const auths = Object.fromEntries(Object.entries(config.auths ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(path, JSON.stringify({ ...config, auths }, undefined, '\t'), { mode: 0o600 });
}

const login: DockerCommand = {
  name: 'login',
  usage: '[OPTIONS] [SERVER]',
  summary: 'Log in to a Docker registry',
  flags: [flag.text('password', 'p'), flag.bool('password-stdin'), flag.text('username', 'u')],
  least: 0,
  most: 1,
  async run(call) {
    const { invocation, args, out, err } = call;
    const path = configPath(invocation);
    const server = hostOf(args[0] ?? '');
    const known = readConfig(path);
    const { user, password } = await credentials(call, known.auths?.[server]?.auth);
    if (server === '' || server === 'docker.io' || server === 'index.docker.io') throw notSimulated('docker login');
    try {
      await ask(server, invocation.signal);
    } catch (error) {
      if (error instanceof ImageError) throw daemonError(error.message);
      throw error;
    }
    const auth = Buffer.from(`${user}:${password}`).toString('base64');
    writeConfig(path, { ...known, auths: { ...known.auths, [server]: { auth } } });
    await err(
      `WARNING! Your password will be stored unencrypted in ${path}.\nConfigure a credential helper to remove this warning. See\n` +
        'https://docs.docker.com/engine/reference/commandline/login/#credentials-store\n\n',
    );
    await out('Login Succeeded\n');
    return 0;
  },
};

/** Who it is, by the flags, standard input, or what was stored before. Throws ExitError. */
async function credentials(
  { flags, invocation, out, err }: DockerCall,
  stored: string | undefined,
): Promise<{ readonly user: string; readonly password: string }> {
  const user = flags.value('username') ?? '';
  if (flags.given('password')) {
    await err('WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n');
    if (flags.on('password-stdin')) throw new ExitError('--password and --password-stdin are mutually exclusive');
  }
  if (flags.on('password-stdin')) {
    if (user === '') throw new ExitError('Must provide --username with --password-stdin');
    let password = '';
    for await (const chunk of invocation.stdin) password += Buffer.from(chunk).toString();
    return { user, password: password.replace(/\r?\n$/, '') };
  }
  if (user === '' && !flags.given('password') && stored !== undefined) {
    await out('Authenticating with existing credentials...\n');
    const [name = '', password = ''] = Buffer.from(stored, 'base64').toString().split(/:(.*)/s);
    return { user: name, password };
  }
  const password = flags.value('password') ?? '';
  if (user === '' && password !== '' && !invocation.stdin.isTTY) {
    await out('Username: ');
    throw new ExitError('EOF');
  }
  if (password === '' && !invocation.stdin.isTTY) {
    throw new ExitError('Error: Cannot perform an interactive login from a non TTY device');
  }
  if (user === '' || password === '') throw notSimulated('docker login');
  return { user, password };
}

/** The registry's answer to somebody who comes: one that wants to know who it is, is refused. Throws ImageError. */
async function ask(server: string, signal: AbortSignal): Promise<void> {
  const { status, body } = await askRegistry(server, { method: 'GET', path: '/v2/', signal });
  body.destroy();
  if (status === 401) throw notSimulated(`docker login ${server}`);
  if (status !== 200)
    throw new ImageError('unreachable', `login attempt to http://${server}/v2/ failed with status: ${status}`);
}

/** `https://host:5000/v1/` is `host:5000`. */
function hostOf(server: string): string {
  return server.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
}

const logout: DockerCommand = {
  name: 'logout',
  usage: '[SERVER]',
  summary: 'Log out from a Docker registry',
  flags: [],
  least: 0,
  most: 1,
  async run({ args: [server], invocation, out }) {
    const name = server === undefined ? hub : hostOf(server);
    await out(`Removing login credentials for ${name}\n`);
    const path = configPath(invocation);
    const config = readConfig(path);
    if (config.auths !== undefined && Object.hasOwn(config.auths, name)) {
      const auths = Object.fromEntries(Object.entries(config.auths).filter(([key]) => key !== name));
      writeConfig(path, { ...config, auths });
    }
    return 0;
  },
};

/** The commands about who one is for a registry. */
export const loginCommands: readonly DockerCommand[] = [login, logout];
