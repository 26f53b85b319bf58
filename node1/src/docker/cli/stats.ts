import { totalmem } from 'node:os';
import { notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { type DockerContainer, isUp } from '../engine/container.ts';
import type { DockerCall, DockerCommand } from './command.ts';
import { daemonsContainer } from './find-container.ts';
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

/** `docker stats --no-stream`: what containers use at this moment. */
export const stats: DockerCommand = {
  name: 'stats',
  usage: '[OPTIONS] [CONTAINER...]',
  summary: 'Display a live stream of container(s) resource usage statistics',
  flags: [flag.bool('all', 'a'), flag.bool('no-stream'), flag.bool('no-trunc'), flag.text('format')],
  least: 0,
  most: Infinity,
  async run(call) {
    const { engine, flags, args } = call;
    const named = args.map((name) => ({ container: daemonsContainer(call, name), name }));
    if (!flags.on('no-stream')) throw notSimulated('docker stats without --no-stream');
    const all = engine.containers.all().filter((container) => isUp(container) || flags.on('all'));
    const shown = named.length > 0 ? named : all.map((container) => ({ container, name: container.id.slice(0, 12) }));
    const format = flags.value('format') ?? '';
    const rows = shown.map(({ container, name }) => ({ fields: row(call, container, name) }));
    await call.out(formatRows(statsRows, format === '' || format === 'table' ? 'table' : format, rows));
    return 0;
  },
};

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
