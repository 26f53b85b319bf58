import { message } from '../../messages/message.ts';
import { wordError } from '../../messages/message-error.ts';
import { word } from '../../messages/word.ts';
import { mostTerminals } from '../../plan/terminals.ts';
import type { ClientMessage, DriveState, Size } from '../../protocol.ts';
import { type Client, Clients, kindOf } from './clients.ts';
import { CurrentNode, type NodeOptions } from './current-node.ts';
import { LiveCourse, type NextCourse, type WorkspaceCourse } from './live-course.ts';
import type { Owner } from './owner.ts';
import type { Progress } from './progress.ts';
import { restartOf } from './restart.ts';
import { SizeLeader } from './size-leader.ts';
import { Stage } from './stage.ts';
import { UnitNews } from './unit-news.ts';
import { staleAfter } from './unit-states.ts';

export interface WorkspaceOptions extends WorkspaceCourse, NodeOptions {}

type Hello = Extract<ClientMessage, { type: 'hello' }>;

const defaultSize: Size = { cols: 100, rows: 30 };

/** One student's machine with its shell, the progress of the course on it, and the clients that show both. */
export class Workspace {
  readonly #options: WorkspaceOptions;
  readonly #course: LiveCourse;
  readonly #clients: Clients;
  readonly #sizes: SizeLeader;
  readonly #node: CurrentNode;
  readonly #stage: Stage;
  readonly #news: UnitNews;
  #owner: Owner | undefined;
  #drive: DriveState = { hidden: true, typing: 'normal' };
  #closed = false;

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    const course = new LiveCourse(options);
    this.#course = course;
    const { onError } = options;
    const clients = new Clients({ onError });
    this.#clients = clients;
    this.#news = new UnitNews({
      tell: (message) => {
        clients.broadcast(message);
      },
      onError,
    });
    const onTurn = (): void => this.#owner?.onTurn?.();
    this.#stage = new Stage({ slides: options.slides, clients, onTurn });
    this.#node = new CurrentNode({
      ...options,
      ...{ course, clients, news: this.#news, size: defaultSize },
      slide: () => this.#stage.slide,
      drive: () => this.#drive,
      owner: () => this.#owner,
    });
    this.#sizes = new SizeLeader((size) => {
      this.#resize(size);
    });
  }

  get #progress(): Progress {
    return this.#node.progress;
  }

  /** The slide that its windows show, and the unit that runs. */
  get at(): { readonly slide: number; readonly running: string | undefined } {
    return { slide: this.#stage.slide, running: this.#progress.queue.running?.id };
  }

  /** Turns every window to a slide. */
  turn(slide: number): void {
    if (slide !== this.#stage.slide) this.#stage.turn(undefined, slide);
  }

  /** Fulfilled when the first shell is open, or cannot be had. */
  async ready(): Promise<void> {
    await this.#progress.machine.first.shell().catch(() => undefined);
  }

  /** The workspace becomes somebody's: it shows what they did on an earlier node, and has kept what they do from now on. */
  adopt(owner: Owner): void {
    for (const unit of this.#course.units) {
      const state = staleAfter(owner.before.get(unit.id), owner.onThis?.has(unit.id));
      if (state) this.#progress.states.set(unit, state);
    }
    this.#owner = owner;
    this.#news.keep = owner.keep;
    this.#node.tellName();
  }

  /**
   * The deck was saved anew: every window is told, in the order of what happens to units. Shells and what runs go on; what has not changed is as
   * it was.
   */
  replaceCourse(next: NextCourse): void {
    const before = this.#course.units;
    this.#progress.replaceCourse(before, this.#course.replace(next));
    this.#stage.replace(next.slides, next.slideAfter);
    const { version } = this.#course;
    this.#news.say({ type: 'course', version, units: this.#progress.states.snapshot(), slide: this.#stage.slide });
  }

  /** A client comes in; it is sent all that it needs. */
  async enter(client: Client, hello: Hello): Promise<void> {
    const kind = kindOf(hello);
    if (kind !== 'visitor') this.#sizes.enter(client, hello.kind, hello.size);
    const { terminal, offset, screen } = await restartOf(hello, () => this.#progress.machine);
    await this.#news.settled;
    const { machine, states } = this.#progress;
    this.#clients.add(client, machine.id, terminal, offset, kind);
    client.send({
      type: 'welcome',
      node: machine.id,
      nodeStatus: machine.first.status,
      ...(machine.first.reason === undefined ? {} : { nodeReason: machine.first.reason }),
      terminals: machine.terminals,
      terminal: terminal.name,
      offset,
      size: machine.size,
      ...(screen === undefined ? {} : { screen }),
      units: states.snapshot(),
      ...{ course: this.#course.version, slide: this.#stage.slide, windows: this.#clients.size },
    });
    this.#stage.tell(client);
    if (this.#owner?.leads) client.send({ type: 'drive', drive: this.#drive });
    this.#countClients();
    this.#clients.feed(terminal);
  }

  leave(client: Client): void {
    this.#clients.delete(client);
    this.#sizes.leave(client);
    this.#stage.leave(client);
    this.#countClients();
  }

  /** Does what a client that has come in asks for. */
  handle(client: Client, request: Exclude<ClientMessage, Hello>): void {
    if (this.#closed) return;
    const { machine, demo } = this.#progress;
    const isElsewhere = request.type === 'slide' && request.index !== this.#stage.slide;
    if (isElsewhere || (request.type === 'stage' && request.demo === false)) demo.withdraw();
    if (this.#stage.handle(client, request)) {
      this.#clients.freeze(this.#stage.state.frozen);
      return;
    }
    switch (request.type) {
      case 'input':
        this.#type(client, request.data);
        return;
      case 'show':
        this.#clients.show(client, machine.id, machine.terminal(request.terminal));
        this.#clients.lead(client);
        return;
      case 'newTerminal':
        this.#openTerminal(client);
        return;
      case 'ack':
        this.#clients.acknowledge(client, request.offset);
        return;
      case 'resize':
        if (request.works) this.#sizes.work(client);
        this.#sizes.resize(client, request.size);
        return;
      case 'run':
      case 'mark': {
        const unit = this.#course.unit(request.unit);
        if (unit && request.type === 'run') this.#progress.queue.add(unit, request.scope);
        else if (unit && request.type === 'mark' && (request.as !== 'accepted' || this.#owner?.leads))
          this.#progress.mark(unit, request.as);
        return;
      }
      case 'drive': {
        if (!this.#owner?.leads) return;
        const { hidden = this.#drive.hidden, typing = this.#drive.typing } = request;
        this.#drive = { hidden, typing };
        this.#clients.broadcast({ type: 'drive', drive: this.#drive }, client);
        return;
      }
      case 'advance':
        if (!this.#stage.state.demo || !demo.advance(this.#stage.slide, request.atOnce === true)) this.#stage.next();
        return;
      case 'stop':
        if (request.after) {
          this.#progress.queue.pause();
          return;
        }
        demo.withdraw();
        this.#progress.stop(this.#clients.terminalOf(client));
        return;
      case 'report':
        this.#report(client, request.brief === true);
        return;
      case 'newNode':
        this.#node.renew();
        return;
    }
  }

  /** Ends what runs, the shell, and the machine. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#sizes.close();
    this.#stage.close();
    this.#progress.demo.leave();
    await this.#progress.queue.close();
    await this.#node.settled();
    this.#clients.close();
    await this.#progress.machine.end();
  }

  /** Lets go of the machine, for another server to find; what comes of that is neither kept nor told. */
  async letGo(): Promise<void> {
    this.#node.leave();
    await this.#progress.machine.leave();
    await this.close();
  }

  /** A person asks for one more terminal. */
  #openTerminal(client: Client): void {
    const { machine } = this.#progress;
    const refuse = (text: string): void => {
      client.send({ type: 'notice', text });
    };
    const terminal = machine.openMore((error) => {
      refuse(wordError(error, this.#options.lang));
    });
    if (terminal) {
      this.#clients.show(client, machine.id, terminal);
      this.#clients.lead(client);
    } else refuse(word(message('run/too-many-terminals', { most: mostTerminals }), this.#options.lang));
  }

  #type(client: Client, keys: string): void {
    const { machine, queue, typedByHand, demo } = this.#progress;
    this.#sizes.work(client);
    demo.leave();
    if (!queue.running) typedByHand.personTypes();
    this.#clients.typed(client);
    this.#clients.lead(client);
    if (machine.terminal(this.#clients.terminalOf(client)).input(keys, client)) return;
    client.send({ type: 'notice', text: word(message('server/terminal-full'), this.#options.lang) });
  }

  #report(client: Client, brief: boolean): void {
    const { record, states } = this.#progress;
    const all = brief ? {} : { units: record.report(this.#course.units, states) };
    client.send({ type: 'report', tookMs: record.tookMs, ...all });
  }

  #resize(size: Size): void {
    const { machine } = this.#progress;
    if (machine.size.cols === size.cols && machine.size.rows === size.rows) return;
    machine.resize(size);
    this.#clients.tell((client) => ({ type: 'size', size, ...(this.#sizes.leads(client) && { lead: true }) }));
  }

  #countClients(): void {
    this.#clients.broadcast({ type: 'windows', count: this.#clients.size });
  }
}
