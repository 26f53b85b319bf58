import os from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { signalOf } from '../container-context.ts';
import { mountLines } from '../proc.ts';
import type { Process } from '../processes.ts';
import { type Applet, type AppletCall, refuse } from './applet.ts';
import { readOptions, usageOf } from './getopt.ts';
import { write } from './inputs.ts';
import { regular } from './regular.ts';

function ps({ args, io, place, process }: AppletCall): number {
  const columns = args.flatMap((arg, index) =>
    arg === '-o' ? (args[index + 1] ?? '').split(',') : arg.startsWith('-o') ? arg.slice(2).split(',') : [],
  );
  const all = place.processes.list();
  const shown = columns.length === 0 ? ['pid', 'user', 'args'] : columns;
  const init = place.processes.hasInit
    ? [
        {
          ...process,
          pid: 1,
          parent: 0,
          user: 'root',
          command: ['/sbin/docker-init', '--', ...(place.spec.command ?? [])],
        },
      ]
    : [];
  const titles: Readonly<Record<string, string>> = {
    pid: 'PID  ',
    user: 'USER    ',
    args: 'COMMAND',
    comm: 'COMMAND',
    ppid: 'PPID ',
    time: 'TIME  ',
    vsz: 'VSZ ',
    stat: 'STAT',
    tty: 'TT    ',
  };
  const cell = (each: Pick<Process, 'pid' | 'parent' | 'user' | 'command'>, column: string): string => {
    const cells: Readonly<Record<string, string>> = {
      pid: String(each.pid).padStart(5),
      ppid: String(each.parent).padStart(5),
      user: each.user.padEnd(8),
      args: each.command.join(' '),
      comm: (each.command[0] ?? '').split('/').at(-1) ?? '',
      time: '0:00  ',
      vsz: '1.2m',
      stat: 'S   ',
      tty: '136,0 ',
    };
    return cells[column] ?? '';
  };
  const unknown = shown.find((column) => titles[column] === undefined);
  if (unknown !== undefined) {
    io.stderr(`ps: bad -o argument '${unknown}'\n`);
    return 1;
  }
  const lines = [...init, ...all].map((each) =>
    shown
      .map((column) => cell(each, column))
      .join(' ')
      .trimEnd(),
  );
  io.stdout(
    [
      shown
        .map((column) => titles[column])
        .join(' ')
        .trimEnd(),
      ...lines,
    ]
      .map((line) => `${line}\n`)
      .join(''),
  );
  return 0;
}

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

function nameOf({ command: [program = ''] }: Process): string {
  return program.slice(program.lastIndexOf('/') + 1);
}

function killAll(run: AppletCall): number {
  const [first = '', ...rest] = run.args;
  const signal = first.startsWith('-') && first !== '-q' ? signalOf(first.slice(1)) : 'SIGTERM';
  const names = first.startsWith('-') ? rest : run.args;
  if (names.length === 0 || signal === undefined) {
    run.io.stderr(
      names.length === 0
        ? `${run.name}: you need to specify whom to kill\n`
        : `${run.name}: bad signal name '${first.slice(1)}'\n`,
    );
    return 1;
  }
  let code = 0;
  for (const name of names) {
    const found = run.place.processes
      .list()
      .filter((each) => (run.name.endsWith('pkill') ? new RegExp(name).test(nameOf(each)) : nameOf(each) === name));
    if (found.length === 0) {
      code = 1;
      if (!run.name.endsWith('pkill')) run.io.stderr(`killall: ${name}: no process killed\n`);
    }
    for (const each of found) run.place.processes.deliver(each, signal);
  }
  return code;
}

function kill(run: AppletCall): number {
  const [first = '', ...rest] = run.args;
  const signal = first.startsWith('-') ? signalOf(first.slice(1)) : 'SIGTERM';
  const pids = first.startsWith('-') ? rest : run.args;
  if (signal === undefined || pids.length === 0) {
    run.io.stderr(
      signal === undefined ? `kill: bad signal name '${first.slice(1)}'\n` : 'kill: you need to specify whom to kill\n',
    );
    return 1;
  }
  let code = 0;
  for (const pid of pids) {
    const found = run.place.processes.find(Number(pid));
    if (found) run.place.processes.deliver(found, signal);
    else {
      run.io.stderr(`kill: can't kill pid ${pid}: No such process\n`);
      code = 1;
    }
  }
  return code;
}

