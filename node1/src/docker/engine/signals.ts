import { constants } from 'node:os';
import { DaemonError } from './daemon-error.ts';

/** A signal by its name or number: `TERM`, `SIGTERM`, `15`. Throws DaemonError. */
export function signalOf(text: string): NodeJS.Signals {
  const { signals } = constants;
  const number = /^\d+$/.test(text) ? Number(text) : undefined;
  if (number === 0) throw new DaemonError(`Invalid signal: ${text}`);
  const name = text.toUpperCase().replace(/^SIG/, '');
  const found = (Object.keys(signals) as NodeJS.Signals[]).find((signal) =>
    number === undefined ? signal === `SIG${name}` : signals[signal] === number,
  );
  if (found === undefined) throw new DaemonError(`Invalid signal: ${text}`);
  return found;
}
