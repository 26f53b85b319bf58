import type { Slide } from '../../deck/model.ts';
import { type Language, message } from '../../messages/message.ts';
import { reasonOf } from '../../messages/message-error.ts';
import type { RunEvent } from '../../plan/events.ts';
import type { Plan, Step } from '../../plan/step.ts';
import type { Director } from '../../run/director.ts';
import type { LentTerminals } from '../../run/run-terminals.ts';
import type { Session } from '../../run/terminal/session.ts';
import { type Edit, StepDriver } from './driver.ts';
import { wayBackKeys } from './key-line.ts';
import { type Key, KeyDecoder } from './keys.ts';
import { panesOf } from './layout.ts';
import { Painter } from './painter.ts';
import { type KeyTarget, press } from './press.ts';
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
  /** The place in the plan where it begins: what is before that only makes again what was made before. */
  readonly begin: number;
  readonly open: StepShellsOptions['open'];
}

/** What a run needs to be driven by a person. */
export interface Driven {
  readonly director: Director;
  readonly terminals: LentTerminals;
  /** Aborted when the program is told to end, or when the person ends the run. */
  readonly signal: AbortSignal;
}

/** Runs of decks that a person drives step by step in their terminal: slide above, shell below, keys at the bottom. */
export class StepView {
  readonly #options: StepViewOptions;
  readonly #surface: Surface;
  readonly #painter: Painter;
  readonly #decoder = new KeyDecoder();
  readonly #quit = new AbortController();
  #driver: StepDriver | undefined;
  #shells: StepShells | undefined;
  #settings: Pick<StepState, 'hidden' | 'typing'> = { hidden: true, typing: 'off' };
  #hasQuit = false;
  #wantsShell = false;
  #isPumping = false;
  #typedAhead = '';
  readonly #edits: Edit[] = [];

