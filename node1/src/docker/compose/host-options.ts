import { notSimulated } from '../../cli-kit/exit-error.ts';
import { message } from '../../messages/message.ts';
import { capabilityProblem, namespacedSysctls } from '../cli/limits.ts';
import { DaemonError } from '../engine/containers.ts';
import { splitKeyValue, stringValues, toEntries } from './config/entries.ts';
import { isMapping, listOf, type Mapping, mappingOf, numberOf, str } from './config/python.ts';
import { parseBytes } from './config/quantities.ts';

/** `name:address` */
export function extraHosts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(str);
  return Object.entries(mappingOf(value)).map(([host, address]) => `${host}:${str(address)}`);
}

/** What only `docker inspect` shows. */
export function limits(options: Mapping): Readonly<Record<string, unknown>> {
  const bytes = (key: string) =>
    options[key] === undefined || options[key] === null ? undefined : parseBytes(options[key]);
  const cpus = numberOf(options['cpus']) ?? (typeof options['cpus'] === 'string' ? Number(options['cpus']) : undefined);
  const ulimits = Object.entries(mappingOf(options['ulimits'])).map(([Name, limit]) => {
    const [Soft, Hard] = isMapping(limit) ? [limit['soft'], limit['hard']] : [limit, limit];
    return { Name, Hard, Soft };
  });
  const host: Record<string, unknown> = {
    Memory: bytes('mem_limit'),
    MemoryReservation: bytes('mem_reservation'),
    MemorySwap: bytes('memswap_limit'),
    MemorySwappiness: numberOf(options['mem_swappiness']),
    NanoCPUs: cpus === undefined ? undefined : Math.trunc(cpus * 1e9),
    CPUShares: numberOf(options['cpu_shares']),
    CPUQuota: numberOf(options['cpu_quota']),
    CPUPeriod: numberOf(options['cpu_period']),
    CpusetCpus: options['cpuset'],
    PidsLimit: numberOf(options['pids_limit']),
    ShmSize: bytes('shm_size'),
    OomKillDisable: options['oom_kill_disable'],
    OomScoreAdj: numberOf(options['oom_score_adj']),
    Ulimits: ulimits.length > 0 ? ulimits : undefined,
    CapAdd: capabilities('CapAdd', options['cap_add']),
    CapDrop: capabilities('CapDrop', options['cap_drop']),
    Privileged: options['privileged'] === true ? true : undefined,
    SecurityOpt:
      options['privileged'] === true ? ['label=disable'] : security(listOf(options['security_opt']).map(str)),
    Sysctls: sysctls(options['sysctls']),
    LogConfig: logConfig(mappingOf(options['logging'])),
  };
  return Object.fromEntries(Object.entries(host).filter(([, value]) => value !== undefined));
}

function logConfig(logging: Mapping): object | undefined {
  const { driver, options } = logging;
  if (driver === undefined && options === undefined) return undefined;
  return { Type: str(driver ?? 'json-file'), Config: stringValues(mappingOf(options)) };
}

/** Throws DaemonError for one that there is not. */
function capabilities(field: string, value: unknown): readonly string[] | undefined {
  const names = listOf(value).map(str);
  const problem = capabilityProblem(field, names);
  if (problem !== undefined) throw new DaemonError(problem);
  return names.length > 0 ? names : undefined;
}

/** Throws ExitError for a profile of one's own. */
function security(options: readonly string[]): readonly string[] | undefined {
  const own = options.find((text) => /^seccomp[:=](?!unconfined$)/.test(text));
  if (own !== undefined) throw notSimulated(message('subject/compose-key', { key: `security_opt: ${own}` }));
  return options.length > 0 ? options : undefined;
}

/** Throws ExitError for those of the whole machine. */
function sysctls(value: unknown): Readonly<Record<string, string>> | undefined {
  const entries = Object.entries(toEntries(value, splitKeyValue, 'sysctls'));
  const odd = entries.find(([name]) => !namespacedSysctls.test(name));
  if (odd !== undefined) throw notSimulated(message('subject/compose-key', { key: `sysctls.${odd[0]}` }));
  return entries.length > 0 ? Object.fromEntries(entries.map(([name, each]) => [name, str(each)])) : undefined;
}

/** The check of a service, as docker keeps it. */
export function healthcheck(value: unknown) {
  if (!isMapping(value)) return {};
  const { test, interval, timeout, retries, start_period: startPeriod } = value;
  const number = (given: unknown) => numberOf(given) ?? 0;
  return {
    healthcheck: {
      Test: test === undefined ? [] : Array.isArray(test) ? test.map(str) : ['CMD-SHELL', str(test)],
      ...(number(interval) > 0 && { Interval: number(interval) }),
      ...(number(timeout) > 0 && { Timeout: number(timeout) }),
      ...(number(startPeriod) > 0 && { StartPeriod: number(startPeriod) }),
      ...(number(retries) > 0 && { Retries: number(retries) }),
    },
  };
}
