import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Language, type Message, message } from '../../messages/message.ts';
import { word } from '../../messages/word.ts';
import { closeCodes, limits } from '../../protocol.ts';
import type { Classroom } from '../class/classroom.ts';
import type { Lead } from '../class/lead.ts';
import type { Identity } from '../http/auth.ts';
import { Connection, endSocket } from './connection.ts';

export interface HubOptions {
  /** Who they are, and the nodes that they have or wait for. */
  readonly classroom: Pick<Classroom, 'admit' | 'windows' | 'person' | 'help'>;
  /** How the class is led; absent: it is none. */
  readonly lead?: Lead;
  readonly lang: Language;
  /** Most windows of one person, with those that have not said hello yet. */
  readonly maxWindows: number;
  /** Something that is wrong with the program itself. */
  readonly onError: (error: unknown) => void;
}

/** Milliseconds between two pings; one that was not answered until the next ends the connection. */
const pingMs = 30_000;

/** The WebSockets of the people of a class, each of which leads to its person's node. */
export class Hub {
  readonly #options: HubOptions;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.message,
    perMessageDeflate: false,
    // ws answers with the first one that is offered; we have none.
    handleProtocols: () => false,
  });
  readonly #pings: NodeJS.Timeout;
  readonly #silent = new WeakSet<WebSocket>();
  readonly #windows = new Map<WebSocket, Identity>();
  readonly #connections = new Map<WebSocket, Connection>();
  #problem: string | undefined;
  #closed = false;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#pings = setInterval(() => {
      for (const socket of this.#sockets.clients) this.#ping(socket);
    }, pingMs);
    this.#pings.unref();
  }

  /** Makes a WebSocket of a request that is authorized. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, identity: Identity): void {
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const { classroom, lang, onError, maxWindows, lead } = this.#options;
      const person = classroom.person(identity.person);
      if (this.#closed || !person || this.#windowsOf(identity.person) >= maxWindows) {
        this.#end(webSocket, closeCodes.tooMuch, message('server/too-many-windows'));
        return;
      }
      this.#windows.set(webSocket, identity);
      webSocket.on('close', () => {
        this.#windows.delete(webSocket);
        this.#connections.delete(webSocket);
        classroom.windows(person.id, this.#windowsOf(person.id));
      });
      const connection = new Connection({
        ...{ socket: webSocket, lang, onError, person, lead },
        hasKey: identity.hasKey,
        problem: () => this.#problem,
        admit: (hello, onQueue) => {
          if (hello.visit !== undefined) return Promise.resolve(classroom.help.visit(person, hello.visit));
          const [placed, giveUp] = classroom.admit(person.id, onQueue);
          webSocket.on('close', giveUp);
          void placed.then(() => {
            classroom.windows(person.id, this.#windowsOf(person.id));
          });
          return placed.then((node) => classroom.help.own(person, node));
        },
      });
      this.#connections.set(webSocket, connection);
      webSocket.on('pong', () => this.#silent.delete(webSocket));
    });
  }

  /** Accepts a WebSocket and closes it with `unauthorised`: its session has ended. */
  rejectUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      this.#end(webSocket, closeCodes.unauthorised, message('server/come-in-again'));
    });
  }

  /** Ends the connections of a browser that is no longer known. */
  endSession(session: string): void {
    this.#endThose(({ id }) => id === session, closeCodes.unauthorised, message('server/logged-out'));
  }

  /** Ends the connections of somebody whose node was given back. */
  endPlace(person: string): void {
    this.#endThose((each) => each.person === person, closeCodes.givenBack, message('server/given-back'));
  }

  /** The deck was saved anew: windows that are at no node are told, too. */
  tellCourse(version: string): void {
    for (const connection of this.#connections.values()) connection.tellCourse(version);
  }

  /** Tells instructors why a deck that was saved is not shown; undefined: it is. */
  tellProblem(problem: string | undefined): void {
    this.#problem = problem;
    for (const connection of this.#connections.values()) connection.tellProblem();
  }

  /** Ends every connection. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#pings);
    const reason = word(message('server/server-ends'), this.#options.lang);
    for (const socket of this.#sockets.clients) socket.close(1001, reason);
  }

  /** Ends those that have not answered the end. */
  terminate(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  #windowsOf(person: string): number {
    return [...this.#windows.values()].filter((identity) => identity.person === person).length;
  }

  #endThose(isMeant: (identity: Identity) => boolean, code: number, reason: Message): void {
    for (const [webSocket, identity] of this.#windows) if (isMeant(identity)) this.#end(webSocket, code, reason);
  }

  #end(socket: WebSocket, code: number, reason: Message): void {
    endSocket(socket, code, word(reason, this.#options.lang));
  }

  #ping(socket: WebSocket): void {
    if (this.#silent.has(socket)) {
      socket.terminate();
      return;
    }
    this.#silent.add(socket);
    socket.ping();
  }
}
