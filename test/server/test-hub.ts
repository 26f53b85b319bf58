import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { parseDeck } from '../../src/deck/deck.ts';
import { builtinMatchers } from '../../src/match/matchers.ts';
import { planDeck } from '../../src/plan/plan.ts';
import type { Plan } from '../../src/plan/step.ts';
import { unitsOf } from '../../src/plan/units.ts';
import type { ClientMessage, ServerMessage, UnitState } from '../../src/protocol.ts';
import { builtinActions } from '../../src/run/actions/actions.ts';
import type { Clock } from '../../src/run/clock.ts';
import type { Secrets } from '../../src/run/mask.ts';
import { Classroom } from '../../src/server/class/classroom.ts';
import { Lead } from '../../src/server/class/lead.ts';
import { memoryStore } from '../../src/server/class/memory-store.ts';
import type { PoolLimits } from '../../src/server/class/pool.ts';
import type { Store } from '../../src/server/class/store.ts';
import { Transcripts } from '../../src/server/class/transcripts.ts';
import { Hub } from '../../src/server/ws/hub.ts';
import { localTarget } from '../../src/target/local.ts';
import type { Target } from '../../src/target/target.ts';

function planOf(markdown: string): Plan {
  const deck = parseDeck(markdown, { file: 'deck.md' });
  return planDeck(deck, { matchers: builtinMatchers }).plan;
}

/** A real hub behind a real HTTP server that lets everybody in, and a course of the given markdown. */
export class TestHub {
  readonly hub: Hub;
  readonly classroom: Classroom;
  readonly store: Store;
  readonly lead: Lead;
  readonly errors: unknown[] = [];
  /** Ids of the units of the course. */
  readonly units: readonly string[];
  readonly #server: Server;
  readonly #clients: TestClient[] = [];

