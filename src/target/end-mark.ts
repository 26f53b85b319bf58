import type { Tty } from './target.ts';

/**
 * What the far end of a connection prints when the shell there has ended: without it, only the connection has. An operating system command
 * (OSC) that no terminal knows.
 */
export function endMark(token: string): string {
  return `\x1b]7718;${token}\x07`;
}

/** A terminal that takes the end mark out of its output, and whose `closed` is `lost` when it never came. */
export function untilMarked(tty: Tty, mark: string): Tty {
  const bytes = Buffer.from(mark);
  const listen = tty.onData.bind(tty);
  let hasEnded = false;
  const onData: Tty['onData'] = (listener) => {
    // What may be the beginning of the mark.
    let held = Buffer.alloc(0);
    const stop = listen((chunk) => {
      const text = Buffer.concat([held, typeof chunk === 'string' ? Buffer.from(chunk) : chunk]);
      const at = text.indexOf(bytes);
      if (at >= 0) hasEnded = true;
      const rest = at < 0 ? text : Buffer.concat([text.subarray(0, at), text.subarray(at + bytes.length)]);
      const length = at < 0 ? heldBack(rest, bytes) : 0;
      held = Buffer.from(rest.subarray(rest.length - length));
      const told = rest.subarray(0, rest.length - length);
      if (told.length > 0) listener(typeof chunk === 'string' ? told.toString() : new Uint8Array(told));
    });
    void tty.closed.then(() => {
      if (held.length > 0) listener(held.toString());
      held = Buffer.alloc(0);
    });
    return stop;
  };
  const closed = tty.closed.then(({ exitCode }) => (hasEnded ? { exitCode } : { exitCode, lost: true as const }));
  return Object.defineProperties(tty, { onData: { value: onData }, closed: { value: closed } });
}

/** How many bytes at the end of a text may be the beginning of the mark. */
function heldBack(text: Buffer, mark: Buffer): number {
  for (let length = Math.min(text.length, mark.length - 1); length > 0; length--) {
    if (text.subarray(text.length - length).equals(mark.subarray(0, length))) return length;
  }
  return 0;
}
