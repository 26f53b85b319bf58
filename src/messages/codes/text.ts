import type { MessagePart } from '../part.ts';

/** What belongs to no area: texts that are not ours, and lists. */
export interface TextCodes {
  /** What a program, the system or an author said: the same in every language. */
  readonly 'text/verbatim': { readonly text: string };
  /** `a, b, c`; with `more` an ellipsis at the end. */
  readonly 'text/list': { readonly parts: readonly MessagePart[]; readonly more?: boolean };
  /** Half-sentences one after the other: `a; b`. */
  readonly 'text/sequence': { readonly parts: readonly MessagePart[] };
}