  constructor(options: StepViewOptions) {
    this.#options = options;
    const { stdin: input, stdout: output } = process;
    this.#surface = new Surface(
      { input, output },
      {
        keys: (data) => {
          this.#decoder.push(data);
          this.#pump();
        },
        resize: () => {
          this.#shells?.resize(panesOf(this.#surface.size).shell);
          this.#painter.changed();
        },
        gone: options.interrupt,
      },
    );
    this.#painter = new Painter({
      surface: this.#surface,
      lang: options.lang,
      colors: options.colors,
      scene: () => (this.#driver && this.#shells ? { state: this.#driver.state, shells: this.#shells } : undefined),
    });
    options.signal.addEventListener('abort', () => {
      this.#quit.abort();
    });
  }

  /** The person ended the run before its end. */
  get hasQuit(): boolean {
    return this.#hasQuit;
  }
  /** The shell of the run when the person wants it afterwards, or is to have it all the same. */
  shellToKeep(always: boolean): Session | undefined {
    return this.#wantsShell || always ? this.#shells?.current : undefined;
  }
  /** What was typed instead of what decks say, in order. */
  get edits(): readonly Edit[] {
    return [...this.#edits, ...(this.#driver?.edits ?? [])];
  }

  /** Begins with a deck. */
  async begin({ plan, slides, begin, open }: StepDeck): Promise<Driven> {
    await this.#endDeck();
    const { fromStart, onMove } = this.#options;
    const { signal } = this.#quit;
    const isShown = (fromStart || this.#surface.isOpen) && !this.#hasQuit;
    const size = isShown ? panesOf(this.#surface.size).shell : { cols: 120, rows: 40 };
    const changed = (): void => {
      this.#painter.changed();
      this.#pump();
    };
    const shells = new StepShells({
      ...{ open, size, onChange: changed },
      onEnd: () => {
        this.#shellEnded();
      },
    });
    const driver = new StepDriver({
      ...{ plan, slides, shells, signal, settings: this.#settings, onChange: changed },
      drive: isShown ? (begin > 0 ? { to: begin } : 'paused') : 'failure',
      onPause: () => {
        this.#paused();
      },
      ...(onMove ? { onMove } : {}),
    });
    this.#shells = shells;
    this.#driver = driver;
    if (isShown) this.#open();
    if (this.#hasQuit) driver.quit();
    const opened = isShown && !signal.aborted ? this.#openShell() : Promise.resolve();
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
    this.#painter.stop();
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

  /** Opens the chosen terminal, if it is not open, and types what the person could not wait to type. */
  async #openShell(): Promise<void> {
    const [shells, driver] = [this.#shells, this.#driver];
    if (!shells || !driver) return;
    try {
      const session = await shells.open(shells.list.current, this.#quit.signal);
      if (this.#typedAhead !== '') session.input(this.#typedAhead);
      this.#painter.changed();
    } catch (error) {
      driver.update({ mode: { kind: 'keys' }, said: message('step/no-shell', { reason: reasonOf(error) }) });
    }
    this.#typedAhead = '';
  }

  /** The person may have ended it: the keys are theirs again. */
  #shellEnded(): void {
    const driver = this.#driver;
    if (driver?.state.mode.kind !== 'shell') return;
    const reason = message('run/shell-ended', { exitCode: this.#shells?.current?.shell.exitCode });
    driver.update({ mode: { kind: 'keys' }, said: message('step/no-shell', { reason }) });
  }

  #open(): void {
    if (this.#surface.isOpen) return;
    this.#options.onHold(true);
    this.#surface.open();
    this.#shells?.resize(panesOf(this.#surface.size).shell);
    this.#painter.changed();
  }

  /** The run waits for the person. One that was only to be shown at a failure, and had none, ends by itself. */
  #paused(): void {
    const { state } = this.#driver ?? {};
    if (!this.#surface.isOpen && state && state.at >= state.plan.steps.length) this.#driver?.quit();
    else this.#open();
  }

  /** Does what the keys say, one by one: those that come while a verdict is given wait for it. */
  #pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    for (let goesOn = true; goesOn;) goesOn = this.#pumpOne();
    this.#isPumping = false;
  }

  #pumpOne(): boolean {
    const driver = this.#driver;
    if (!driver || driver.isSettling) return false;
    if (driver.state.mode.kind === 'shell') return this.#toShell(this.#decoder.drain());
    const key = this.#decoder.take();
    if (key) this.#press(key);
    return key !== undefined;
  }

  /** Gives keys to the shell up to the one that comes back from it; true when that has come. */
  #toShell(data: string): boolean {
    const session = this.#shells?.current;
    const isLive = session !== undefined && session.state !== 'closed';
    const at = data.search(wayBackKeys);
    const keys = at < 0 ? data : data.slice(0, at);
    // A program that did not ask for brackets around pasted text would take them for keys.
    const wanted = session?.screen.bracketedPaste === true ? keys : keys.replace(/\x1b\[20[01]~/g, '');
    // What is typed while the shell starts waits for it.
    if (!isLive) this.#typedAhead += wanted;
    else if (wanted !== '') session.input(wanted);
    if (at < 0) return false;
    this.#driver?.update({ mode: { kind: 'keys' } });
    this.#decoder.push(data.slice(at).replace(wayBackKeys, ''));
    return true;
  }

  #press(key: Key): void {
    const driver = this.#driver;
    if (!driver) return;
    const target: KeyTarget = {
      driver,
      takeShell: () => {
        driver.update({ mode: { kind: 'shell' }, said: undefined });
        void this.#openShell();
      },
      interrupt: this.#options.interrupt,
      redraw: () => {
        this.#surface.forget();
        this.#painter.changed();
      },
      quit: (keepsShell) => {
        this.#wantsShell = keepsShell;
        this.#hasQuit = true;
        const isRunning = !driver.isPaused;
        driver.quit();
        // What runs is ended.
        if (isRunning) this.#quit.abort();
      },
    };
    press(key, target);
  }
}