function pidOf(run: AppletCall): number {
  const isPattern = run.name.endsWith('pgrep');
  const names = run.args.filter((arg) => !arg.startsWith('-'));
  const found = run.place.processes
    .list()
    .filter(
      (each) =>
        each !== run.process &&
        names.some((name) =>
          isPattern
            ? new RegExp(name).test(run.args.includes('-f') ? each.command.join(' ') : nameOf(each))
            : nameOf(each) === name,
        ),
    );
  if (found.length === 0) return 1;
  const pids = found.map(({ pid }) => String(pid));
  run.io.stdout(isPattern ? pids.map((pid) => `${pid}\n`).join('') : `${pids.reverse().join(' ')}\n`);
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
  for (const { source, target, type } of rows) {
    if (
      wanted.length > 0 &&
      !wanted.some((name) => name === target || (target === '/' && !rows.some((row) => row.target === name)))
    )
      continue;
    const [size, taken] = type === 'tmpfs' ? [64 * 1024 ** 2, 0] : [total, used];
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

function tty({ io }: AppletCall): number {
  io.stdout(io.stdin.terminal === undefined ? 'not a tty\n' : '/dev/pts/0\n');
  return Number(io.stdin.terminal === undefined);
}

function expr(run: AppletCall): number {
  const words = [...run.args];
  if (words.length === 0) {
    run.io.stderr(usageOf('expr'));
    return 2;
  }
  class Wrong extends Error {}
  const atom = (): string => {
    const word = words.shift();
    if (word === undefined) throw new Wrong('syntax error');
    if (word === '(') {
      const value = or();
      if (words.shift() !== ')') throw new Wrong('syntax error');
      return value;
    }
    if (word === 'length') return String(atom().length);
    if (word === 'substr') {
      const [text, start, count] = [atom(), Number(atom()), Number(atom())];
      return text.slice(start - 1, start - 1 + count);
    }
    if (word === 'index') {
      const [text, chars] = [atom(), atom()];
      return String(Array.from(text).findIndex((char) => chars.includes(char)) + 1);
    }
    return word;
  };
  const match = (): string => {
    let left = atom();
    while (words[0] === ':') {
      words.shift();
      const found = new RegExp(`^(?:${regular(atom(), false)})`).exec(left);
      left = found === null ? (left.includes('(') ? '' : '0') : (found[1] ?? String(found[0].length));
    }
    return left;
  };
  const number = (text: string): bigint => {
    if (!/^-?\d+$/.test(text)) throw new Wrong('non-numeric argument');
    return BigInt(text);
  };
  const calculate = (inner: () => string, ops: Readonly<Record<string, (a: bigint, b: bigint) => bigint>>): string => {
    let left = inner();
    for (let op = ops[words[0] ?? '']; op !== undefined; op = ops[words[0] ?? '']) {
      const isDivision = words[0] === '/' || words[0] === '%';
      words.shift();
      const right = number(inner());
      if (isDivision && right === 0n) throw new Wrong('division by zero');
      left = String(op(number(left), right));
    }
    return left;
  };
  const product = (): string => calculate(match, { '*': (a, b) => a * b, '/': (a, b) => a / b, '%': (a, b) => a % b });
  const sum = (): string => calculate(product, { '+': (a, b) => a + b, '-': (a, b) => a - b });
  const compare = (): string => {
    let left = sum();
    while (/^(?:[<>]=?|!?==?)$/.test(words[0] ?? '')) {
      const op = words.shift() ?? '';
      const right = sum();
      const order =
        /^-?\d+$/.test(left) && /^-?\d+$/.test(right)
          ? Number(BigInt(left) - BigInt(right))
          : left < right
            ? -1
            : Number(left > right);
      left = String(
        Number(
          op === '=' || op === '=='
            ? order === 0
            : op === '!='
              ? order !== 0
              : op.startsWith('<')
                ? order < 0 || (op === '<=' && order === 0)
                : order > 0 || (op === '>=' && order === 0),
        ),
      );
    }
    return left;
  };
  const isNull = (text: string): boolean => text === '' || text === '0';
  const and = (): string => {
    let left = compare();
    while (words[0] === '&') {
      words.shift();
      const right = compare();
      left = isNull(left) || isNull(right) ? '0' : left;
    }
    return left;
  };
  const or = (): string => {
    let left = and();
    while (words[0] === '|') {
      words.shift();
      const right = and();
      left = isNull(left) ? right : left;
    }
    return left;
  };
  try {
    const value = or();
    if (words.length > 0) throw new Wrong('syntax error');
    run.io.stdout(`${value}\n`);
    return Number(isNull(value));
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    run.io.stderr(`expr: ${error.message}\n`);
    return 2;
  }
}

/** Programs about processes and what they use. */
export const processApplets: readonly (readonly [string, Applet])[] = [
  ['ps', ps],
  ['top', top],
  ['free', free],
  ['uptime', uptime],
  ['kill', kill],
  ['killall', killAll],
  ['pkill', killAll],
  ['pidof', pidOf],
  ['pgrep', pidOf],
  ['df', df],
  ['mount', mount],
  ['tty', tty],
  ['expr', expr],
  [
    'nproc',
    ({ io }) => {
      io.stdout(`${os.cpus().length}\n`);
      return 0;
    },
  ],
  ['sync', () => 0],
  ['clear', ({ io }) => (io.stdout('\x1b[H\x1b[J'), 0)],
];
