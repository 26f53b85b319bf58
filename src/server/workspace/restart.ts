import { firstTerminal } from '../../plan/terminals.ts';
import type { ClientMessage } from '../../protocol.ts';
import type { Machine } from './machine.ts';
import type { Terminal } from './terminal.ts';

/** Where the output goes on for a client. */
interface Restart {
  readonly terminal: Terminal;
  readonly offset: number;
  readonly screen?: string;
}

type Hello = Extract<ClientMessage, { type: 'hello' }>;

/**
 * Where the output goes on for a client: where it was, as long as that is still there, else with the screen as it is. `machineNow`: another
 * one may come in the meantime.
 */
export async function restartOf(
  { node, terminal: name = firstTerminal, offset }: Hello,
  machineNow: () => Machine,
): Promise<Restart> {
  for (;;) {
    const machine = machineNow();
    const terminal = machine.terminal(node === machine.id ? name : undefined);
    const isSame = node === machine.id && terminal.name === name;
    if (isSame && offset !== undefined && terminal.ring.has(offset)) return { terminal, offset };
    const restart = await terminal.screen();
    // The terminal may have ended, too.
    if (terminal === machineNow().terminal(terminal.name)) return { terminal, ...restart };
  }
}
