import type { Language } from '../messages/message.ts';
import { word } from '../messages/word.ts';
import type { SourceLocation, Step } from '../plan/step.ts';
import type { StepResult } from '../plan/verdict.ts';
import type { Comparison } from './diff.ts';
import { printableLines } from './printable.ts';

/** A step that did not pass, in the terms of every report. Its texts come from outside: make them printable. */
export interface Failure {
  readonly step: Step;
  readonly status: 'failed' | 'timedOut' | 'broken';
  /** Of the command that failed; of the step when there is none. */
  readonly place: SourceLocation;
  /** The command that failed, or the step's input. */
  readonly command: string;
  readonly exitCode: number | undefined;
  readonly reason: string;
  readonly mismatches: readonly (Comparison & { readonly reason: string })[];
  /** Last lines of the screen, printable; empty when nothing was on it. */
  readonly screen: readonly string[];
  readonly hints: readonly string[];
  readonly tries: number;
  readonly durationMs: number;
}

const screenLines = 15;
/** Equal lines below each other that are shown as one. */
const shortestRun = 4;
const maxCommandLines = 12;

/** What a report tells of a step that did not pass, in its language; undefined for every other verdict. */
export function failureOf(step: Step, result: StepResult, lang: Language): Failure | undefined {
  const { verdict } = result;
  if (verdict.status !== 'failed' && verdict.status !== 'timedOut' && verdict.status !== 'broken') return undefined;
  // The first command that fails ends its step, so it is the last one. What a `wait` waits for is not its command.
  const last = isTyped(step) ? result.commands.at(-1) : undefined;
  const failed = verdict.status === 'failed' ? verdict : undefined;
  return {
    step,
    status: verdict.status,
    place: last?.place ?? step.place,
    command: last?.text ?? step.input,
    exitCode: failed?.exitCode ?? last?.exitCode,
    reason: word(verdict.reason, lang),
    mismatches: (failed?.mismatches ?? []).map((each) => ({ ...each, reason: word(each.reason, lang) })),
    screen: withoutRuns(printableLines(result.screen ?? '')).slice(-screenLines),
    hints: result.hints.map((hint) => word(hint, lang)),
    tries: result.tries,
    durationMs: result.durationMs,
  };
}

/** An editor fills an empty screen with lines that are all the same: of such a run the first is left, with how many there are. */
function withoutRuns(lines: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? '';
    const length = lines.slice(at).findIndex((other) => other !== line);
    const run = length < 0 ? lines.length - at : length;
    if (run < shortestRun) kept.push(...lines.slice(at, at + run));
    else kept.push(line === '' ? line : `${line}  (× ${run})`);
    at += run;
  }
  return kept;
}

/** What failed as a shell shows it: `$` before a command, `>` before its further lines; `wait:` before what was waited for. */
export function commandLines({ step, command }: Failure): string[] {
  const lines = printableLines(command);
  const first = step.action === 'repl' ? `${step.program ?? 'repl'}>` : isTyped(step) ? '$' : `${step.action}:`;
  if (lines.length === 0) return [step.action];
  const shown = lines.slice(0, maxCommandLines).map((line, index) => `${index === 0 ? first : '>'} ${line}`);
  return lines.length > maxCommandLines ? [...shown, '> …'] : shown;
}

function isTyped({ action }: Step): boolean {
  return action === 'bash' || action === 'hide' || action === 'repl';
}

/** A place as people and editors write it: `slides/kube.md:12:3`. */
export function placeText({ file, line, column }: SourceLocation): string {
  return `${file}:${line}:${column}`;
}
