import pc from 'picocolors';
import { isFailure } from '../plan/events.ts';
import type { VerdictStatus } from '../plan/verdict.ts';

/** Functions that colour a text; without colours they return it as it is. */
export type Paint = ReturnType<typeof pc.createColors>;

/** Colours when they are welcome, plain text otherwise. */
export function createPaint(colors: boolean): Paint {
  return pc.createColors(colors);
}

/** The colour of a verdict wherever it is shown. */
export function verdictColour(status: VerdictStatus, paint: Paint): (text: string) => string {
  if (status === 'passed') return paint.green;
  return isFailure(status) ? paint.red : paint.yellow;
}

/** The sign of a verdict: `✓`, `✗`, or `–` for a step that was not run. */
export function verdictSign(status: VerdictStatus): string {
  if (status === 'passed') return '✓';
  return isFailure(status) ? '✗' : '–';
}
