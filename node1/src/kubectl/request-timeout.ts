import { parseDuration } from '../cli-kit/duration.ts';
import type { Flags } from '../cli-kit/flags.ts';
import { fail } from './errors.ts';

/**
 * `--request-timeout` in milliseconds; undefined for none. Here it can only end what streams: a watch, a log that is followed.
 * Throws ExitError for what is no time.
 */
export function requestTimeout(flags: Flags): number | undefined {
  const text = flags.text('request-timeout');
  const given = /^\d+$/.test(text) ? Number(text) * 1000 : parseDuration(text);
  if (given === undefined)
    return fail(
      'Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)',
    );
  return given <= 0 ? undefined : given;
}
