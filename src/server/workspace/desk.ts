import { word } from '../../messages/word.ts';
import { randomBytes } from 'node:crypto';
import type { Actions } from '../../run/action.ts';
import { judgeTyped, type TypedCommand } from '../../run/hand-typed.ts';
import { run } from '../../run/run.ts';
import type { Session } from '../../run/terminal/session.ts';
import type { ShellCommand } from '../../run/terminal/tracker.ts';
import { wordsIn } from '../../run/words.ts';
import { ByHand } from '../../plan/by-hand.ts';
import type { Plan } from '../../plan/step.ts';
import { type Unit, unitsOf } from '../../plan/units.ts';
import {
  type ClientMessage,
  limits,
  type ServerMessage,
  type Size,
  type UnitState,
  type UnitStatus,
} from '../../protocol.ts';
import type { Target } from '../../target/target.ts';
import { Node } from './node.ts';
import { expectedOutputs, UnitProgress, verdictState } from './unit-progress.ts';
import { Viewer } from './viewer.ts';

export interface DeskOptions {
  readonly plan: Plan;
  readonly actions: Actions;
  /** Makes a target for a new node. */
  readonly target: () => Target;
  readonly startMs: number;
  readonly lang: 'en' | 'fr';
  /** Indexes of the slides that are shown; the first one is the one to begin with. */
  readonly slides: readonly number[];
  /** Something that is wrong with the program itself. */
  readonly onError: (error: unknown) => void;
}

/** One window of a browser that is at a desk. */
export interface Window {
  say(message: ServerMessage): void;
  /** A binary frame of the terminal's stream. */
  send(frame: Buffer): void;
}

/** What a window that has come in may do. */
export interface Seat {
  hear(message: Exclude<ClientMessage, { type: 'hello' }>): void;
  leave(): void;
}

type Hello = Extract<ClientMessage, { type: 'hello' }>;

/** After these the next unit of the queue runs. */
const goesOn: ReadonlySet<UnitStatus> = new Set(['passed', 'skipped', 'manual']);
const idle: UnitState = { status: 'idle' };
const defaultSize: Size = { cols: 100, rows: 30 };
/** Milliseconds between two sizes of the shell: a separator that is dragged makes hundreds. */
const resizeMs = 50;

const words = {
  en: { full: 'The program in the terminal does not read: what you type is thrown away. Stop (^C) ends it.' },
  fr: { full: 'Le programme du terminal ne lit pas : ce que vous tapez est perdu. Arrêter (^C) y met fin.' },
} as const;

