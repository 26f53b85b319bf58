import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { fileOf } from './archives.ts';
import type { DockerCall, DockerCommand } from './command.ts';
import { parseFilters } from './filters.ts';
import { countsOf, flagsOf, summaryOf, usageLines } from './help.ts';

const noManager =
  'Error response from daemon: This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.';

/** Commands of Swarm that say, on a node without one, that there is none. */
const ofManagers: ReadonlySet<string> = new Set([
  ...['node ls', 'node ps', 'node rm', 'node update', 'node promote', 'node demote'],
  ...['service create', 'service logs', 'service ls', 'service ps', 'service rm', 'service rollback', 'service update'],
  ...['stack ls', 'stack ps', 'stack rm', 'stack services', 'secret ls', 'secret rm', 'config ls', 'config rm'],
  ...['swarm join-token', 'swarm ca', 'secret create', 'config create'],
]);
const inspected: ReadonlySet<string> = new Set(['node inspect', 'service inspect', 'secret inspect', 'config inspect']);

/** A command that docker has and the rehearsal has not: its help and its mistakes are docker's, and what it would do is refused. */
export function absentCommand(path: string, known: readonly string[]): DockerCommand {
  return {
    name: path,
    usage: '',
    summary: summaryOf(path),
    flags: flagsOf(path).map((flag) => ({ ...flag, absent: false })),
    ...countsOf(path),
    async run(call) {
      if (ofManagers.has(path)) {
        await requireFile(call, path);
        throw new ExitError(noManager);
      }
      if (inspected.has(path)) {
        await call.out('[]\n');
        throw new ExitError(`Status: ${noManager}, Code: 1`);
      }
      if (path === 'swarm leave') throw new ExitError('Error response from daemon: This node is not part of a swarm');
      if (path === 'swarm unlock') throw new ExitError('Error: This node is not part of a swarm');
      if (path === 'swarm unlock-key') throw new ExitError(`could not fetch unlock key: ${noManager}`);
      if (path === 'service scale') await scale(call);
      if (path === 'stack deploy') await deploy(call);
      if (path.startsWith('plugin ')) await plugin(call, path);
      if (path === 'search') search(call);
      if (path === 'plugin ls') return 0;
      throw notSimulated(`docker ${path}`, known);
    },
  };
}

/** A secret and a config are read before anybody is asked. Throws ExitError. */
async function requireFile(call: DockerCall, path: string): Promise<void> {
  if (path !== 'secret create' && path !== 'config create') return;
  const [, file = '-'] = call.args;
  if (file !== '-') (await fileOf(call, file)).destroy();
}

/** Throws ExitError: there is nothing to scale. */
async function scale({ args, err }: DockerCall): Promise<void> {
  const wrong = args.find((each) => !each.includes('='));
  if (wrong !== undefined) {
    throw new ExitError(
      `Invalid scale specifier '${wrong}'.\nSee 'docker service scale --help'.\n\n${usageLines('service scale', summaryOf('service scale'))}`,
    );
  }
  await err(args.map((each) => `${each.split('=')[0] ?? ''}: ${noManager}\n`).join(''));
  throw new ExitError('');
}

/** Throws ExitError: the file is looked for first. */
async function deploy(call: DockerCall): Promise<void> {
  const { flags } = call;
  const files = flags.list('compose-file');
  if (files.length === 0 && flags.list('bundle').length === 0) {
    throw new ExitError(
      'Please specify either a bundle file (with --bundle-file) or a Compose file (with --compose-file).',
    );
  }
  for (const file of files) (await fileOf(call, file)).destroy();
}

/** Throws ExitError for what there is not; nothing is installed. */
async function plugin({ args, out, flags }: DockerCall, path: string): Promise<void> {
  const [name = ''] = args;
  if (path === 'plugin ls') await out(flags.on('quiet') ? '' : 'ID        NAME      DESCRIPTION   ENABLED\n');
  if (path === 'plugin inspect') {
    await out('[]\n');
    throw new ExitError(`Error: No such plugin: ${name}`);
  }
  if (path === 'plugin rm' || path === 'plugin enable') throw new ExitError(`Error: No such plugin: ${name}`);
  if (['plugin disable', 'plugin set', 'plugin upgrade', 'plugin push'].includes(path)) {
    throw new ExitError(`Error response from daemon: plugin ${JSON.stringify(name)} not found`);
  }
}

/** Throws ExitError for what the daemon does not ask the hub. */
function search({ flags }: DockerCall): void {
  const limit = Number(flags.list('limit')[0] ?? 25);
  if (Number.isNaN(limit)) return;
  if (limit < 1 || limit > 100)
    throw new ExitError(`Error response from daemon: Limit ${limit} is outside the range of [1, 100]`);
  parseFilters('search', flags.list('filter'), ['is-automated', 'is-official', 'stars'], []);
}
