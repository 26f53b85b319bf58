import { isMapping, type Mapping, mappingOf, numberOf, str } from './config/python.ts';
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
  };
  return Object.fromEntries(Object.entries(host).filter(([, value]) => value !== undefined));
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
