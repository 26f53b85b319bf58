import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { DaemonError } from '../engine/containers.ts';
import type { RestartPolicy } from '../engine/options.ts';
import type { DockerCommand } from './command.ts';
import { ramInBytes } from './limits.ts';
import { restartPolicy, restartProblem } from './run-options.ts';

const sizes: Readonly<Record<string, string>> = {
  memory: 'Memory',
  'memory-reservation': 'MemoryReservation',
  'memory-swap': 'MemorySwap',
  'kernel-memory': 'KernelMemory',
};
const numbers: Readonly<Record<string, string>> = {
  'cpu-shares': 'CPUShares',
  'cpu-period': 'CPUPeriod',
  'cpu-quota': 'CPUQuota',
  'blkio-weight': 'BlkioWeight',
  'pids-limit': 'PidsLimit',
};
const texts: Readonly<Record<string, string>> = { 'cpuset-cpus': 'CpusetCpus', 'cpuset-mems': 'CpusetMems' };

/** `docker update`: limits, as inspect shows them, and the restart policy. */
export const update: DockerCommand = {
  name: 'update',
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  summary: 'Update configuration of one or more containers',
  flags: [
    ...Object.keys(sizes).map((name) => flag.text(name, name === 'memory' ? 'm' : undefined)),
    ...Object.keys(numbers).map((name) => flag.number(name, '0', name === 'cpu-shares' ? 'c' : undefined)),
    ...Object.keys(texts).map((name) => flag.text(name)),
    flag.text('cpus'),
    flag.text('restart'),
    ...flag.absent('cpu-rt-period=', 'cpu-rt-runtime='),
  ],
  least: 1,
  most: Infinity,
  async run({ engine, flags, args, out, err }) {
    const names = [...Object.keys(sizes), ...Object.keys(numbers), ...Object.keys(texts), 'cpus', 'restart'];
    if (!names.some((name) => flags.given(name))) {
      throw new ExitError('you must provide one or more flags when using this command');
    }
    const host: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(sizes)) {
      const text = flags.value(name);
      if (text === undefined) continue;
      const bytes = name === 'memory-swap' && text === '-1' ? -1 : ramInBytes(text);
      if (bytes === undefined) {
        const shown = name === 'memory' ? '-m, --memory' : `--${name}`;
        throw new ExitError(
          `invalid argument ${JSON.stringify(text)} for "${shown}" flag: invalid size: '${text}'\nSee 'docker update --help'.`,
          125,
        );
      }
      if (name === 'memory' && bytes > 0 && bytes < 6 * 1024 * 1024) {
        throw new DaemonError('Minimum memory limit allowed is 6MB');
      }
      host[field] = bytes;
    }
    for (const [name, field] of Object.entries(numbers)) if (flags.given(name)) host[field] = flags.number(name);
    for (const [name, field] of Object.entries(texts)) if (flags.given(name)) host[field] = flags.text(name);
    if (flags.given('cpus')) host['NanoCPUs'] = Math.round(Number(flags.text('cpus')) * 1e9);
    const policy = flags.given('restart') ? checkedPolicy(flags.text('restart')) : undefined;
    const problems: string[] = [];
    for (const name of args) {
      const container = engine.containers.find(name);
      if (container === undefined) {
        problems.push(`Error response from daemon: No such container: ${name}`);
        continue;
      }
      if (container.state === 'restarting') throw notSimulated('docker update of a container that restarts');
      const { options } = container;
      const problem = limitProblem({ ...options.host, ...host }, host);
      if (problem !== undefined) {
        problems.push(`Error response from daemon: Cannot update container ${container.id}: ${problem}`);
        continue;
      }
      container.options = { ...options, host: { ...options.host, ...host }, ...(policy && { restart: policy }) };
      await out(`${name}\n`);
    }
    if (problems.length > 0) {
      await err(`${problems.join('\n')}\n`);
      return 1;
    }
    return 0;
  },
};

function checkedPolicy(text: string): RestartPolicy {
  const policy = restartPolicy(text);
  const problem = restartProblem(policy);
  if (problem !== undefined) throw new DaemonError(problem);
  return policy;
}

/** What the kernel would say: more memory than memory and swap together. */
function limitProblem(limits: Readonly<Record<string, unknown>>, given: object): string | undefined {
  const memory = Number(limits['Memory'] ?? 0);
  const swap = Number(limits['MemorySwap'] ?? 0);
  if ('Memory' in given && swap > 0 && memory > swap) {
    return 'Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time';
  }
  return undefined;
}
