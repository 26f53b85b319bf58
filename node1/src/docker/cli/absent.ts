import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import type { DockerCommand } from './command.ts';
import { countsOf, flagsOf, summaryOf } from './help.ts';

const noManager =
  'Error response from daemon: This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.';

/** Commands of Swarm that say, on a node without one, that there is none. */
const ofManagers: ReadonlySet<string> = new Set([
  ...['node ls', 'node ps', 'node rm', 'node update', 'node promote', 'node demote'],
  ...['service create', 'service logs', 'service ls', 'service ps', 'service rm', 'service rollback', 'service update'],
  ...['stack ls', 'stack ps', 'stack rm', 'stack services', 'secret ls', 'secret rm', 'config ls', 'config rm'],
  ...['swarm join-token', 'swarm unlock-key', 'swarm ca'],
]);

/** A command that docker has and the rehearsal has not: its help and its mistakes are docker's, and what it would do is refused. */
export function absentCommand(path: string, known: readonly string[]): DockerCommand {
  return {
    name: path,
    usage: '',
    summary: summaryOf(path),
    flags: flagsOf(path).map((flag) => ({ ...flag, absent: false })),
    ...countsOf(path),
    run() {
      if (ofManagers.has(path)) throw new ExitError(noManager);
      if (path === 'swarm leave') throw new ExitError('Error response from daemon: This node is not part of a swarm');
      throw notSimulated(`docker ${path}`, known);
    },
  };
}
