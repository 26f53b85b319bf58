import type { Plan, Step } from './step.ts';

const longestInput = 60;

/**
 * A plan as text for people: one line for each step with its id, place, action and policy, what it acts on, why it has this policy, and what is
 * expected of it. Columns are aligned; lines are not wrapped.
 */
export function describePlan({ steps }: Plan): string {
  if (steps.length === 0) return 'no steps';
  const rows = steps.map((step) => [step.id, `${step.place.line}:${step.place.column}`, step.action, policyIn(step)]);
  const widths = [0, 1, 2, 3].map((column) =>
    rows.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), 0),
  );
  return steps
    .map((step, index) => {
      const cells = (rows[index] ?? []).map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
      return [`${cells}  ${inputOf(step)}`.trimEnd(), ...detailsOf(step).map((detail) => `    ${detail}`)].join('\n');
    })
    .join('\n');
}

function policyIn({ skip, action, policy }: Step): string {
  if (skip !== undefined) return 'skipped';
  return action === 'manual' ? 'manual' : policy;
}

function inputOf({ input }: Step): string {
  const [first = '', ...rest] = printable(input).split('\n');
  const short = first.length > longestInput ? `${first.slice(0, longestInput - 1)}…` : first;
  return rest.length > 0 ? `${short} (+${rest.length})` : short;
}

function detailsOf({ skip, policyReason, assigns, expectations }: Step): string[] {
  return [
    skip ?? policyReason,
    ...(assigns.length > 0 ? [`must not leave empty: ${assigns.join(', ')}`] : []),
    ...expectations.map(({ matcher, source, place, origin }) => {
      const from = place ? `${origin}, line ${place.line}` : origin;
      return `expects ${matcher} (${from}): ${printable(source.trim())
        .replace(/\s+/g, ' ')
        .slice(0, 2 * longestInput)}`;
    }),
  ];
}

/** A deck must not be able to drive the terminal that its plan is shown in. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
}
