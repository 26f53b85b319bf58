import { request } from 'node:http';
import type { Container as Spec, ExecAction, HTTPGetAction, Probe, TCPSocketAction } from 'kubernetes-types/core/v1.js';
import type { Container } from '../workload.ts';
import type { Clock } from './clock.ts';
import type { ClusterNetwork } from './network.ts';

/** What came of one try: nothing when it went well, else why not. */
type Outcome = string | undefined;

/** What probes need. */
export interface ProbeOptions {
  readonly clock: Clock;
  readonly network: ClusterNetwork;
  /** How often faster than a real cluster everything goes. */
  readonly speed: number;
  readonly address: string;
  readonly container: Container;
  readonly spec: Spec;
}

/** Bytes of a command's output that are kept. */
const mostOutput = 10 * 1024;

function portOf({ ports = [] }: Spec, port: string | number): number {
  if (typeof port === 'number') return port;
  return ports.find(({ name }) => name === port)?.containerPort ?? Number(port);
}

/** A signal that comes after a number of seconds, or with another. */
function within(seconds: number, signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(Math.max(50, seconds * 1000))]);
}

function refusal(address: string, port: number): string {
  return `dial tcp ${address}:${port}: connect: connection refused`;
}

/** Runs a command in a container; gives its exit code and what it wrote. */
export async function runIn(
  { container }: Pick<ProbeOptions, 'container'>,
  { command = [] }: ExecAction,
  signal: AbortSignal,
): Promise<{ readonly exitCode: number; readonly output: string }> {
  let output = '';
  const keep = (data: Uint8Array): void => {
    if (output.length < mostOutput) output += Buffer.from(data).toString();
  };
  async function* nothing(): AsyncGenerator<Uint8Array> {
    // Its standard input is empty.
  }
  try {
    const exitCode = await container.exec(command, { stdin: nothing(), stdout: keep, stderr: keep }, signal);
    return { exitCode, output };
  } catch (error) {
    return { exitCode: 126, output: error instanceof Error ? error.message : String(error) };
  }
}

async function tryExec(options: ProbeOptions, action: ExecAction, signal: AbortSignal): Promise<Outcome> {
  const { exitCode, output } = await runIn(options, action, signal);
  return exitCode === 0 ? undefined : output;
}

/** Asks a server of a pod for a page. Gives its status code, or why there is none. */
export async function getPage(
  { network, address, spec }: Pick<ProbeOptions, 'network' | 'address' | 'spec'>,
  action: HTTPGetAction,
  signal: AbortSignal,
): Promise<number | string> {
  const port = portOf(spec, action.port);
  const host = action.host ?? address;
  const scheme = (action.scheme ?? 'HTTP').toLowerCase();
  const url = `${scheme}://${host}:${port}${action.path ?? '/'}`;
  const fault = (why: string): string => `Get "${url}": ${why}`;
  let socket;
  try {
    socket = await network.connect(host, port);
  } catch {
    return fault(refusal(host, port));
  }
  if (scheme === 'https') {
    socket.destroy();
    return fault('http: server gave HTTP response to HTTPS client');
  }
  const headers = Object.fromEntries((action.httpHeaders ?? []).map(({ name, value }) => [name, value]));
  return await new Promise((resolve) => {
    const asked = request({
      createConnection: () => socket,
      headers: {
        Host: `${host}:${port}`,
        'User-Agent': 'kube-probe/1.20',
        Accept: '*/*',
        Connection: 'close',
        ...headers,
      },
      path: action.path ?? '/',
      signal,
    });
    asked.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
      socket.destroy();
    });
    asked.on('error', (error) => {
      socket.destroy();
      const late = 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
      resolve(fault(signal.aborted ? late : error.message.includes('hang up') ? 'EOF' : error.message));
    });
    asked.end();
  });
}

async function tryGet(options: ProbeOptions, action: HTTPGetAction, signal: AbortSignal): Promise<Outcome> {
  const answer = await getPage(options, action, signal);
  if (typeof answer === 'string') return answer;
  return answer >= 200 && answer < 400 ? undefined : `HTTP probe failed with statuscode: ${answer}`;
}

async function tryConnect({ network, address, spec }: ProbeOptions, action: TCPSocketAction): Promise<Outcome> {
  const port = portOf(spec, action.port);
  const host = action.host ?? address;
  try {
    (await network.connect(host, port)).destroy();
    return undefined;
  } catch {
    return refusal(host, port);
  }
}

function tryOnce(options: ProbeOptions, probe: Probe, signal: AbortSignal): Promise<Outcome> {
  // A program is as fast as its machine, however fast the cluster goes.
  const limited = within(probe.timeoutSeconds ?? 1, signal);
  if (probe.exec !== undefined) return tryExec(options, probe.exec, limited);
  if (probe.httpGet !== undefined) return tryGet(options, probe.httpGet, limited);
  return probe.tcpSocket === undefined ? Promise.resolve(undefined) : tryConnect(options, probe.tcpSocket);
}

/**
 * Tries a probe again and again until the signal comes: `changed` hears when it has succeeded or failed often enough, `failed` of every
 * failure. Never rejects.
 */
export async function watchProbe(
  options: ProbeOptions,
  probe: Probe,
  initially: boolean,
  signal: AbortSignal,
  tell: { readonly failed: (why: string) => void; readonly changed: (well: boolean) => void },
): Promise<void> {
  const { initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3, successThreshold = 1 } = probe;
  let well = initially;
  let count = 0;
  let last: boolean | undefined;
  try {
    await options.clock.sleep(initialDelaySeconds, signal);
    for (;;) {
      const why = await tryOnce(options, probe, signal);
      if (signal.aborted) return;
      const now = why === undefined;
      count = now === last ? count + 1 : 1;
      last = now;
      if (why !== undefined) tell.failed(why);
      if (
        count >= (now ? successThreshold : failureThreshold) &&
        (now !== well || (!now && count === failureThreshold))
      ) {
        well = now;
        tell.changed(now);
      }
      await options.clock.sleep(periodSeconds, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
