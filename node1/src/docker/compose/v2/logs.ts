import { flag } from '../../../cli-kit/flags.ts';
import { follow, missedText } from '../../../follow.ts';
import type { LogLine } from '../../../workload.ts';
import { momentOf } from '../../cli/logs.ts';
import type { DockerContainer } from '../../engine/containers.ts';
import { isRunning } from '../converge.ts';
import { ownContainers, servicesOf, shortName, type V2Call, type V2Command } from './call.ts';

const colours = ['36', '33', '32', '35', '34', '36;1', '33;1', '32;1', '35;1', '34;1'];

/** Names in front of lines: as wide as the widest that was told of so far, each in a colour of its own. */
export function createPresenters(call: V2Call, { hasColours, hasPrefix }: { hasColours: boolean; hasPrefix: boolean }) {
  const known = new Map<string, string | undefined>();
  const register = (name: string): void => {
    if (!known.has(name)) known.set(name, hasColours ? colours[known.size % colours.length] : undefined);
  };
  const paint = (name: string, text: string) => {
    register(name);
    const colour = known.get(name);
    return colour === undefined ? text : `\x1b[${colour}m${text}\x1b[0m`;
  };
  const { stdout } = call.invocation;
  return {
    register,
    line(name: string, text: string): Promise<void> {
      register(name);
      const width = Math.max(...[...known.keys()].map((each) => each.length)) + 1;
      return stdout.write(`${hasPrefix ? paint(name, `${name.padEnd(width)} | `) : ''}${text.replace(/\n$/, '')}\n`);
    },
    status: (name: string, text: string) => stdout.write(paint(name, `\r\x1b[K${name} ${text}\n`)),
  };
}

type Presenters = ReturnType<typeof createPresenters>;

function plain({ text }: LogLine): string {
  return text;
}

/** Shows what containers say until all have ended, or until `endsWith` is told of one and says that it is enough. */
export async function followAll(
  call: V2Call,
  containers: readonly DockerContainer[],
  presenters: Presenters,
  options: {
    readonly before?: ReadonlyMap<string, number>;
    readonly tail?: number;
    readonly show?: (line: LogLine) => string;
    readonly endsWith?: (container: DockerContainer) => boolean;
  },
): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([call.invocation.signal, stop.signal]);
  const { before, tail = Infinity, show = plain, endsWith } = options;
  const tasks = containers.map(async (container) => {
    const name = shortName(call, container);
    const { process } = container;
    if (process !== undefined) {
      const from = before?.get(container.id) ?? 0;
      for await (const { lines, missed } of follow([{ container: process, tail, from }], signal)) {
        if (missed > 0) await call.invocation.stderr.write(missedText(missed, call.invocation.lang));
        for (const line of lines) await presenters.line(name, show(line));
      }
    }
    if (signal.aborted) return;
    const code = isRunning(container) ? await call.engine.containers.ended(container) : container.exitCode;
    if (stop.signal.aborted || call.invocation.signal.aborted) return;
    await presenters.status(name, `exited with code ${code}`);
    if (endsWith?.(container) === true) stop.abort();
  });
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
  await Promise.race([Promise.all(tasks), aborted]);
}

/** `docker compose logs` */
export const logs: V2Command = {
  name: 'logs',
  flags: [
    ...[flag.bool('follow', 'f'), flag.bool('no-color'), flag.bool('no-log-prefix'), flag.bool('timestamps', 't')],
    ...[flag.text('tail', 'n', 'all'), flag.text('since'), flag.text('until')],
    ...flag.absent('index=', 'dry-run'),
  ],
  least: 0,
  most: Infinity,
  async run(call) {
    const { flags, args } = call;
    servicesOf(call, args, false);
    const containers = ownContainers(call, args, { stopped: true });
    const tail = /^\d+$/.test(flags.text('tail')) ? Number(flags.text('tail')) : Infinity;
    const since = momentOf(flags.value('since'), 'since') ?? -Infinity;
    const until = momentOf(flags.value('until'), 'until') ?? Infinity;
    const presenters = createPresenters(call, {
      hasColours: call.hasColours && !flags.on('no-color'),
      hasPrefix: !flags.on('no-log-prefix'),
    });
    const show = ({ at, text }: LogLine) =>
      flags.on('timestamps') ? `${new Date(at).toISOString().replace('Z', '000000Z')} ${text}` : text;
    if (flags.on('follow')) {
      const running = containers.filter(isRunning);
      for (const container of running) presenters.register(shortName(call, container));
      for (const container of containers) if (!isRunning(container)) await print(container);
      await followAll(call, running, presenters, { tail, show });
      return call.invocation.signal.aborted ? 130 : 0;
    }
    for (const container of containers) await print(container);
    return 0;

    async function print(container: DockerContainer): Promise<void> {
      const lines = (container.process?.log.lines ?? []).filter(({ at }) => at >= since && at <= until);
      for (const line of tail === 0 ? [] : lines.slice(-tail))
        await presenters.line(shortName(call, container), show(line));
    }
  },
};
