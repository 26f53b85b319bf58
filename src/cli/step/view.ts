import type { Slide } from '../../deck/model.ts';
import { type Language, message } from '../../messages/message.ts';
import { reasonOf } from '../../messages/message-error.ts';
import type { RunEvent } from '../../plan/events.ts';
import type { Plan, Step } from '../../plan/step.ts';
import { firstTerminal } from '../../plan/terminals.ts';
import { createPaint } from '../../report/paint.ts';
import type { Director } from '../../run/director.ts';
import type { LentTerminals } from '../../run/run-terminals.ts';
import type { Session } from '../../run/terminal/session.ts';
import { type Edit, StepDriver } from './driver.ts';
import { frameOf } from './frame.ts';
import { type KeyTarget, press } from './press.ts';
import { type Key, KeyDecoder } from './keys.ts';
import { panesOf } from './layout.ts';
import { StepShells, type StepShellsOptions } from './shells.ts';
import type { StepState } from './state.ts';
import { Surface } from './surface.ts';

export interface StepViewOptions {
  /** Shown from the beginning; otherwise at the first step that does not pass. */
  readonly fromStart: boolean;
  readonly lang: Language;
  readonly colors: boolean;
  /** Aborted when the program is told to end. */
  readonly signal: AbortSignal;
  /** Ends the program as ^C does. */
  readonly interrupt: () => void;
  /** The view has the terminal now (true), or has given it back: whoever writes there waits meanwhile. */
  readonly onHold: (held: boolean) => void;
  /** A person has gone to another step, forwards or back. */
  readonly onMove?: (to: Step | undefined) => void | Promise<void>;
}

/** A deck that is about to run. */
interface StepDeck {
  readonly plan: Plan;
  readonly slides: readonly Slide[];
  readonly open: StepShellsOptions['open'];
}

/** What a run needs to be driven by a person. */
export interface Driven {
  readonly director: Director;
  readonly terminals: LentTerminals;
  /** Aborted when the program is told to end, or when the person ends the run. */
  readonly signal: AbortSignal;
}

/** Least milliseconds between two drawings. */
const frameMs = 25;

/** Runs of decks that a person drives step by step in their terminal: slide above, shell below, keys at the bottom. */
export class StepView {
  readonly #options: StepViewOptions;
  readonly #surface: Surface;
  readonly #decoder = new KeyDecoder();
  readonly #quit = new AbortController();
  #driver: StepDriver | undefined;
  #shells: StepShells | undefined;
  #settings: Pick<StepState, 'hidden' | 'typing'> = { hidden: true, typing: 'off' };
  #wantsShell = false;
  #timer: NodeJS.Timeout | undefined;
  #drawnAt = 0;
  readonly #edits: Edit[] = [];

