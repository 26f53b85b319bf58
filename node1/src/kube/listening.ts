import type { NetworkRecord } from '../snapshot/format.ts';
import type { ClusterNetwork } from './network.ts';

/** Fulfilled when all of `wanted` is listened on, or after `ms` milliseconds; gives what is not, as `ADDRESS:PORT`. */
export async function untilListening(
  network: ClusterNetwork,
  wanted: NetworkRecord['listening'],
  ms: number,
): Promise<readonly string[]> {
  const missing = (): string[] =>
    wanted.flatMap(([address, ports]) =>
      ports.filter((port) => !network.answers(address, port)).map((port) => `${address}:${port}`),
    );
  if (missing().length > 0) {
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        stop();
        resolve();
      };
      const timer = setTimeout(end, ms);
      const stop = network.onChange(() => {
        if (missing().length === 0) end();
      });
    });
  }
  return missing();
}