/** One node1 with its shell, the progress of the course on it, and the windows that show both. */
export class Desk {
  readonly #options: DeskOptions;
  readonly #units: readonly Unit[];
  readonly #byId: ReadonlyMap<string, Unit>;
  readonly #windows = new Map<Window, Viewer>();
  readonly #states = new Map<string, UnitState>();
  readonly #queue: Unit[] = [];
  #byHand: ByHand;
  /** Commands that a person has typed of a step so far. */
  readonly #typed = new Map<string, TypedCommand[]>();
  #node: Node;
  #nodeId = newId();
  #running: { readonly unit: Unit; readonly stop: AbortController; readonly done: Promise<void> } | undefined;
  #replacing: Promise<void> | undefined;
  #interrupting = false;
  #nextSize: Size | undefined;
  #resizing: NodeJS.Timeout | undefined;
  #slide: number;
  #closed = false;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#slide = options.slides[0] ?? 1;
    this.#units = unitsOf(options.plan);
    this.#byId = new Map(this.#units.map((unit) => [unit.id, unit]));
    this.#byHand = new ByHand(this.#units);
    this.#node = this.#newNode(defaultSize);
  }

  /** Fulfilled when the first shell is open, or cannot be had. */
  async ready(): Promise<void> {
    await this.#node.shell().catch(() => undefined);
  }

  /** A window comes in; it is told all that it needs. */
  async enter(window: Window, hello: Hello): Promise<Seat> {
    if (hello.size && this.#windows.size === 0) this.#resize(hello.size);
    const { node, ...restart } = await this.#placeFor(hello);
    const viewer = this.#viewer(window, node, restart.offset);
    this.#windows.set(window, viewer);
    window.say({
      type: 'welcome',
      node: this.#nodeId,
      nodeStatus: this.#node.status,
      ...(this.#node.reason === undefined ? {} : { nodeReason: this.#node.reason }),
      offset: restart.offset,
      size: this.#node.size,
      ...(restart.screen === undefined ? {} : { screen: restart.screen }),
      units: Object.fromEntries([...this.#states].filter(([, { status }]) => status !== 'idle')),
      slide: this.#slide,
      windows: this.#windows.size,
    });
    this.#tellWindows();
    viewer.feed();
    return {
      hear: (message) => {
        this.#hear(window, message);
      },
      leave: () => {
        this.#windows.get(window)?.close();
        this.#windows.delete(window);
        this.#applyPressure();
        this.#tellWindows();
      },
    };
  }

  /** Ends what runs, the shell, and the node. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#resizing);
    this.#queue.length = 0;
    this.#running?.stop.abort();
    await this.#running?.done;
    await this.#replacing;
    for (const viewer of this.#windows.values()) viewer.close();
    await this.#node.close();
  }

  /** Where the stream goes on for a window: where it was, as long as that is still there, else with the screen as it is. */
  async #placeFor({ node: id, offset }: Hello): Promise<{ node: Node; offset: number; screen?: string }> {
    for (;;) {
      const node = this.#node;
      if (id === this.#nodeId && offset !== undefined && node.ring.has(offset)) return { node, offset };
      const place = await node.screen();
      // Another node may have come in the meantime.
      if (node === this.#node) return { node, ...place };
    }
  }

  #hear(window: Window, message: Exclude<ClientMessage, { type: 'hello' }>): void {
    if (this.#closed) return;
    switch (message.type) {
      case 'input':
        this.#type(window, message.data);
        return;
      case 'ack':
        this.#windows.get(window)?.acknowledge(message.offset);
        return;
      case 'resize':
        this.#resize(message.size);
        return;
      case 'run':
        this.#enqueue(message.unit, message.scope);
        return;
      case 'mark':
        this.#mark(message.unit, message.as);
        return;
      case 'stop':
        this.#stop();
        return;
      case 'slide':
        if (!this.#options.slides.includes(message.index)) return;
        this.#slide = message.index;
        this.#tell({ type: 'slide', index: message.index }, window);
        return;
      case 'newNode':
        // While one is being replaced, more clicks are the same click.
        this.#replacing ??= this.#replaceNode()
          .catch(this.#options.onError)
          .finally(() => (this.#replacing = undefined));
        return;
    }
  }

  #type(window: Window, keys: string): void {
    if (this.#node.input(keys)) return;
    window.say({ type: 'notice', text: words[this.#options.lang].full });
  }

  /** At once, and the last one of those that come soon after. */
  #resize(size: Size): void {
    if (this.#resizing !== undefined) {
      this.#nextSize = size;
      return;
    }
    this.#setSize(size);
    this.#resizing = setTimeout(() => {
      this.#resizing = undefined;
      const next = this.#nextSize;
      this.#nextSize = undefined;
      if (next) this.#resize(next);
    }, resizeMs);
  }

  #setSize(size: Size): void {
    const now = this.#node.size;
    if (now.cols === size.cols && now.rows === size.rows) return;
    this.#node.resize(size);
    this.#tell({ type: 'size', size });
  }

  /** Adds units to the queue; one that is in it or runs is there already. Those that have passed are not run again with others. */
  #enqueue(id: string, scope: 'unit' | 'slide' | 'rest'): void {
    const first = this.#byId.get(id);
    if (!first) return;
    const from = this.#units.indexOf(first);
    const wanted = scope === 'unit' ? [first] : this.#units.slice(from);
    for (const unit of wanted) {
      if (scope === 'slide' && unit.slide !== first.slide) break;
      const status = this.#stateOf(unit).status;
      const isDone = scope !== 'unit' && (status === 'passed' || status === 'skipped');
      if (isDone || this.#queue.includes(unit) || this.#running?.unit === unit) continue;
      if (this.#queue.length >= limits.queue) break;
      this.#queue.push(unit);
      this.#set(unit, { status: 'queued' });
    }
    this.#next();
  }

  #next(): void {
    if (this.#running) return;
    const unit = this.#queue.shift();
    if (!unit) return;
    const stop = new AbortController();
    const node = this.#node;
    const done = this.#run(unit, stop.signal).then(() => {
      this.#running = undefined;
      // What was clicked for a new node in the meantime has nothing to do with the old one.
      if (node === this.#node && !goesOn.has(this.#stateOf(unit).status)) this.#emptyQueue();
      this.#next();
    });
    this.#running = { unit, stop, done };
  }

  /** Runs the steps of a unit in the shell of the node. Never throws. */
  async #run(unit: Unit, signal: AbortSignal): Promise<void> {
    const { plan, actions, lang } = this.#options;
    const node = this.#node;
    const progress = new UnitProgress(unit, plan.file, lang);
    const set = (state: UnitState): void => {
      if (this.#node === node) this.#set(unit, state);
    };
    set({ status: 'running', elapsedMs: 0 });
    const shell = (): Promise<Session> => node.shell();
    try {
      for await (const event of run({ ...plan, steps: unit.steps }, node.target, { actions, signal, lang, shell })) {
        const state = progress.after(event);
        if (state) set(state);
      }
    } catch (error) {
      set({ status: 'broken', reason: error instanceof Error ? error.message : String(error) });
    }
    // A command that was to be stopped by a later step of the unit would run for ever.
    const isHalfDone = unit.steps.length > 1 && !goesOn.has(this.#stateOf(unit).status);
    if (node.session?.state === 'running' && (signal.aborted || isHalfDone)) await node.session.interrupt();
  }

  #emptyQueue(): void {
    for (const unit of this.#queue.splice(0)) this.#set(unit, idle);
  }

  /** Ends the unit that runs and what waits; without one, the program that a person has started. */
  #stop(): void {
    this.#emptyQueue();
    if (this.#running) {
      this.#running.stop.abort();
      return;
    }
    const { session } = this.#node;
    if (this.#interrupting || !session) return;
    this.#interrupting = true;
    session
      .interrupt()
      .catch(this.#options.onError)
      .finally(() => (this.#interrupting = false));
  }

  #mark(id: string, as: 'done' | 'skipped' | 'idle'): void {
    const unit = this.#byId.get(id);
    if (!unit || this.#running?.unit === unit) return;
    const at = this.#queue.indexOf(unit);
    if (at >= 0) this.#queue.splice(at, 1);
    if (as === 'idle') this.#set(unit, idle);
    else if (as === 'skipped') this.#set(unit, { status: 'skipped' });
    // Only what nobody else can judge is taken from a person.
    else if (unit.shown?.action === 'manual') this.#set(unit, { status: 'passed', byHand: true });
  }

  async #replaceNode(): Promise<void> {
    this.#queue.length = 0;
    this.#running?.stop.abort();
    const old = this.#node;
    const { done } = this.#running ?? {};
    this.#states.clear();
    this.#typed.clear();
    this.#byHand = new ByHand(this.#units);
    this.#nodeId = newId();
    this.#node = this.#newNode(old.size);
    for (const [window, viewer] of this.#windows) {
      viewer.close();
      this.#windows.set(window, this.#viewer(window, this.#node, 0));
      window.say({ type: 'screen', node: this.#nodeId, offset: 0, size: old.size, screen: '' });
    }
    for (const unit of this.#units) this.#tell({ type: 'unit', unit: unit.id, state: idle });
    this.#tell({ type: 'node', node: this.#nodeId, status: this.#node.status });
    await done;
    await old.close();
  }

  #newNode(size: Size): Node {
    const { target, plan, startMs, lang } = this.#options;
    const node: Node = new Node({
      target: target(),
      plan,
      size,
      startMs,
      lang,
      onStatus: (status, reason) => {
        if (this.#node !== node) return;
        this.#tell({ type: 'node', node: this.#nodeId, status, ...(reason === undefined ? {} : { reason }) });
      },
      onOutput: () => {
        if (this.#node !== node) return;
        for (const viewer of this.#windows.values()) viewer.feed();
      },
      onShell: (session) => {
        session.onCommand((command) => {
          // What a unit types with keys is not typed by a person.
          if (this.#node !== node || this.#running) return;
          this.#recognise(session, command).catch(this.#options.onError);
        });
      },
    });
    return node;
  }

  #viewer(window: Window, node: Node, offset: number): Viewer {
    const viewer: Viewer = new Viewer({
      ring: node.ring,
      offset,
      send: (frame) => {
        window.send(frame);
      },
      onChange: () => {
        this.#applyPressure();
      },
      onLost: () => {
        const restart = ({ offset: at, screen }: Awaited<ReturnType<Node['screen']>>): void => {
          if (this.#windows.get(window) !== viewer) return;
          window.say({ type: 'screen', node: this.#nodeId, offset: at, size: node.size, screen });
          viewer.restart(at);
        };
        node.screen().then(restart, this.#options.onError);
      },
    });
    return viewer;
  }

  /** The shell waits while every window that keeps up is full; one that is frozen gets the screen later. */
  #applyPressure(): void {
    const awake = [...this.#windows.values()].filter((viewer) => !viewer.frozen);
    this.#node.session?.hold(awake.length > 0 && awake.every((viewer) => viewer.full));
  }

  /** Ticks the step that a person has typed. */
  async #recognise(session: Session, command: ShellCommand): Promise<void> {
    if (command.byHand === undefined) return;
    const text = await command.byHand;
    const found = this.#byHand.recognise(text, this.#slide, (unit) => this.#stateOf(unit).status !== 'passed');
    if (!found) return;
    const { lang } = this.#options;
    const { unit, step, isFirst, isComplete } = found;
    const typed: TypedCommand[] = [
      ...(isFirst ? [] : (this.#typed.get(step.id) ?? [])),
      { text, command, output: await session.render(command) },
    ];
    this.#typed.set(step.id, typed);
    const judged = judgeTyped(unit, step, typed, isComplete, wordsIn(lang));
    if (!judged) return;
    this.#typed.delete(step.id);
    this.#byHand.forget(step);
    const { verdict, hints } = judged;
    const expected = expectedOutputs(step, typed, verdict, this.#options.plan.file);
    this.#set(unit, {
      ...verdictState(verdict, lang, typed),
      hints: hints.map((hint) => word(hint, lang)),
      expected,
      byHand: true,
    });
  }

  #stateOf(unit: Unit): UnitState {
    return this.#states.get(unit.id) ?? idle;
  }

  #set(unit: Unit, state: UnitState): void {
    this.#states.set(unit.id, state);
    this.#tell({ type: 'unit', unit: unit.id, state });
  }

  #tellWindows(): void {
    this.#tell({ type: 'windows', count: this.#windows.size });
  }

  #tell(message: ServerMessage, except?: Window): void {
    for (const window of this.#windows.keys()) if (window !== except) window.say(message);
  }
}

function newId(): string {
  return randomBytes(9).toString('base64url');
}