  constructor(options: StepViewOptions) {
    this.#options = options;
    const { stdin: input, stdout: output } = process;
    this.#surface = new Surface(
      { input, output },
      {
        keys: (data) => {
          this.#input(data);
        },
        resize: () => {
          this.#shells?.resize(panesOf(this.#surface.size).shell);
          this.#changed();
        },
        gone: options.interrupt,
      },
    );
    options.signal.addEventListener('abort', () => {
      this.#quit.abort();
    });
  }

  /** The person ended the run before its end. */
  get hasQuit(): boolean {
    return this.#quit.signal.aborted && !this.#options.signal.aborted;
  }
  /** The shell that the person wants to keep after the run. */
  get keptShell(): Session | undefined {
    return this.#wantsShell ? this.#shells?.current : undefined;
  }
  /** What was typed instead of what decks say, in order. */
  get edits(): readonly Edit[] {
    return [...this.#edits, ...(this.#driver?.edits ?? [])];
  }

  /** Begins with a deck. */
  async begin({ plan, slides, open }: StepDeck): Promise<Driven> {
    await this.#endDeck();
    const { fromStart, onMove } = this.#options;
    const { signal } = this.#quit;
    const isShown = fromStart || this.#surface.isOpen;
    const size = isShown ? panesOf(this.#surface.size).shell : { cols: 120, rows: 40 };
    const changed = (): void => {
      this.#changed();
    };
    const shells = new StepShells({ open, size, onChange: changed });
    const driver = new StepDriver({
      ...{ plan, slides, shells, signal, settings: this.#settings, onChange: changed },
      drive: isShown ? 'paused' : 'failure',
      onPause: () => {
        this.#paused();
      },
      ...(onMove ? { onMove } : {}),
    });
    this.#shells = shells;
    this.#driver = driver;
    if (isShown) this.#open();
    const opened = isShown && !signal.aborted ? this.#firstShell(shells, driver) : Promise.resolve();
    const director: Director = {
      next: async (last) => {
        await opened;
        return driver.next(last);
      },
    };
    return { director, terminals: shells, signal };
  }

  onEvent(event: RunEvent): void {
    this.#driver?.onEvent(event);
  }

  /** Gives the terminal back as it was. A second call does nothing. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#surface.isOpen) return;
    this.#surface.close();
    this.#options.onHold(false);
  }

  /** Keeps what outlives a deck, and ends its shells. */
  async #endDeck(): Promise<void> {
    if (!this.#driver) return;
    const { hidden, typing } = this.#driver.state;
    this.#settings = { hidden, typing };
    this.#edits.push(...this.#driver.edits);
    this.#driver = undefined;
    await this.#shells?.end();
  }

  async #firstShell(shells: StepShells, driver: StepDriver): Promise<void> {
    try {
      await shells.open(firstTerminal, this.#quit.signal);
      this.#changed();
    } catch (error) {
      driver.update({ said: message('step/no-shell', { reason: reasonOf(error) }) });
    }
  }

  #open(): void {
    if (this.#surface.isOpen) return;
    this.#options.onHold(true);
    this.#surface.open();
    this.#shells?.resize(panesOf(this.#surface.size).shell);
    this.#changed();
  }

  /** The run waits for the person. One that was only to be shown at a failure, and had none, ends by itself. */
  #paused(): void {
    const { state } = this.#driver ?? {};
    if (!this.#surface.isOpen && state && state.at >= state.plan.steps.length) this.#driver?.quit();
    else this.#open();
  }

  #input(data: string): void {
    const driver = this.#driver;
    if (!driver) return;
    const rest = driver.state.mode.kind === 'shell' ? this.#toShell(data) : data;
    for (const key of this.#decoder.decode(rest)) this.#press(key);
  }

  /** Gives keys to the shell up to the one that comes back from it; what is left after that. */
  #toShell(data: string): string {
    const session = this.#shells?.current;
    const at = data.search(/\x1d|\x1b\[17~/);
    const keys = at < 0 ? data : data.slice(0, at);
    // A program that did not ask for brackets around pasted text would take them for keys.
    const wanted = session?.screen.bracketedPaste === true ? keys : keys.replace(/\x1b\[20[01]~/g, '');
    if (wanted !== '') session?.input(wanted);
    if (at < 0) return '';
    this.#driver?.update({ mode: { kind: 'keys' } });
    return data.slice(at).replace(/^(?:\x1d|\x1b\[17~)/, '');
  }

  #press(key: Key): void {
    const driver = this.#driver;
    if (!driver) return;
    const target: KeyTarget = {
      driver,
      hasShell: this.#shells?.current !== undefined,
      interrupt: this.#options.interrupt,
      redraw: () => {
        this.#surface.forget();
        this.#changed();
      },
      quit: (keepsShell) => {
        this.#wantsShell = keepsShell;
        this.#quit.abort();
        driver.quit();
      },
    };
    press(key, target);
  }

  #changed(): void {
    if (!this.#surface.isOpen || this.#timer) return;
    const ms = Math.max(0, this.#drawnAt + frameMs - performance.now());
    this.#timer = setTimeout(() => void this.#draw(), ms);
  }

  async #draw(): Promise<void> {
    const session = this.#shells?.current;
    await session?.screen.settled();
    this.#timer = undefined;
    this.#drawnAt = performance.now();
    const state = this.#driver?.state;
    if (!state || !this.#surface.isOpen) return;
    if (this.#surface.isBehind) {
      this.#surface.onceReady(() => {
        this.#changed();
      });
      return;
    }
    const { lang, colors } = this.#options;
    const { list } = this.#shells ?? {};
    const shell = session?.screen.picture(colors);
    const frame = frameOf(state, {
      ...{ size: this.#surface.size, shell, lang, paint: createPaint(colors) },
      terminal: list && list.names.length > 1 ? list.current : undefined,
    });
    const isInShell = state.mode.kind === 'shell';
    this.#surface.draw(frame, { applicationCursorKeys: isInShell && shell?.modes.applicationCursorKeys === true });
  }
}
