import { type Language, message } from '../../messages/message.ts';
import { sayIn } from '../../messages/word.ts';
import { placeText } from '../../report/failure.ts';
import { stepLabel } from '../../report/label.ts';
import { oneLine } from '../../report/printable.ts';
import type { Reporter } from '../../report/reporter.ts';
import { UsageError } from '../errors.ts';
import { streamOutput } from '../outputs.ts';
import type { Interruption } from '../signals.ts';
import { StepView } from './view.ts';

/** What the command line says of a run that a person drives. */
export interface StepOptions {
  readonly step?: true;
  readonly pauseOnFailure?: true;
  readonly keepGoing?: true;
  readonly reporter: readonly string[];
  readonly jobs?: string;
  readonly repeat?: string;
  readonly update?: true;
}

/**
 * Refuses what cannot be together with a person who drives the run in this terminal: no terminal, a report on the standard output,
 * `--keep-going`, which is the person's to decide, and what is for runs that nobody drives. Throws UsageError.
 */
export function checkStepOptions(options: StepOptions): void {
  const { step, pauseOnFailure, keepGoing, reporter } = options;
  if (step !== true && pauseOnFailure !== true) return;
  const option = step === true ? '--step' : '--pause-on-failure';
  if (!process.stdin.isTTY || !process.stdout.isTTY || process.env['TERM'] === 'dumb') {
    throw new UsageError(message('cli/step-needs-terminal', { option }));
  }
  if (keepGoing === true) throw new UsageError(message('cli/step-keep-going', { option }));
  const other = (['jobs', 'repeat', 'update'] as const).find((name) => options[name] !== undefined);
  if (other !== undefined) throw new UsageError(message('cli/step-batch', { option, other: `--${other}` }));
  const onOutput = reporter.find((each) => !each.includes('=') && each !== 'terminal');
  if (onOutput !== undefined) throw new UsageError(message('cli/step-reporter', { option, reporter: onOutput }));
}

/** The view of a run that a person drives; undefined when nobody asked for one. */
export function stepView(
  { step, pauseOnFailure }: StepOptions,
  lang: Language,
  interruption: Interruption,
  reporter: Reporter,
): StepView | undefined {
  if (step !== true && pauseOnFailure !== true) return undefined;
  return new StepView({
    fromStart: step === true,
    lang,
    colors: streamOutput(process.stdout, process.env).colors,
    signal: interruption.signal,
    interrupt: () => {
      // As ^C from the keyboard: the second one ends the program at once.
      process.kill(process.pid, 'SIGINT');
    },
    onHold: (held) => reporter.onHold?.(held),
  });
}

/** What a person typed instead of what decks say, and where to mend that: lines for them. */
export function toMend({ edits }: StepView, lang: Language): readonly string[] {
  if (edits.length === 0) return [];
  const say = sayIn(lang);
  const last = new Map(edits.map((edit) => [edit.step.id, edit]));
  return [
    say('step/to-mend', { count: last.size }),
    ...[...last.values()].flatMap(({ step, text }) => [
      `  ${oneLine(placeText(step.lines[0]?.place ?? step.place))}`,
      `    - ${stepLabel(step)}`,
      `    + ${stepLabel({ ...step, input: text })}`,
    ]),
  ];
}
