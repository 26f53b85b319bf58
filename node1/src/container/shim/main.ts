// Loaded by `node --import` before the program of a container: its network is the rehearsal's, its signals are those of process 1.
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { isMainThread } from 'node:worker_threads';
import type { Language } from '../../messages/codes.ts';
import { guardPorts } from '../../peer.ts';
import { createLookup, patchDns } from './dns.ts';
import { patchNet } from './net.ts';
import { connectToParent } from './parent.ts';

if (isMainThread) {
  if (new URL(import.meta.url).searchParams.has('guarded')) guardPorts();
  const hostname = process.env['HOSTNAME'] ?? 'localhost';
  const parameters = new URL(import.meta.url).searchParams;
  const lang: Language = parameters.get('lang') === 'fr' ? 'fr' : 'en';
  const parent = connectToParent(lang);
  const lookup = createLookup(parent, hostname);
  patchDns(lookup, lang);
  patchNet(parent, lookup, parameters.get('address') ?? '', lang);
  os.hostname = () => hostname;
  syncBuiltinESMExports();
  // The kernel gives process 1 no signal that it does not ask for.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
}
