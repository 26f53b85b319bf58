import { connect, createServer, type Server, type Socket } from 'node:net';

/** Hands on connections to a server as they are, until they are cut without a word, or nothing comes through any more. */
export class CuttingProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(to: URL): Promise<CuttingProxy> {
    const server = createServer();
    const proxy = new CuttingProxy(server);
    server.on('connection', (socket) => {
      const other = connect(Number(to.port || 443), to.hostname);
      for (const [one, two] of [
        [socket, other],
        [other, socket],
      ] as const) {
        proxy.#sockets.add(one);
        one.on('error', () => undefined);
        one.on('close', () => {
          proxy.#sockets.delete(one);
          two.destroy();
        });
        one.pipe(two);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** What is open now stays open, and nothing comes through it. */
  hold(): void {
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  close(): Promise<void> {
    this.cut();
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }
}
