import type { Language } from '../messages/message.ts';
import { type Say, sayIn, word } from '../messages/word.ts';
import { type ExpectedOwner, ownersOf } from '../plan/owners.ts';
import type { Plan, SourceLocation, Step } from '../plan/step.ts';
import { stepLabel } from './label.ts';
import { oneLine, printableLines } from './printable.ts';

/**
 * A plan as text for people: for each step its id, line, action and policy, all that will be typed, why it has this
 * policy, and what is expected of it. Nothing is shortened: who reads it wants to know what a run would do.
 */
export function planView({ file, steps }: Plan, lang: Language): string {
  const say = sayIn(lang);
  if (steps.length === 0) return say('report/no-steps');
  const rows = steps.map((step) => [
    oneLine(step.id),
    placeIn(file, step.place, say),
    step.action,
    policyIn(step, say),
  ]);
  const owners = ownersOf(steps);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return steps
    .map((step, index) => {
      const cells = (rows[index] ?? []).map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
      const input = printableLines(step.input).map((line) => `    | ${line}`);
      return [cells.trimEnd(), ...input, ...detailsOf(file, step, owners, lang).map((detail) => `    ${detail}`)].join(
        '\n',
      );
    })
    .join('\n');
}

/** A chapter of a manifest is named. */
function placeIn(deckFile: string, { file, line }: SourceLocation, say: Say): string {
  return file === deckFile ? say('report/line', { line }) : `${oneLine(file)}:${line}`;
}

function ownerIn({ kind, step }: ExpectedOwner, say: Say): string {
  if (!step) return say('report/in-shell');
  const what = { id: oneLine(step.id), command: stepLabel(step) };
  return kind === 'ended' ? say('report/in-ended-program', what) : say('report/in-program', what);
}

/** The names of policies are those of the configuration. */
function policyIn({ skip, action, policy }: Step, say: Say): string {
  if (skip !== undefined) return say('report/verdict', { status: 'skipped' });
  return action === 'manual' ? 'manual' : policy;
}

function detailsOf(file: string, step: Step, owners: ReadonlyMap<Step, ExpectedOwner>, lang: Language): string[] {
  const say = sayIn(lang);
  const { skip, policyReason, assigns, expectations, exit } = step;
  const owner = owners.get(step);
  return [
    oneLine(word(skip ?? policyReason, lang)),
    ...(owner ? [ownerIn(owner, say)] : []),
    ...(step.terminal === undefined ? [] : [say('report/in-terminal', { name: step.terminal })]),
    ...(assigns.length > 0 ? [say('report/assigns', { names: assigns })] : []),
    ...(exit === undefined ? [] : [say('report/expects-exit', { expected: exit })]),
    ...expectations.map(({ matcher, source, place, origin }) => {
      const kind = say('report/origin', { origin });
      const from = place ? `${kind}, ${placeIn(file, place, say)}` : kind;
      return say('report/expects', { matcher, from, source: oneLine(source) });
    }),
  ];
}
