import { once } from 'node:events';
import type { Server } from 'node:net';
import { type Message, message } from '../../messages/message.ts';
import { MessageError } from '../../messages/message-error.ts';

/** The address cannot be served; the message says why and what to do. */
export class ListenError extends MessageError {
  override readonly name = 'ListenError';
}

/** Opens the port (0: any that is free), or one of the next `more`; the one that is open. Throws ListenError. */
export async function listenOn(
  server: Server,
  host: string,
  options: { readonly port: number; readonly more?: number },
): Promise<number> {
  for (let { port, more = 0 } = options; ; port++, more--) {
    try {
      server.listen(port, host);
      await once(server, 'listening');
      const address = server.address();
      return typeof address === 'object' && address ? address.port : port;
    } catch (error) {
      if (more > 0 && codeOf(error) === 'EADDRINUSE') continue;
      throw new ListenError(reason(error, host, options.port), { cause: error });
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function reason(error: unknown, host: string, port: number): Message {
  const code = codeOf(error);
  if (code === 'EADDRINUSE') return message('server/port-in-use', { port });
  return message('server/cannot-listen', { host, port, code });
}