  constructor(
    markdown: string,
    options: {
      target?: (node?: string) => Target;
      /** Names of nodes that are there. */
      found?: readonly string[];
      limits?: Partial<PoolLimits>;
      maxWindows?: number;
      store?: Store;
      clock?: Clock;
      secrets?: Secrets;
      lobby?: boolean;
      /** A folder. */
      transcripts?: string;
    } = {},
  ) {
    const target = options.target ?? (() => localTarget({ environment: process.env, cwd: '/' }));
    const onError = (error: unknown): void => {
      this.errors.push(error);
    };
    this.store = options.store ?? memoryStore();
    this.classroom = new Classroom({
      workspace: {
        plan: planOf(markdown),
        actions: builtinActions,
        target,
        startMs: 20_000,
        lang: 'en',
        ...(options.secrets && { secrets: options.secrets }),
        ...{ slides: [1, 2, 3, 4, 5], version: '1' },
      },
      limits: { initial: 0, reserved: 0, max: 4, ...options.limits },
      ...{ store: this.store, onError },
      ...(options.found && { found: options.found }),
      ...(options.clock && { clock: options.clock }),
      ...(options.transcripts !== undefined && {
        transcripts: new Transcripts({
          folder: options.transcripts,
          secrets: options.secrets ?? { values: [], patterns: [] },
          onError,
        }),
      }),
      onGivenBack: (person) => {
        this.hub.endPlace(person);
      },
      onNews: (person, unit) => {
        this.lead.news(person, unit);
      },
    });
    const { classroom, store } = this;
    this.units = unitsOf(planOf(markdown)).map(({ id }) => id);
    this.lead = new Lead({
      ...{ classroom, store, onError, units: this.units },
      join: () => ['http://192.0.2.7/#join=code'],
      ...(options.lobby && { lobby: true }),
      ...(options.clock && { clock: options.clock }),
      logOut: (person) => {
        this.hub.endSession(person);
      },
      endPlace: (person) => {
        this.hub.endPlace(person);
      },
    });
    this.hub = new Hub({ classroom, lang: 'en', maxWindows: options.maxWindows ?? 10, onError, lead: this.lead });
    this.#server = createServer();
    this.#server.on('upgrade', (request, socket, head) => {
      const person = new URL(request.url ?? '/', 'http://localhost').searchParams.get('person') ?? 'one';
      if (!this.classroom.person(person)) {
        const role = person === 'instructor' ? 'instructor' : 'student';
        void this.store.append({ type: 'person', person, name: person, role, at: Date.now() });
      }
      this.hub.upgrade(request, socket, head, { id: person, person, hasKey: () => true });
    });
  }

  /** The deck is saved anew, as `pupitre serve --watch` tells of it; slides keep their numbers unless `slideAfter` says otherwise. */
  save(markdown: string, version: string, slideAfter = (slide: number): number => slide): void {
    const plan = planOf(markdown);
    this.classroom.replaceCourse({ plan, slides: [1, 2, 3, 4, 5], version, slideAfter });
    this.lead.replaceCourse(
      unitsOf(plan).map(({ id }) => id),
      slideAfter,
    );
    this.hub.tellCourse(version);
  }

  /** A window that has said hello. */
  async client(hello: Partial<Extract<ClientMessage, { type: 'hello' }>> = {}, person = 'one'): Promise<TestClient> {
    if (!this.#server.listening) {
      await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    }
    const { port } = this.#server.address() as AddressInfo;
    const client = new TestClient(new WebSocket(`ws://127.0.0.1:${port}/?person=${person}`));
    this.#clients.push(client);
    await client.opened;
    client.send({ type: 'hello', ...hello });
    return client;
  }

  /** `leaves`: nodes go on. */
  async close(leaves = false): Promise<void> {
    this.hub.close();
    this.lead.close();
    await this.classroom.close(leaves);
    this.hub.terminate();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A browser without a screen: it keeps what it is told, and acknowledges what it gets unless it is frozen. */
export class TestClient {
  readonly socket: WebSocket;
  readonly opened: Promise<void>;
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly messages: ServerMessage[] = [];
  readonly units = new Map<string, UnitState>();
  /** What the terminal got since the last screen. */
  text = '';
  /** Offset after what it got. */
  offset = 0;
  bytes = 0;
  frozen = false;
  /** Keeps only the end of the text, for floods. */
  deaf = false;
  #end: { readonly code: number; readonly reason: string } | undefined;
  #wake: (() => void)[] = [];

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.opened = new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => {
        this.#end = { code, reason: reason.toString() };
        resolve(this.#end);
        this.#tick();
      });
    });
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.#onFrame(data);
      else this.#onMessage(JSON.parse(data.toString()) as ServerMessage);
      this.#tick();
    });
  }

  send(message: ClientMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  types(data: string): void {
    this.send({ type: 'input', data });
  }

  thaw(): void {
    this.frozen = false;
    this.send({ type: 'ack', offset: this.offset });
  }

  /** Waits until `probe` gives something. Fails when the window is closed first. */
  async until<T>(what: string, probe: () => T | undefined | false, ms = 60_000): Promise<T> {
    const deadline = performance.now() + ms;
    for (;;) {
      const value = probe();
      if (value !== undefined && value !== false) return value;
      const isLate = performance.now() >= deadline;
      if (isLate || this.#end) {
        const why = this.#end ? `the window was closed with ${this.#end.code} ${this.#end.reason}` : `within ${ms} ms`;
        throw new Error(`${what} did not happen, ${why}; the terminal shows ${JSON.stringify(this.text.slice(-500))}`);
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, deadline - performance.now());
        this.#wake.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  sees(pattern: RegExp): Promise<RegExpExecArray> {
    return this.until(String(pattern), () => pattern.exec(this.text) ?? undefined);
  }

  /** Waits until a unit has come to its end, or to one of the given states. */
  ends(unit: string, ...states: readonly UnitState['status'][]): Promise<UnitState> {
    const wanted = states.length > 0 ? states : (['passed', 'failed', 'timedOut', 'broken', 'notRun'] as const);
    return this.until(`the end of ${unit}`, () => {
      const state = this.units.get(unit);
      return state && wanted.some((each) => each === state.status) ? state : undefined;
    });
  }

  receives<T extends ServerMessage['type']>(type: T): Promise<Extract<ServerMessage, { type: T }>> {
    return this.until(`a message ${type}`, () =>
      this.messages.find((message): message is Extract<ServerMessage, { type: T }> => message.type === type),
    );
  }

  #onMessage(message: ServerMessage): void {
    this.messages.push(message);
    if (message.type === 'welcome' || message.type === 'screen') {
      if (message.screen !== undefined) this.text = message.screen;
      this.offset = message.offset;
    }
    if (message.type === 'welcome') {
      for (const [id, state] of Object.entries(message.units)) this.units.set(id, state);
    }
    if (message.type === 'unit') this.units.set(message.unit, message.state);
  }

  #onFrame(frame: Buffer): void {
    const at = Number(frame.readBigUInt64BE());
    if (at !== this.offset) throw new Error(`a frame at ${at} came after ${this.offset}`);
    const bytes = frame.subarray(8);
    this.offset += bytes.length;
    this.bytes += bytes.length;
    this.text += bytes.toString();
    // Several frames may come before somebody looks.
    if (this.deaf) this.text = this.text.slice(-65_536);
    if (!this.frozen) this.send({ type: 'ack', offset: this.offset });
  }

  #tick(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
