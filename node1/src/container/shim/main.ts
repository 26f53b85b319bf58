// Loaded by `node --import` before the program of a container: its network, files and terminal are the rehearsal's, its signals are those of
// a process of a container.
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { guardPorts } from '../../peer.ts';
import { createLookup, patchDns } from './dns.ts';
import { patchFiles } from './files.ts';
import { patchIdentity } from './identity.ts';
import { patchNet } from './net.ts';
import { connectToParent } from './parent.ts';
import type { ShimSetup } from './protocol.ts';
import { patchTerminal } from './terminal.ts';

const setup = JSON.parse(new URL(import.meta.url).searchParams.get('setup') ?? '{}') as ShimSetup;
patchFiles(setup);
if (isMainThread) {
  const { lang, address, pid, terminal } = setup;
  if (setup.isGuarded) guardPorts();
  const hostname = process.env['HOSTNAME'] ?? 'localhost';
  const parent = connectToParent(lang);
  const lookup = createLookup(parent, hostname);
  patchDns(lookup, lang);
  patchNet(parent, lookup, address, lang);
  os.hostname = () => hostname;
  patchIdentity(setup);
  // The kernel gives process 1 no signal that it does not ask for.
  if (pid === 1) for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  if (terminal === undefined) parent.tell({ type: 'ready' });
  else await patchTerminal(parent, terminal);
}
syncBuiltinESMExports();
