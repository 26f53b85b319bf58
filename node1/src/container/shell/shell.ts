import { readFile } from 'node:fs/promises';
import type { Applet, AppletCall } from '../busybox/applet.ts';
import { Killed } from '../processes.ts';
import { inside } from '../rootfs.ts';
import { Exit, ShellError } from './control.ts';
import { endOf } from './fork.ts';
import { runInteractive } from './interactive.ts';
import { runList, runNode } from './run.ts';
import type { State } from './state.ts';
import { parseScript } from './syntax.ts';
import { attachTraps, runExitTrap } from './traps.ts';
import { complain } from './words.ts';

/** A shell: busybox's ash, or bash where the image has that. */
export function createShell(isBash: boolean): Applet {
  return async (run) => {
    const state = newState(run, isBash);
    try {
      const code = await start(state, run);
      await runExitTrap(state);
      return code;
    } catch (error) {
      return await endOf(error, state);
    } finally {
      for (const close of state.opened) await close().catch(() => undefined);
    }
  };
}

function newState(run: AppletCall, isBash: boolean): State {
  const vars = new Map(
    Object.entries(run.env).map(([name, value]) => [name, { value: value, exported: true, readOnly: false }]),
  );
  const own = (name: string, value: string): void => {
    if (!vars.has(name)) vars.set(name, { value, exported: false, readOnly: false });
  };
  vars.set('PWD', { value: run.cwd, exported: true, readOnly: false });
  own('IFS', ' \t\n');
  own('OPTIND', '1');
  own('PS1', isBash ? '\\s-\\v\\$ ' : '\\w \\$ ');
  own('PS2', '> ');
  own('PS4', '+ ');
  vars.set('SHLVL', { value: String((Number(run.env['SHLVL']) || 0) + 1), exported: true, readOnly: false });
  if (isBash) own('BASH_VERSION', '5.2.15(1)-release');
  const { io, process } = run;
  const state: State = {
    ...{ run, process, isBash, name: run.name, params: [], vars },
    ...{ functions: new Map(), aliases: new Map(), options: new Set(), traps: new Map(), pending: [] },
    descriptors: new Map([
      [0, { input: io.stdin }],
      [1, { sink: io.stdout }],
      [2, { sink: io.stderr }],
    ]),
    ...{ cwd: run.cwd, lastCode: 0, lastCapture: 0, opened: [], lastPid: '', jobs: [], locals: [] },
    ...{ loops: 0, depth: 0, conditions: 0, isInteractive: false, isSubshell: false },
    ...{ line: undefined, firstLine: isBash ? 1 : 0, hasName: false, calls: [] },
    ...{ source: '', umask: 0o022, started: Date.now(), history: [], optionRest: '' },
    shellPid: run.process.pid,
    ...{ isExecuting: false, isInterrupted: false, wakers: new Set() },
    evaluate: runText,
    perform: (work, child) => ('type' in work ? runNode(work, child, true) : runList(work, child, true)),
  };
  attachTraps(state);
  return state;
}

async function start(state: State, run: AppletCall): Promise<number> {
  const args = [...run.args];
  let commands: string | undefined;
  let readsStdin = false;
  while (/^[-+]./.test(args[0] ?? '')) {
    const word = args.shift() ?? '';
    if (word === '--') break;
    if (word.startsWith('--')) {
      if (word === '--help' || (word === '--version' && state.isBash)) return help(state, word);
      continue;
    }
    for (const letter of word.slice(1)) {
      if (letter === 'c') commands = '';
      else if (letter === 's') readsStdin = true;
      else if (letter === 'i') state.isInteractive = true;
      else if (letter === 'o') state.options.add(args.shift() ?? '');
      else if (letter !== 'l') {
        if (!/[efhmnuvxaCBbEI]/.test(letter)) {
          complain(state, state.isBash ? `-${letter}: invalid option` : `illegal option -${letter}`);
          return 2;
        }
        if (word.startsWith('-')) state.options.add(letter);
      }
    }
  }
  if (commands !== undefined) {
    const text = args.shift();
    if (text === undefined) {
      complain(state, state.isBash ? '-c: option requires an argument' : '-c requires an argument');
      return 2;
    }
    state.hasName = args.length > 0;
    state.name = args.shift() ?? state.name;
    state.params = args;
    state.options.add('c');
    state.line = state.firstLine;
    return runWhole(text, state);
  }
  const [file, ...params] = args;
  if (file !== undefined && !readsStdin) {
    const text = await readFile(inside(run.place.root, file, run.cwd), 'utf8').catch(
      (error: unknown) => error as NodeJS.ErrnoException,
    );
    if (typeof text !== 'string') {
      if (state.isBash)
        complain(state, `${file}: ${text.code === 'EISDIR' ? 'Is a directory' : 'No such file or directory'}`);
      else if (text.code === 'EISDIR') complain(state, 'read error: Is a directory');
      else complain(state, `can't open '${file}': No such file or directory`);
      return state.isBash ? 127 : 2;
    }
    state.name = file;
    state.params = params;
    Object.assign(state, { hasName: true, firstLine: 1, line: 1 });
    return runWhole(text, state);
  }
  state.params = args;
  if (state.isInteractive || run.io.stdin.terminal !== undefined) return runInteractive(state);
  return runLines(state);
}

