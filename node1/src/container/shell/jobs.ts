import type { AndOr, PipelineNode, Statement } from 'unbash';
import { inputOf } from '../io.ts';
import type { Process } from '../processes.ts';
import { ioOf, type Job, type State } from './state.ts';

type Node = PipelineNode | AndOr;

/** Starts a command in the background. */
export function startJob(
  state: State,
  command: Node,
  run: (child: State, work: readonly Statement[]) => Promise<number>,
  fork: (state: State, words: readonly string[]) => State,
): void {
  const child = fork(state, textOf(command, state));
  child.process.isBackground = true;
  // Who has no job control leaves ^C to what is in front.
  if (!state.isInteractive) {
    child.traps.set('INT', '').set('QUIT', '');
    if (state.descriptors.get(0) === undefined || ioOf(state).stdin.terminal === undefined)
      child.descriptors.set(0, { input: inputOf() });
  }
  if (ioOf(state).stdin.terminal !== undefined) child.descriptors.set(0, { input: inputOf() });
  const { pos, end } = command;
  const done = run(child, [{ type: 'Statement', command, pos, end, background: undefined }]);
  const number = Math.max(0, ...state.jobs.map((job) => job.number)) + 1;
  const job: Job = { number, pid: child.process.pid, text: textOf(command, state).join(' '), done, code: undefined };
  state.jobs.push(job);
  void done.then(
    (code) => {
      job.code = code;
      for (const wake of state.wakers) wake();
    },
    () => {
      job.code = 2;
    },
  );
  state.lastPid = String(job.pid);
  if (state.isInteractive && state.isBash) ioOf(state).stderr(`[${job.number}] ${job.pid}\n`);
}

function textOf(command: Node, { source }: State): readonly string[] {
  const text = source.slice(command.pos, command.end).trim();
  return command.type === 'Command' && command.name !== undefined ? text.split(/\s+/) : [text];
}

/** The words for how something ended that a signal has ended; undefined for every other end. */
export function endWords(code: number): string | undefined {
  const words: Readonly<Record<number, string>> = {
    129: 'Hangup',
    134: 'Aborted',
    137: 'Killed',
    139: 'Segmentation fault',
    143: 'Terminated',
  };
  return words[code];
}

/** `[1]+  Running                    sleep 5`, as `jobs` and prompts show it. */
export function jobLine(job: Job, { jobs, isInteractive }: State): string {
  const last = jobs.at(-1);
  const mark = job === last ? '+' : job === jobs.at(-2) ? '-' : ' ';
  const state =
    job.code === undefined ? 'Running' : (endWords(job.code) ?? (job.code === 0 ? 'Done' : `Done(${job.code})`));
  return `[${job.number}]${mark}  ${state.padEnd(27)}${isInteractive ? job.text : ''}\n`;
}

/** Tells of jobs that have ended, before a prompt. */
export function reportJobs(state: State): void {
  const ended = state.jobs.filter(({ code }) => code !== undefined);
  for (const job of ended) ioOf(state).stderr(jobLine(job, state));
  state.jobs = state.jobs.filter(({ code }) => code === undefined);
}

/** Sends a signal to what is in front of a shell: its children, but for those in the background. */
export function signalChildren(shell: Process, all: readonly Process[], deliver: (process: Process) => void): void {
  const inFront = new Set([shell.pid]);
  for (const process of all) {
    if (process === shell || !inFront.has(process.parent) || process.isBackground) continue;
    inFront.add(process.pid);
    deliver(process);
  }
}
