import { totalmem } from 'node:os';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { type DockerContainer, isUp } from '../engine/container.ts';
import type { DockerCall, DockerCommand } from './command.ts';
import { daemonsContainer, isPodContainer } from './find-container.ts';
import { formatRows, type RowKind } from './template.ts';
import { binarySize, humanSize } from './units.ts';

const statsRows: RowKind = {
  type: '*container.statsContext',
  heads: {
    ...{ Container: 'CONTAINER', ID: 'CONTAINER ID', Name: 'NAME', CPUPerc: 'CPU %', MemUsage: 'MEM USAGE / LIMIT' },
    ...{ MemPerc: 'MEM %', NetIO: 'NET I/O', BlockIO: 'BLOCK I/O', PIDs: 'PIDS' },
  },
  table: 'table {{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.PIDs}}',
};

/** `docker stats`: what containers use. */
export const stats: DockerCommand = {
  name: 'stats',
  usage: '[OPTIONS] [CONTAINER...]',
  summary: 'Display a live stream of container(s) resource usage statistics',
  flags: [flag.bool('all', 'a'), flag.bool('no-stream'), flag.bool('no-trunc'), flag.text('format')],
  least: 0,
  most: Infinity,
  async run(call) {
    const { engine, flags, args } = call;
    const missing = args.filter((name) => engine.containers.find(name) === undefined);
    for (const name of missing) {
      const pods = isPodContainer(call, name);
      if (pods !== undefined) throw pods;
    }
    if (missing.length > 0) {
      throw new ExitError(missing.map((name) => `Error response from daemon: No such container: ${name}`).join('\n'));
    }
    const named = args.map((name) => ({ container: daemonsContainer(call, name), name }));
    const format = flags.value('format') ?? '';
    const table = (): string => {
      const all = engine.containers.all().filter((container) => isUp(container) || flags.on('all'));
      const shown = named.length > 0 ? named : all.map((container) => ({ container, name: container.id.slice(0, 12) }));
      const rows = shown.map(({ container, name }) => ({ fields: row(call, container, name) }));
      return formatRows(statsRows, format === '' || format === 'table' ? 'table' : format, rows);
    };
    if (flags.on('no-stream')) {
      await call.out(table());
      return 0;
    }
    await stream(call, table);
    return 130;
  },
};

/** Writes a table each second until ^C. */
async function stream({ invocation: { signal }, out }: DockerCall, table: () => string): Promise<void> {
  let written = Promise.resolve();
  const show = (): void => {
    written = written.then(() => out(`\x1b[2J\x1b[H${table()}`));
  };
  show();
  const timer = setInterval(show, 1000);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
  clearInterval(timer);
  await written;
}

function row({ flags }: DockerCall, container: DockerContainer, name: string): Readonly<Record<string, string>> {
  const limit = Number(container.options.host?.['Memory'] ?? 0) || totalmem();
  const usage = isUp(container) ? container.process?.usage() : undefined;
  const { memory = 0, pids = 0 } = usage ?? {};
  return {
    BlockIO: '0B / 0B',
    CPUPerc: '0.00%',
    Container: name,
    ID: flags.on('no-trunc') ? container.id : container.id.slice(0, 12),
    MemPerc: `${((usage === undefined ? 0 : memory / limit) * 100).toFixed(2)}%`,
    MemUsage: `${binarySize(memory)} / ${binarySize(usage === undefined ? 0 : limit)}`,
    Name: container.name,
    NetIO: `${humanSize(0)} / ${humanSize(0)}`,
    PIDs: String(pids),
  };
}
