import type { Language } from '../../messages/codes.ts';
import { message, word } from '../../messages/message.ts';
import type { FromContainer, ToContainer } from './protocol.ts';

type Question =
  | { readonly type: 'resolve'; readonly name: string }
  | { readonly type: 'route'; readonly address: string; readonly port: number };

/** The rehearsal at the other end of the channel. */
export interface Parent {
  /** Address for a name, as this container's namespace has it. */
  resolve(name: string): Promise<string | undefined>;
  /** Real port behind a virtual address and port. */
  route(address: string, port: number): Promise<number | undefined>;
  tell(message: FromContainer): void;
  /** Calls `listener` whenever its terminal has another size. */
  onSize(listener: (size: { readonly columns: number; readonly rows: number }) => void): void;
}

/** Takes over this process's channel to its parent: the program must not see it, nor be kept alive by it, nor outlive it. */
export function connectToParent(lang: Language): Parent {
  const send = process.send?.bind(process);
  const { channel, pid } = process;
  if (send === undefined || channel === undefined) throw new Error(word(message('fault/no-channel'), lang));
  const pending = new Map<number, (value: string | number | undefined) => void>();
  let last = 0;

  const listeners: Parameters<Parent['onSize']>[0][] = [];
  process.on('message', (answer: ToContainer) => {
    if ('type' in answer) {
      if (pending.size === 0) channel.unref();
      for (const listener of listeners) listener(answer.size);
      return;
    }
    pending.get(answer.id)?.(answer.value);
    pending.delete(answer.id);
    if (pending.size === 0) channel.unref();
  });
  // Whatever ended the rehearsal, kill -9 too, ends its containers.
  process.on('disconnect', () => {
    process.kill(pid, 'SIGKILL');
  });
  channel.unref();
  delete process.send;

  const ask = (question: Question) =>
    new Promise<string | number | undefined>((resolve) => {
      const id = ++last;
      pending.set(id, resolve);
      channel.ref();
      send({ ...question, id });
    });
  return {
    resolve: async (name) => (await ask({ type: 'resolve', name })) as string | undefined,
    route: async (address, port) => (await ask({ type: 'route', address, port })) as number | undefined,
    tell(message) {
      send(message);
    },
    onSize(listener) {
      listeners.push(listener);
      // Its first answer is waited for.
      if (listeners.length === 1) channel.ref();
    },
  };
}
