import { flag } from '../../cli-kit/flags.ts';
import { follow, missedText } from '../../follow.ts';
import type { Container, LogLine } from '../../workload.ts';
import type { DockerCall, DockerCommand } from './command.ts';
import { requireContainer } from './find-container.ts';

/** `docker logs`. */
export const logs: DockerCommand = {
  name: 'logs',
  usage: '[OPTIONS] CONTAINER',
  summary: 'Fetch the logs of a container',
  flags: [
    flag.bool('follow', 'f'),
    flag.text('tail', 'n'),
    flag.bool('timestamps', 't'),
    ...flag.absent('since=', 'until=', 'details'),
  ],
  least: 1,
  most: 1,
  async run(call) {
    const container = requireContainer(call, call.args[0] ?? '');
    const { process } = container;
    if (process === undefined) return 0;
    const tail = call.flags.value('tail');
    const count = tail === undefined || tail === 'all' ? Infinity : Number(tail);
    const time = ({ at }: LogLine) =>
      call.flags.on('timestamps') ? `${new Date(at).toISOString().replace('Z', '000000Z')} ` : '';
    const show = (line: LogLine) => `${time(line)}${line.text}`;
    if (call.flags.on('follow') && container.state === 'running')
      await showLog(call, process, call.invocation.signal, count, show);
    else await writeLines(call, count === 0 ? [] : process.log.lines.slice(-count), show);
    return call.invocation.signal.aborted ? 130 : 0;
  },
};

/** Writes what a container says to where it said it, until it ends or `signal` is aborted. */
export async function showLog(
  call: DockerCall,
  container: Container,
  signal: AbortSignal,
  tail = Infinity,
  show = ({ text }: LogLine) => text,
): Promise<void> {
  for await (const { lines, missed } of follow([{ container, tail }], signal)) {
    if (missed > 0) await call.err(missedText(missed, call.invocation.lang));
    await writeLines(call, lines, show);
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
