import { setTimeout as wait } from 'node:timers/promises';
import { signalOf } from '../container-context.ts';
import type { Process } from '../processes.ts';
import { CannotExecute } from '../spawn.ts';
import { whichProgram } from '../which.ts';
import { type Applet, type AppletCall } from './applet.ts';
import { readOptions, usageOf } from './getopt.ts';
import { contentOf, write } from './inputs.ts';

/** Runs a program for another one, which says why it cannot. */
async function start(
  run: AppletCall,
  command: readonly string[],
  options: Parameters<AppletCall['spawn']>[1],
  quoted: boolean,
): Promise<number> {
  try {
    return await run.spawn(command, options);
  } catch (error) {
    if (!(error instanceof CannotExecute)) throw error;
    const [name = ''] = command;
    run.io.stderr(`${run.name}: ${quoted ? `can't execute '${name}'` : name}: ${error.message}\n`);
    return error.reason === 'missing' ? 127 : 126;
  }
}

async function env(run: AppletCall): Promise<number> {
  const options = readOptions(run, {
    known: 'iu:0',
    inOrder: true,
    long: { 'ignore-environment': 'i', 'unset=': 'u' },
  });
  const made: Record<string, string> = options.has('i') ? {} : { ...run.env };
  for (const name of options.values('u')) Reflect.deleteProperty(made, name);
  const words = [...options.operands];
  while (/^[^=]+=/.test(words[0] ?? '')) {
    const [name = '', value = ''] = (words.shift() ?? '').split(/=(.*)/s);
    made[name] = value;
  }
  if (words.length > 0) return start(run, words, { env: made }, true);
  await write(
    run,
    Object.entries(made)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  return 0;
}

async function xargs(run: AppletCall): Promise<number> {
  const options = readOptions(run, {
    known: '0rtn:s:I:L:P:p',
    inOrder: true,
    long: { null: '0', 'no-run-if-empty': 'r', 'max-args=': 'n' },
  });
  const command = options.operands.length === 0 ? ['echo'] : options.operands;
  const text = (await contentOf(run.io.stdin)).toString();
  const mark = options.value('I');
  const byLine = mark !== undefined || options.has('L');
  const items = options.has('0')
    ? text.split('\0').filter((item) => item !== '')
    : byLine
      ? text
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== '')
      : words(text);
  const open = byLine || options.has('0') ? undefined : unmatched(text);
  if (open !== undefined) {
    run.io.stderr(`xargs: unmatched ${open} quote\n`);
    return 1;
  }
  const most = mark === undefined ? Number(options.value('n') ?? options.value('L') ?? 5000) : 1;
  if (items.length === 0 && options.has('r')) return 0;
  let code = 0;
  for (let at = 0; at < Math.max(1, items.length); at += most) {
    const some = items.slice(at, at + most);
    if (mark !== undefined && some.length === 0) break;
    const full =
      mark === undefined ? [...command, ...some] : command.map((word) => word.replaceAll(mark, some[0] ?? ''));
    if (options.has('t')) run.io.stderr(`${full.join(' ')}\n`);
    const ended = await start(run, full, {}, false);
    if (ended === 127 || ended === 126) return ended;
    if (ended !== 0) code = ended === 255 ? 124 : 123;
  }
  return code;
}

/** The kind of quote that nothing closes. */
function unmatched(text: string): string | undefined {
  const rest = text.replace(/\\.|"[^"\n]*"|'[^'\n]*'/g, '');
  const [quote] = /["']/.exec(rest) ?? [];
  return quote === undefined ? undefined : quote === '"' ? 'double' : 'single';
}

function words(text: string): readonly string[] {
  return (text.match(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? []).map((word) =>
    word.replace(
      /"([^"]*)"|'([^']*)'|\\(.)/g,
      (_, a: string | undefined, b: string | undefined, c: string | undefined) => a ?? b ?? c ?? '',
    ),
  );
}

async function timeout(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 's:k:', inOrder: true, least: 2 });
  const [limit = '', ...command] = options.operands;
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(limit) ?? [];
  if (number === undefined) {
    run.io.stderr(`timeout: invalid number '${limit}'\n`);
    return 1;
  }
  const seconds = Number(number) * ({ s: 1, m: 60, h: 3600, d: 86_400 }[unit === '' ? 's' : unit] ?? 1);
  let child: Process | undefined;
  const seen = { late: false };
  const timer = setTimeout(() => {
    seen.late = true;
    if (child) run.place.processes.deliver(child, signalOf(options.value('s') ?? 'TERM') ?? 'SIGTERM');
  }, seconds * 1000);
  try {
    const code = await start(run, command, { onStart: (process) => (child = process) }, true);
    return seen.late && code === 0 ? 143 : code;
  } finally {
    clearTimeout(timer);
  }
}

async function time(run: AppletCall): Promise<number> {
  const command = run.args.filter((arg, index) => index > 0 || !/^-[vpao]/.test(arg));
  if (command.length === 0) {
    run.io.stderr(usageOf('time'));
    return 1;
  }
  const began = Date.now();
  const code = await start(run, command, {}, false);
  const seconds = (Date.now() - began) / 1000;
  run.io.stderr(`real\t${Math.floor(seconds / 60)}m ${(seconds % 60).toFixed(2)}s\nuser\t0m 0.00s\nsys\t0m 0.00s\n`);
  return code;
}

async function watch(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'n:t', inOrder: true, least: 1 });
  const seconds = Number(options.value('n') ?? 2);
  const text = options.operands.join(' ');
  for (;;) {
    const title = `Every ${seconds.toFixed(1)}s: ${text}`;
    await write(
      run,
      `\x1b[H\x1b[J${
        options.has('t')
          ? ''
          : `${title}${new Date()
              .toISOString()
              .replace('T', ' ')
              .slice(0, 19)
              .padStart(Math.max(20, 80 - title.length))}\n\n`
      }`,
    );
    await run.spawn(['sh', '-c', text]);
    await wait(seconds * 1000, undefined, { signal: run.signal });
  }
}

async function which(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'a', least: 1 });
  let code = 0;
  for (const name of options.operands) {
    const path = await whichProgram(run.place, name, run.env['PATH'] ?? '', run.cwd);
    if (path === undefined) code = 1;
    else run.io.stdout(`${path}\n`);
  }
  return code;
}

function nice(skip: number): Applet {
  return (run) => start(run, run.args.slice(run.args[0] === '-n' ? 2 : skip), {}, true);
}

/** Programs that run other programs, or find them. */
export const runnerApplets: readonly (readonly [string, Applet])[] = [
  ['env', env],
  ['xargs', xargs],
  ['timeout', timeout],
  ['time', time],
  ['watch', watch],
  ['which', which],
  ['nohup', nice(0)],
  ['nice', nice(0)],
];
