import type { Language } from '../messages/message.ts';
import { sayIn } from '../messages/word.ts';
import { firstTerminal, TerminalList } from '../plan/terminals.ts';
import type { LentTerminals } from '../run/run-terminals.ts';
import { textOf } from '../run/terminal/bulk.ts';
import { NodeMemory } from '../run/terminal/command-log.ts';
import type { Session } from '../run/terminal/session.ts';
import type { Size } from '../target/target.ts';

/** What a shell is opened with. `memory`: shared with the others of its node. `signal`: ends the opening. */
export interface OpenShell {
  readonly size: Size;
  readonly memory: NodeMemory;
  readonly signal: AbortSignal;
  /** Of its terminal. */
  readonly name: string;
}

/** The terminals of a run that stay open after it, for the person. */
export class StayingTerminals implements LentTerminals {
  readonly list = new TerminalList();
  readonly #sessions = new Map<string, Session>();
  readonly #memory = new NodeMemory();
  readonly #open: (given: Omit<OpenShell, 'size'>) => Promise<Session>;

  /** `open` opens a shell on the node, which throws TargetError when there is none to be had. */
  constructor(open: (given: Omit<OpenShell, 'size'>) => Promise<Session>) {
    this.#open = open;
  }

  /** The shell that steps were for last; undefined when there is none. */
  get current(): Session | undefined {
    return this.#sessions.get(this.list.current);
  }

  async open(name: string, signal: AbortSignal): Promise<Session> {
    const known = this.#sessions.get(name);
    if (known && known.state !== 'closed') return known;
    const session = await this.#open({ memory: this.#memory, signal, name });
    this.#sessions.set(name, session);
    if (name !== firstTerminal) {
      session.onClosed(() => {
        this.list.close(name);
      });
    }
    return session;
  }

  async close(name: string): Promise<void> {
    await this.#sessions.get(name)?.close();
  }
}

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
    stdout.write(textOf(chunk));
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
