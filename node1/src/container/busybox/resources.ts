import os from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { mountLines } from '../proc.ts';
import { type Applet, type AppletCall, refuse } from './applet.ts';
import { readOptions } from './getopt.ts';
import { write } from './inputs.ts';

async function top(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'bn:d:mHk' });
  const count = Number(options.value('n') ?? Infinity);
  const isBatch = options.has('b') || run.io.stdout.terminal === undefined;
  const { terminal } = run.io.stdin;
  if (!isBatch) terminal?.setRaw(true);
  const quit = isBatch
    ? undefined
    : (async () => {
        for await (const chunk of run.io.stdin) if (/[q\x03]/.test(Buffer.from(chunk).toString())) return;
      })();
  try {
    for (let round = 0; round < count; round++) {
      if (round > 0) {
        const over = await Promise.race([
          wait(Number(options.value('d') ?? 5) * 1000, false, { signal: run.signal }),
          ...(quit ? [quit.then(() => true)] : []),
        ]);
        if (over) break;
      }
      const used = os.totalmem() - os.freemem();
      const kib = (bytes: number): string => `${Math.round(bytes / 1024)}K`;
      const all = run.place.processes.list();
      const lines = all.map(
        (each) =>
          `${String(each.pid).padStart(5)} ${String(each.parent).padStart(5)} ${each.user.padEnd(8)} S     2268   0%   0% ${each.command.join(' ')}`,
      );
      const head = [
        `Mem: ${kib(used)} used, ${kib(os.freemem())} free, 0K shrd, 0K buff, 0K cached`,
        'CPU:   0% usr   0% sys   0% nic 100% idle   0% io   0% irq   0% sirq',
        `Load average: ${os
          .loadavg()
          .map((load) => load.toFixed(2))
          .join(' ')} 1/${all.length} ${run.process.pid}`,
        '  PID  PPID USER     STAT   VSZ %VSZ %CPU COMMAND',
      ];
      await write(run, `${isBatch ? '' : '\x1b[H\x1b[J'}${[...head, ...lines].map((line) => `${line}\n`).join('')}`);
    }
  } finally {
    if (!isBatch) terminal?.setRaw(false);
  }
  return 0;
}

function free(run: AppletCall): number {
  const options = readOptions(run, { known: 'bkmgh' });
  const [total, left] = [os.totalmem(), os.freemem()];
  const unit = options.has('g') ? 1024 ** 3 : options.has('m') ? 1024 ** 2 : options.has('b') ? 1 : 1024;
  const cell = (bytes: number): string =>
    (options.has('h')
      ? bytes < 1024 ** 3
        ? `${(bytes / 1024 ** 2).toFixed(1)}M`
        : `${(bytes / 1024 ** 3).toFixed(1)}G`
      : String(Math.floor(bytes / unit))
    ).padStart(12);
  run.io.stdout(
    `              total        used        free      shared  buff/cache   available\nMem:   ${[total, total - left, left, 0, 0, left].map(cell).join('')}\nSwap:  ${[0, 0, 0].map(cell).join('')}\n`,
  );
  return 0;
}

function uptime({ io }: AppletCall): number {
  const seconds = os.uptime();
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  const up = `${days > 0 ? `${days} day${days === 1 ? '' : 's'}, ` : ''}${hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}` : `${minutes} min`}`;
  io.stdout(
    ` ${new Date().toISOString().slice(11, 19)} up ${up},  0 users,  load average: ${os
      .loadavg()
      .map((load) => load.toFixed(2))
      .join(', ')}\n`,
  );
  return 0;
}
function df(run: AppletCall): number {
  const options = readOptions(run, { known: 'PkmhTaiB:' });
  if (options.has('i') || options.has('a') || options.has('T')) return refuse(run, `df ${run.args.join(' ')}`);
  const [total, used] = [64 * 1024 ** 3, 8 * 1024 ** 3];
  const unit = options.has('m') ? 1024 ** 2 : 1024;
  const cell = (bytes: number): string =>
    options.has('h')
      ? bytes === 0
        ? '0'
        : bytes < 1024 ** 3
          ? `${(bytes / 1024 ** 2).toFixed(1)}M`
          : `${(bytes / 1024 ** 3).toFixed(1)}G`
      : String(Math.floor(bytes / unit));
  const rows = mountLines(run.place).filter(({ type }) => type === 'overlay' || type === 'tmpfs' || type === 'ext4');
  const wanted = options.operands;
  run.io.stdout(
    options.has('h')
      ? 'Filesystem                Size      Used Available Use% Mounted on\n'
      : `Filesystem           ${options.has('m') ? '1M-blocks' : '1K-blocks'}      Used Available Use% Mounted on\n`,
  );
  for (const { source, target, type, options: shown } of rows) {
    if (
      wanted.length > 0 &&
      !wanted.some((name) => name === target || (target === '/' && !rows.some((row) => row.target === name)))
    )
      continue;
    const own = Number(/(?:^|,)size=(\d+)k/.exec(shown)?.[1] ?? 64 * 1024) * 1024;
    const [size, taken] = type === 'tmpfs' ? [own, 0] : [total, used];
    run.io.stdout(
      `${source.padEnd(20)} ${cell(size).padStart(options.has('h') ? 9 : 9)} ${cell(taken).padStart(9)} ${cell(size - taken).padStart(9)} ${`${Math.round((taken / size) * 100)}%`.padStart(4)} ${target}\n`,
    );
  }
  return 0;
}

function mount(run: AppletCall): number {
  if (run.args.length > 0) {
    run.io.stderr(`mount: permission denied (are you root?)\n`);
    return 1;
  }
  for (const { source, target, type, options } of mountLines(run.place))
    run.io.stdout(`${source} on ${target} type ${type} (${options})\n`);
  return 0;
}

/** Programs that say what is used, and how much. */
export const resourceApplets: readonly (readonly [string, Applet])[] = [
  ['top', top],
  ['free', free],
  ['uptime', uptime],
  ['df', df],
  ['mount', mount],
];
