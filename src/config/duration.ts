import { z } from 'zod';
import { parseDuration } from '../plan/duration.ts';
import { toZod } from './zod-message.ts';

const form = toZod('config/duration');

/** A length of time in the configuration: `500ms`, `60s`, `2m`, `1m30s`, or a number of seconds; at most a day. */
export const durationSchema = z
  .union([z.number(), z.string().meta({ examples: ['500ms', '60s', '2m', '1m30s'] })], { error: form })
  .refine((duration) => parseDuration(String(duration)) !== undefined, { error: form });

/** Milliseconds of a duration that the schema has let pass. */
export function toMs(duration: string | number): number {
  return parseDuration(String(duration)) ?? 0;
}
