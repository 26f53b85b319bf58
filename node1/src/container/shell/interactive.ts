import { isDebianBusybox } from '../image-kind.ts';
import { Exit, Interrupt, LeaveLoop, Return, ShellError } from './control.ts';
import { reportJobs, signalChildren } from './jobs.ts';
import { editLine } from './line-editor.ts';
import { promptText } from './prompt.ts';
import { runList } from './run.ts';
import { getVariable, ioOf, type State } from './state.ts';
import { parseScript } from './syntax.ts';
import { complain } from './words.ts';

const mostHistory = 256;

const banner =
  "\n\nBusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) built-in shell (ash)\nEnter 'help' for a list of built-in commands.\n\n";

/** Talks to somebody: prompts, reads a command, runs it, until ^D or `exit`. */
export async function runInteractive(state: State): Promise<number> {
  state.isInteractive = true;
  const terminal = state.run.io.stdin.terminal;
  const { place, process } = state.run;
  if (state.isBash) state.vars.set('PS1', { value: '\\u@\\h:\\w\\$ ', exported: false, readOnly: false });
  if (terminal) {
    terminal.foreground = (signal) => {
      signalChildren(process, place.processes.list(), (child) => {
        place.processes.deliver(child, signal);
      });
      place.processes.deliver(process, signal);
    };
  }
  if (terminal && !state.isBash && isDebianBusybox(place)) ioOf(state).stdout(banner);
  for (;;) {
    state.isInterrupted = false;
    state.pending.length = 0;
    reportJobs(state);
    const text = await readCommand(state);
    if (text === undefined) {
      if (terminal) ioOf(state).stderr(state.isBash ? 'exit\n' : '\n');
      return state.lastCode;
    }
    if (text.trim() === '') continue;
    await runCommand(text, state);
  }
}

async function runCommand(text: string, state: State): Promise<void> {
  const { script, error } = parseScript(text);
  if (error !== undefined && error.message !== '') {
    complain(state, error.message);
    state.lastCode = 2;
    return;
  }
  state.source = text;
  Object.assign(state, { loops: 0, conditions: 0 });
  state.locals.length = 0;
  try {
    await runList(script.commands, state);
  } catch (problem) {
    if (problem instanceof Interrupt) {
      ioOf(state).stderr('\n');
      state.lastCode = 130;
    } else if (problem instanceof ShellError) {
      complain(state, problem.message);
      state.lastCode = problem.code;
    } else if (problem instanceof LeaveLoop || problem instanceof Return) state.lastCode = 0;
    else if (problem instanceof Error && problem.message === 'interrupted') {
      ioOf(state).stderr('\n');
      state.lastCode = 130;
    } else throw problem instanceof Exit ? problem : (problem as Error);
  }
}

/** A whole command, over as many lines as it takes; undefined at ^D. */
async function readCommand(state: State): Promise<string | undefined> {
  let text = '';
  for (;;) {
    const prompt = promptText(getVariable(state, text === '' ? 'PS1' : 'PS2') ?? '', state);
    const line = await editLine(state, prompt);
    if (line === 'interrupted') {
      state.lastCode = 130;
      return '';
    }
    if (line === undefined) return text === '' ? undefined : text;
    text += `${line.text}\n`;
    if (line.text.trim() !== '' && state.history.at(-1) !== line.text) {
      state.history.push(line.text);
      if (state.history.length > mostHistory) state.history.shift();
    }
    const { error } = parseScript(text);
    if (error?.isUnfinished !== true) return text;
    if (/(?:^|[^\\])(?:\\\\)*\\\n$/.test(text)) text = text.slice(0, -2);
  }
}
