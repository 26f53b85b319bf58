import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Message, message } from '../../messages/message.ts';
import { word } from '../../messages/word.ts';
import { closeCodes, limits } from '../../protocol.ts';
import type { Identity } from '../http/session-store.ts';
import { Workspace, type WorkspaceOptions } from '../workspace/workspace.ts';
import { Connection, endSocket } from './connection.ts';

export interface HubOptions {
  readonly workspace: Omit<WorkspaceOptions, 'onError'>;
  /** Most workspaces at a time, each with a node of its own. */
  readonly maxWorkspaces: number;
  /** Most windows at one workspace, with those that have not said hello yet. */
  readonly maxWindows: number;
  /** Something that is wrong with the program itself. */
  readonly onError: (error: unknown) => void;
}

/** Milliseconds between two pings; one that was not answered until the next ends the connection. */
const pingMs = 30_000;

/** The workspaces of a server, and the WebSockets that lead to them. */
export class Hub {
  readonly #options: HubOptions;
  readonly #workspaces = new Map<string, Workspace>();
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
  /** Workspaces that are being closed. */
  readonly #leaving = new Set<Promise<void>>();
  #closed = false;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#pings = setInterval(() => {
      for (const socket of this.#sockets.clients) this.#ping(socket);
    }, pingMs);
    this.#pings.unref();
  }

  /** True while another workspace may be opened. */
  get hasRoom(): boolean {
    return !this.#closed && this.#workspaces.size < this.#options.maxWorkspaces;
  }

  /** The workspace of that id, which is opened when there is none; undefined when there are too many. */
  workspace(id: string): Workspace | undefined {
    const known = this.#workspaces.get(id);
    if (known || !this.hasRoom) return known;
    const workspace = new Workspace({ ...this.#options.workspace, onError: this.#options.onError });
    this.#workspaces.set(id, workspace);
    return workspace;
  }

  /** Makes a WebSocket of a request that is authorized to use a workspace. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, identity: Identity): void {
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const {
        maxWindows,
        workspace: { lang },
        onError,
      } = this.#options;
      const workspace = this.#closed ? undefined : this.workspace(identity.workspaceId);
      const windows = [...this.#windows.values()].filter(
        ({ workspaceId }) => workspaceId === identity.workspaceId,
      ).length;
      if (!workspace || windows >= maxWindows) {
        const reason = message(workspace ? 'server/too-many-windows' : 'server/too-many-workspaces');
        this.#end(webSocket, closeCodes.tooMuch, reason);
        return;
      }
      this.#windows.set(webSocket, identity);
      webSocket.on('close', () => this.#windows.delete(webSocket));
      new Connection({ socket: webSocket, workspace, lang, onError });
      webSocket.on('pong', () => this.#silent.delete(webSocket));
    });
  }

  /** Accepts a WebSocket and closes it with `unauthorised`: its session has ended. */
  rejectUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      this.#end(webSocket, closeCodes.unauthorised, message('server/come-in-again'));
    });
  }

  /** Ends the connections of an identity that is no longer known; of the `last` one at a workspace, the workspace too. */
  endSession({ id, workspaceId }: Identity, last: boolean): void {
    for (const [webSocket, identity] of this.#windows) {
      if (identity.id === id) this.#end(webSocket, closeCodes.unauthorised, message('server/logged-out'));
    }
    const workspace = last ? this.#workspaces.get(workspaceId) : undefined;
    if (!workspace) return;
    this.#workspaces.delete(workspaceId);
    const leaving = workspace
      .close()
      .catch(this.#options.onError)
      .finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }

  /** Ends every connection, shell and node. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#pings);
    const reason = word(message('server/server-ends'), this.#options.workspace.lang);
    for (const socket of this.#sockets.clients) socket.close(1001, reason);
    const closing = [...this.#workspaces.values()].map((workspace) => workspace.close());
    const ended = await Promise.allSettled([...closing, ...this.#leaving]);
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#workspaces.clear();
    for (const end of ended) if (end.status === 'rejected') throw end.reason;
  }

  #end(socket: WebSocket, code: number, reason: Message): void {
    endSocket(socket, code, word(reason, this.#options.workspace.lang));
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
