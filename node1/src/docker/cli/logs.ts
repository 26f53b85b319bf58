import { parseDuration } from '../../cli-kit/duration.ts';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { follow, missedText } from '../../follow.ts';
import type { Container, LogLine } from '../../workload.ts';
import { daemonError, type DockerCall, type DockerCommand } from './command.ts';
import { requireContainer } from './find-container.ts';

/** `docker logs`. */
export const logs: DockerCommand = {
  name: 'logs',
  usage: '[OPTIONS] CONTAINER',
  summary: 'Fetch the logs of a container',
  flags: [
    flag.bool('follow', 'f'),
    flag.text('tail', 'n', 'all'),
    flag.bool('timestamps', 't'),
    flag.text('since'),
    flag.text('until'),
    flag.bool('details'),
  ],
  least: 1,
  most: 1,
  async run(call) {
    const { flags, invocation } = call;
    const container = requireContainer(call, call.args[0] ?? '');
    const since = momentOf(flags.value('since'), 'since') ?? -Infinity;
    const until = momentOf(flags.value('until'), 'until') ?? Infinity;
    if (container.options.isMute === true) {
      throw daemonError('configured logging driver does not support reading');
    }
    const { process } = container;
    if (process === undefined) return 0;
    const tail = flags.text('tail');
    // What is no number is all of it, as for docker.
    const count = /^\d+$/.test(tail) ? Number(tail) : Infinity;
    const time = ({ at }: LogLine) =>
      flags.on('timestamps') ? `${new Date(at).toISOString().replace('Z', '000000Z')} ` : '';
    const details = flags.on('details') ? ' ' : '';
    const show = (line: LogLine) => `${time(line)}${details}${line.text}`;
    const isWanted = ({ at }: LogLine) => at >= since && at <= until;
    if (flags.on('follow') && ['running', 'paused', 'restarting'].includes(container.state) && until === Infinity) {
      await showLog(call, process, invocation.signal, count, show, isWanted);
    } else {
      const lines = process.log.lines.filter(isWanted);
      await writeLines(call, count === 0 ? [] : lines.slice(-count), show);
    }
    return invocation.signal.aborted ? 130 : 0;
  },
};

/** A moment of `--since`, which a mistake is told of where it has a `name`: `10m`, `2026-01-02T15:04:05`, seconds since the epoch; undefined without one. Throws ExitError. */
export function momentOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined || text === '') return undefined;
  const age = parseDuration(text);
  if (age !== undefined) return Date.now() - age;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const isDate = /^\d{4}-\d\d-\d\d(T\d\d(:\d\d(:\d\d(\.\d+)?)?)?)?(Z|[+-]\d\d:\d\d)?$/.test(text);
  const moment = isDate ? Date.parse(/T\d\d$/.test(text) ? `${text}:00` : text) : NaN;
  if (!Number.isNaN(moment)) return moment;
  throw new ExitError(
    `${name === '' ? '' : `invalid value for "${name}": `}failed to parse value as time or duration: ${JSON.stringify(text)}`,
  );
}

/** Writes what a container says to where it said it, until it ends or `signal` is aborted. */
export async function showLog(
  call: DockerCall,
  container: Container,
  signal: AbortSignal,
  tail = Infinity,
  show = ({ text }: LogLine) => text,
  isWanted: (line: LogLine) => boolean = () => true,
): Promise<void> {
  for await (const { lines, missed } of follow([{ container, tail }], signal)) {
    if (missed > 0) await call.err(missedText(missed, call.invocation.lang));
    await writeLines(call, lines.filter(isWanted), show);
  }
}

async function writeLines(call: DockerCall, lines: readonly LogLine[], show: (line: LogLine) => string): Promise<void> {
  let from = 0;
  while (from < lines.length) {
    const stream = lines[from]?.stream;
    const change = lines.findIndex((line, index) => index > from && line.stream !== stream);
    const to = change < 0 ? lines.length : change;
    await (stream === 'stderr' ? call.err : call.out)(lines.slice(from, to).map(show).join(''));
    from = to;
  }
}
