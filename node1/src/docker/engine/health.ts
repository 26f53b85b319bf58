import type { Container } from '../../workload.ts';
import type { Healthcheck } from '../image/image-json.ts';

/** What the last checks of a container said. */
export interface Health {
  readonly status: 'starting' | 'healthy' | 'unhealthy';
  /** How many checks have failed one after the other. */
  readonly failures: number;
  /** The newest ones, oldest first. */
  readonly log: readonly HealthResult[];
}

/** One check. */
interface HealthResult {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
  /** -1: it took too long. */
  readonly exitCode: number;
  readonly output: string;
}

// docker's own.
const standard = { interval: 30_000, timeout: 30_000, retries: 3 };
const mostResults = 5;
const mostOutput = 4096;

/** What a container says of its health: what it was made with, over what its image says. */
export function mergedHealthcheck(
  own: Healthcheck | undefined,
  ofImage: Healthcheck | undefined,
): Healthcheck | undefined {
  return own === undefined
    ? ofImage
    : { ...ofImage, ...own, Test: own.Test.length > 0 ? own.Test : (ofImage?.Test ?? []) };
}

/** The check of a container; undefined for none. */
export function healthcheckOf(own: Healthcheck | undefined, ofImage: Healthcheck | undefined): Healthcheck | undefined {
  const check = mergedHealthcheck(own, ofImage);
  const [kind = 'NONE'] = check?.Test ?? [];
  return kind === 'NONE' ? undefined : check;
}

/** Told of each check: its command, and its exit code once it has ended. */
type ProbeListener = (command: readonly string[], exitCode: number | undefined) => void;

/** Checks a container again and again until what it gives is called; tells each change. */
export function watchHealth(
  process: Container,
  check: Healthcheck,
  shell: readonly string[],
  onChange: (health: Health, isNewStatus: boolean) => void,
  onProbe: ProbeListener = () => undefined,
): () => void {
  const milliseconds = (nanoseconds = 0, otherwise: number) => (nanoseconds > 0 ? nanoseconds / 1e6 : otherwise);
  const interval = milliseconds(check.Interval, standard.interval);
  const timeout = milliseconds(check.Timeout, standard.timeout);
  const retries = (check.Retries ?? 0) > 0 ? (check.Retries ?? standard.retries) : standard.retries;
  const graceEnd = Date.now() + milliseconds(check.StartPeriod, 0);
  const [kind, ...words] = check.Test;
  const command = kind === 'CMD-SHELL' ? [...shell, words.join(' ')] : words;
  let health: Health = { status: 'starting', failures: 0, log: [] };
  let timer: NodeJS.Timeout | undefined;
  const stop = new AbortController();

  const note = (result: HealthResult): void => {
    const isGood = result.exitCode === 0;
    const counts = health.status !== 'starting' || Date.now() >= graceEnd;
    const failures = isGood ? 0 : counts ? health.failures + 1 : health.failures;
    const status = isGood ? 'healthy' : failures >= retries ? 'unhealthy' : health.status;
    const isNew = status !== health.status;
    health = { status, failures, log: [...health.log, result].slice(-mostResults) };
    onChange(health, isNew);
  };
  const probe = async (): Promise<void> => {
    const start = Date.now();
    onProbe(command, undefined);
    const result = await runCheck(process, command, timeout, stop.signal);
    if (stop.signal.aborted) return;
    onProbe(command, result.exitCode);
    note({ start, end: Date.now(), ...result });
    plan();
  };
  const plan = (): void => {
    timer = setTimeout(() => void probe(), interval);
  };
  onChange(health, true);
  plan();
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}

async function runCheck(
  process: Container,
  command: readonly string[],
  timeout: number,
  stop: AbortSignal,
): Promise<{ readonly exitCode: number; readonly output: string }> {
  let output = '';
  const keep = (data: Uint8Array): void => {
    if (output.length < mostOutput) output = (output + Buffer.from(data).toString()).slice(0, mostOutput);
  };
  const stdin = (async function* () {
    yield* await Promise.resolve([]);
  })();
  const late = AbortSignal.timeout(timeout);
  const signal = AbortSignal.any([late, stop]);
  const ran = process.exec(command, { stdin, stdout: keep, stderr: keep }, signal).catch(() => 1);
  const ended = new Promise<'late'>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve('late');
    });
  });
  const exitCode = await Promise.race([ran, ended]);
  if (exitCode !== 'late') return { exitCode, output };
  return { exitCode: -1, output: `Health check exceeded timeout (${timeout / 1000}s)` };
}
