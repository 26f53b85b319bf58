import type { Language } from '../messages/message.ts';
import { sayIn } from '../messages/word.ts';
import type { Session } from '../run/terminal/session.ts';

/** Longest wait for the first prompt, in milliseconds. */
const promptMs = 5_000;

/**
 * Gives the shell to the person at the terminal, with all that the steps left in it: variables, folder, history. Fulfilled
 * when the shell has ended, or by the signal; the terminal has its modes back then.
 */
export async function interactive(session: Session, lang: Language, signal: AbortSignal): Promise<void> {
  const { stdin, stdout } = process;
  // A run may have left something running: `untilPrompt` ends at once at a prompt.
  const ready = await session.untilPrompt({ ms: promptMs, signal });
  if (ready.kind !== 'held' && !(await session.interrupt())) return;
  if (signal.aborted) return;
  stdout.write(`\n${sayIn(lang)('cli/node-is-yours')}\n`);
  const resize = (): void => {
    session.resize({ cols: stdout.columns, rows: stdout.rows });
  };
  const type = (keys: Buffer | string): void => {
    session.input(keys.toString());
  };
  // The terminal of the person answers now, not the one that the engine keeps.
  session.leaveAnswers();
  resize();
  const unsubscribe = session.onOutput((chunk) => {
    stdout.write(chunk);
  });
  stdout.on('resize', resize);
  stdin.setEncoding('utf8').setRawMode(true).on('data', type).resume();
  try {
    session.typeLine('');
    await new Promise<void>((resolve) => {
      session.onClosed(resolve);
      signal.addEventListener('abort', () => {
        resolve();
      });
      stdin.once('end', resolve);
    });
  } finally {
    unsubscribe();
    stdin.off('data', type).setRawMode(false).pause();
    stdout.off('resize', resize);
    // Whatever a program switched on that did not get to switch it off: alternate screen, mouse, bracketed paste, hidden cursor.
    stdout.write('\x1b[?1049l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[?25h\x1b[0m\r\n');
  }
}
