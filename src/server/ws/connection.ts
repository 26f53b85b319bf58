import type { WebSocket } from 'ws';
import { isClassMessage } from '../../class-protocol.ts';
import { type Language, type Message, message } from '../../messages/message.ts';
import { word } from '../../messages/word.ts';
import { type ClientMessage, closeCodes, limits, readClientMessage, type ServerMessage } from '../../protocol.ts';
import { type Clock, systemClock } from '../../run/clock.ts';
import type { Desk } from '../class/help.ts';
import type { Lead } from '../class/lead.ts';
import type { Person } from '../class/person.ts';
import type { QueuePlace } from '../class/pool.ts';
import { TokenBucket } from '../token-bucket.ts';
import type { Client } from '../workspace/clients.ts';

/** Milliseconds in which a window must have said hello. */
const helloMs = 10_000;
/** Milliseconds that a closing handshake may take. */
const closeMs = 5_000;
/** So many frames that were sent earn an acknowledgement each that does not count against the limit of messages. */
const mostFreeAcks = 200;

type Hello = Extract<ClientMessage, { type: 'hello' }>;

export interface ConnectionOptions {
  readonly socket: WebSocket;
  readonly person: Person;
  /** Whether a key is the one that the pages of this browser were given. */
  readonly hasKey: (key: string | undefined) => boolean;
  /** The node that the window is for, now or when it is the person's turn; until then `onQueue` is told where they wait. */
  readonly admit: (hello: Hello, onQueue: (place: QueuePlace) => void) => Promise<Desk>;
  /** The class that the person is in, if it is one. */
  readonly lead?: Pick<Lead, 'enter' | 'leave' | 'handle' | 'holds'> | undefined;
  /** Why the deck that was saved last is not shown. */
  readonly problem: () => string | undefined;
  readonly lang: Language;
  /** Something that is wrong with the program itself. */
  readonly onError: (error: unknown) => void;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** One window's WebSocket: checks what comes, limits its rate, and hands it to the workspace. */
export class Connection implements Client {
  readonly #options: ConnectionOptions;
  readonly #bucket: TokenBucket;
  readonly #stopWaiting: () => void;
  /** It is at somebody else's terminal, and nothing of the class's. */
  #isVisit = false;
  #isQueued = false;
  #hasGreeted = false;
  #desk: Desk | undefined;
  #entered: Promise<void> | undefined;
  #isIn = false;
  #freeAcks = 0;
  #acknowledged = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    const { socket, onError, clock = systemClock } = options;
    this.#bucket = new TokenBucket(limits.rate, clock);
    this.#stopWaiting = clock.after(helloMs, () => {
      this.#end(closeCodes.badMessage, message('server/no-hello'));
    });
    socket.on('message', (data, isBinary) => {
      this.#receive(data as Buffer, isBinary);
    });
    socket.on('close', () => {
      this.#stopWaiting();
      options.lead?.leave(this, options.person);
      this.#entered?.then(() => {
        this.#desk?.leave(this);
      }, onError);
    });
    // A message over the limit or a broken frame: ws closes the connection by itself.
    socket.on('error', () => {
      socket.terminate();
    });
  }

  send(answer: ServerMessage): void {
    const { socket } = this.#options;
    if (socket.readyState !== socket.OPEN) return;
    socket.send(JSON.stringify(answer));
    // The output waits for acknowledgements; a client that does not even read the rest is cut off, and may come again.
    if (socket.bufferedAmount > limits.backlog) socket.terminate();
  }

  sendOutput(frame: Buffer): void {
    const { socket } = this.#options;
    if (socket.readyState !== socket.OPEN) return;
    this.#freeAcks = Math.min(this.#freeAcks + 1, mostFreeAcks);
    socket.send(frame);
  }

  /** The deck was saved anew: a window that is at a node is told there. */
  tellCourse(version: string): void {
    if (this.#hasGreeted && !this.#isIn) this.send({ type: 'course', version });
  }

  /** What is wrong with the deck is for who can mend it. */
  tellProblem(): void {
    if (this.#hasGreeted && this.#options.person.role === 'instructor')
      this.send({ type: 'deck', problem: this.#options.problem() });
  }

  #receive(data: Buffer, isBinary: boolean): void {
    const { socket, onError } = this.#options;
    if (socket.readyState !== socket.OPEN) return;
    if (!this.#bucket.take()) {
      this.#end(closeCodes.tooMuch, message('server/too-many-messages'));
      return;
    }
    const request = isBinary ? undefined : readClientMessage(data.toString());
    if (!request) {
      this.#end(closeCodes.badMessage, message('server/not-a-message'));
      return;
    }
    if (request.type === 'hello') {
      this.#greet(request);
      return;
    }
    if (!this.#hasGreeted) {
      this.#end(closeCodes.badMessage, message('server/hello-first'));
      return;
    }
    if (isClassMessage(request)) {
      if (this.#isVisit) return;
      const { lead, person } = this.#options;
      if (!lead?.handle(this, person, request)) this.#end(closeCodes.badMessage, message('class/instructor-only'));
      return;
    }
    // There is nothing yet that it could be for.
    if (this.#isQueued || !this.#entered) return;
    if (request.type === 'ack') this.#giveBack(request.offset);
    const handle = (): void => {
      try {
        this.#desk?.handle(this, request);
      } catch (error) {
        onError(error);
      }
    };
    // In the order in which they came, also while the window is still being let in.
    if (this.#isIn) handle();
    else this.#entered.then(handle, () => undefined);
  }

  #greet(hello: Hello): void {
    const { socket, person, hasKey, admit, lead, onError } = this.#options;
    if (this.#hasGreeted) {
      this.#end(closeCodes.badMessage, message('server/second-hello'));
      return;
    }
    this.#stopWaiting();
    if (!hasKey(hello.key)) {
      this.#end(closeCodes.unauthorised, message('server/come-in-again'));
      return;
    }
    this.#hasGreeted = true;
    this.send({ type: 'you', name: person.name, role: person.role });
    if (this.#options.problem() !== undefined) this.tellProblem();
    const isWall = hello.kind === 'wall';
    this.#isVisit = hello.visit !== undefined;
    if ((isWall && !lead) || ((isWall || this.#isVisit) && person.role !== 'instructor')) {
      this.#end(closeCodes.badMessage, message('class/instructor-only'));
      return;
    }
    if (!this.#isVisit) lead?.enter(this, person, isWall);
    // Neither is shown a node.
    if (isWall || lead?.holds(person)) return;
    const placed = admit(hello, (place) => {
      this.#isQueued = true;
      this.send({ type: 'queue', ...place });
    });
    this.#entered = placed.then(async (desk) => {
      this.#isQueued = false;
      if (socket.readyState !== socket.OPEN) return;
      this.#desk = desk;
      await desk.enter(this, hello);
    });
    this.#entered.then(() => (this.#isIn = this.#desk !== undefined), onError);
  }

  /** How many new acknowledgements come is the server's own doing: one for each frame is free. */
  #giveBack(offset: number): void {
    if (offset <= this.#acknowledged || this.#freeAcks === 0) return;
    this.#acknowledged = offset;
    this.#freeAcks--;
    this.#bucket.giveBack();
  }

  #end(code: number, reason: Message): void {
    endSocket(this.#options.socket, code, word(reason, this.#options.lang));
  }
}

/** Closes a WebSocket, also when the other side does not answer, or says something wrong in the meantime. */
export function endSocket(socket: WebSocket, code: number, reason: string): void {
  const terminate = (): void => {
    socket.terminate();
  };
  const late = setTimeout(terminate, closeMs);
  socket.on('error', terminate).once('close', () => {
    clearTimeout(late);
  });
  socket.close(code, reason);
}