function help(state: State, word: string): number {
  if (state.isBash) {
    state.run.io.stdout(
      word === '--version'
        ? 'GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)\nCopyright (C) 2022 Free Software Foundation, Inc.\nLicense GPLv3+: GNU GPL version 3 or later <http://gnu.org/licenses/gpl.html>\n\nThis is free software; you are free to change and redistribute it.\nThere is NO WARRANTY, to the extent permitted by law.\n'
        : `Usage:\t${state.name} [GNU long option] [option] ...\n`,
    );
    return 0;
  }
  state.run.io.stderr(
    "BusyBox v1.35.0 (Debian 1:1.35.0-4+b7) multi-call binary.\n\nUsage: sh [-il] [-|+Cabefmnuvx] [-|+o OPT]... [-c 'SCRIPT' [ARG0 ARGS] | FILE ARGS | -s ARGS]\n\nUnix shell interpreter\n",
  );
  return 0;
}

/** Runs a whole script, up to what is no script in it. */
async function runWhole(text: string, state: State): Promise<number> {
  state.source = text;
  const { script, error } = parseScript(text);
  if (error === undefined || (error.isUnfinished && error.message === '')) return runList(script.commands, state, true);
  // A shell reads line by line: what stands on lines before runs.
  const line = text.lastIndexOf('\n', error.pos - 1) + 1;
  const before = script.commands.filter(({ end }) => end > 0 && end <= line);
  const start = script.commands.find(({ end }) => end > line);
  const isAfter =
    start === undefined || start.pos >= line || before.length === 0 || start.pos > (before.at(-1)?.end ?? 0);
  if (isAfter && before.length > 0) await runList(before, state);
  if (state.line !== undefined) state.line = state.firstLine + text.slice(0, error.pos).split('\n').length - 1;
  throw new ShellError(bashWords(error.message, state), 2);
}

function bashWords(message: string, { isBash }: State): string {
  if (!isBash) return message;
  const token = /unexpected "(.+?)"/.exec(message)?.[1];
  return token === undefined ? message : `syntax error near unexpected token \`${token}'`;
}

/** Runs a text within a shell that runs, as `eval`, `.` and traps do. */
async function runText(text: string, state: State): Promise<number> {
  const { source } = state;
  const { script, error } = parseScript(text);
  if (error !== undefined && error.message !== '') {
    complain(state, bashWords(error.message, state), 'eval');
    throw new Exit(2);
  }
  state.source = text;
  state.depth++;
  if (state.depth > 500) throw new Killed('SIGSEGV');
  try {
    return script.commands.length === 0 ? 0 : await runList(script.commands, state);
  } finally {
    state.source = source;
    state.depth--;
  }
}

/** Reads commands from standard input, and leaves there what they read themselves. */
async function runLines(state: State): Promise<number> {
  const input = state.run.io.stdin;
  let text = '';
  Object.assign(state, { firstLine: 1, line: 1 });
  for (;;) {
    const chunk = await input.read();
    if (chunk !== undefined) {
      const at = Buffer.from(chunk).indexOf('\n');
      if (at < 0) {
        text += Buffer.from(chunk).toString();
        if (text.length > 16 * 1024 * 1024) throw new ShellError('out of memory');
        continue;
      }
      text += Buffer.from(chunk.subarray(0, at + 1)).toString();
      input.unread(chunk.subarray(at + 1));
      if (parseScript(text).error?.isUnfinished === true) continue;
    }
    if (text.trim() !== '') await runWholeLine(text, state);
    state.firstLine += text.split('\n').length - 1;
    text = '';
    if (chunk === undefined) return state.lastCode;
  }
}

async function runWholeLine(text: string, state: State): Promise<void> {
  state.source = text;
  const { script, error } = parseScript(text);
  if (error !== undefined && error.message !== '') throw new ShellError(bashWords(error.message, state), 2);
  state.lastCode = await runList(script.commands, state);
}
