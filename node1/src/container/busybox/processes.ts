import os from 'node:os';
import { signalOf } from '../container-context.ts';
import type { Process } from '../processes.ts';
import { type Applet, type AppletCall } from './applet.ts';
import { expr } from './expr.ts';
import { resourceApplets } from './resources.ts';

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
    comm: 'COMMAND         ',
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
      comm: ((each.command[0] ?? '').split('/').at(-1) ?? '').slice(0, 15).padEnd(16),
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
function tty({ io }: AppletCall): number {
  io.stdout(io.stdin.terminal === undefined ? 'not a tty\n' : '/dev/pts/0\n');
  return Number(io.stdin.terminal === undefined);
}
/** Programs about processes and what they use. */
export const processApplets: readonly (readonly [string, Applet])[] = [
  ['ps', ps],
  ['kill', kill],
  ['killall', killAll],
  ['pkill', killAll],
  ['pidof', pidOf],
  ['pgrep', pidOf],
  ['tty', tty],
  ['expr', expr],
  [
    'nproc',
    ({ io }) => {
      io.stdout(`${os.cpus().length}\n`);
      return 0;
    },
  ],
  ...resourceApplets,
  ['sync', () => 0],
  ['clear', ({ io }) => (io.stdout('\x1b[H\x1b[J'), 0)],
];
