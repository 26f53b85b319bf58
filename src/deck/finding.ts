import type { Severity } from './model.ts';

/** Something that the author should know, at an offset of the text as it was read (see `Source`). */
export interface Finding {
  readonly offset: number;
  readonly severity: Severity;
  readonly rule: string;
  readonly reason: string;
}
