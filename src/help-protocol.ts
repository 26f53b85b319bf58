/** What is said over the WebSocket when an instructor helps a student at their terminal, which needs the student's consent. */
import { z } from 'zod';

/** A student answers who asks to look at their terminal, or to type into it, or ends that; `watch` unasked: the next who comes may look. */
export const consentMessage = z.strictObject({
  type: z.literal('consent'),
  answer: z.enum(['watch', 'type', 'no', 'end']),
});

/** A window that visits a student asks to look, or to type, or ends that. */
export const helpMessage = z.strictObject({ type: z.literal('help'), ask: z.enum(['watch', 'type', 'end']) });

/** How far the consent goes. */
export type HelpState = 'off' | 'asksToLook' | 'looks' | 'asksToType' | 'types';

/** Why there is no more consent: nobody is at the terminal, the answer, no answer, asked too often, another visitor, no such student. */
export type HelpRefusal = 'absent' | 'no' | 'late' | 'soon' | 'ended' | 'busy' | 'unknown';

/** Who helps whom, as both sides are told. */
export interface HelpView {
  /** Name of the other side. */
  readonly who: string;
  readonly state: HelpState;
  /** Why the state is no more than that; for the visitor. */
  readonly why?: HelpRefusal;
  /** Milliseconds after which one may ask again. */
  readonly againMs?: number;
  /** The student lets the next who comes look. */
  readonly offered?: true;
}
