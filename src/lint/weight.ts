import type { Severity } from '../deck/model.ts';
import { type Code, isRun } from './code.ts';

/** How much a mistake in this piece of code weighs: an error only in what will be typed on stage. */
export function weightOf(code: Code): Severity {
  return isRun(code) ? 'error' : 'warning';
}
