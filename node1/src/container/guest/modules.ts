import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { ContainerContext } from '../container-context.ts';
import type { Life } from './life.ts';
import type { GuestNetwork } from './network.ts';

/** What a module exports, by name. */
export type Exports = Readonly<Record<string, unknown>>;

/** All that guests import, and no more: what is not here does not link. */
export function guestModules(
  place: ContainerContext,
  life: Life,
  network: GuestNetwork,
): Readonly<Record<string, Exports>> {
  return {
    'node:crypto': { createHash, randomBytes },
    'node:fs/promises': { readFile },
    'node:http': { default: { createServer: network.createServer } },
    'node:net': { default: { connect: network.connect } },
    'node:os': { hostname: () => place.env['HOSTNAME'] ?? 'localhost' },
    'node:stream/promises': { pipeline },
    'node:timers/promises': { setTimeout: (ms: number) => sleep(ms, life) },
  };
}

/** Never over when the guest ends before: what it would do then is done no more. */
function sleep(ms: number, { closers, isOver }: Life): Promise<void> {
  return new Promise((resolve) => {
    if (isOver) return;
    const stop = () => {
      clearTimeout(timer);
    };
    const timer = setTimeout(() => {
      closers.delete(stop);
      resolve();
    }, ms);
    closers.add(stop);
  });
}
