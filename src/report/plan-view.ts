import type { Language } from '../messages/message.ts';
import { word } from '../messages/word.ts';
import type { SourceLocation, Plan, Step } from '../plan/step.ts';
import { oneLine, printableLines } from './printable.ts';

/**
 * A plan as text for people: for each step its id, line, action and policy, all that will be typed, why it has this
 * policy, and what is expected of it. Nothing is shortened: who reads it wants to know what a run would do.
 */
export function planView({ file, steps }: Plan, lang: Language): string {
  if (steps.length === 0) return 'no steps';
  const rows = steps.map((step) => [oneLine(step.id), placeIn(file, step.place), step.action, policyIn(step)]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return steps
    .map((step, index) => {
      const cells = (rows[index] ?? []).map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
      const input = printableLines(step.input).map((line) => `    | ${line}`);
      return [cells.trimEnd(), ...input, ...detailsOf(file, step, lang).map((detail) => `    ${detail}`)].join('\n');
    })
    .join('\n');
}

/** A chapter of a manifest is named. */
function placeIn(deckFile: string, { file, line }: SourceLocation): string {
  return file === deckFile ? `line ${line}` : `${oneLine(file)}:${line}`;
}

function policyIn({ skip, action, policy }: Step): string {
  if (skip !== undefined) return 'skipped';
  return action === 'manual' ? 'manual' : policy;
}

function detailsOf(file: string, { skip, policyReason, assigns, expectations }: Step, lang: Language): string[] {
  return [
    oneLine(word(skip ?? policyReason, lang)),
    ...(assigns.length > 0 ? [`must not leave empty: ${assigns.join(', ')}`] : []),
    ...expectations.map(({ matcher, source, place, origin }) => {
      const from = place ? `${origin}, ${placeIn(file, place)}` : origin;
      return `expects ${matcher} (${from}): ${oneLine(source)}`;
    }),
  ];
}
