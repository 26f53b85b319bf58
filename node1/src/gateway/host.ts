/**
 * node1 as a process of its own, for a node that has a Unix user of its own: `node host.js FOLDER LANGUAGE [compose] [kubernetes=1.28]`. It says `ready` when
 * it is, and ends with its standard input.
 */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setFlagsFromString } from 'node:v8';
import { createGuests } from '../container/guest/guests.ts';
import { blame } from '../container/guest/life.ts';
import { guardPorts } from '../peer.ts';
import { startNode1 } from './node1.ts';

const [folder = '', language, ...more] = process.argv.slice(2);
guardPorts();
process.on('uncaughtException', (error) => {
  // One of a guest is the guest's end, and nobody else's.
  if (blame(error)) return;
  console.error(error);
  process.exit(1);
});
const node = await startNode1({
  path: process.env['PATH'] ?? '',
  lang: language === 'fr' ? 'fr' : 'en',
  folder,
  guests: createGuests(),
  compose: more.includes('compose') ? 2 : undefined,
  kubernetes: more.includes('kubernetes=1.28') ? '1.28' : undefined,
});
process.stdout.write('ready\n');
createInterface({ input: process.stdin }).on('line', (line) => {
  const number = /^inventory (\d+)$/.exec(line)?.[1];
  if (number === undefined) return;
  void node.inventory().then((inventory) => process.stdout.write(`${number} ${JSON.stringify(inventory)}\n`));
});
// For little memory. At the start of Node they would cost its caches: V8 takes none that was made with other flags.
setFlagsFromString('--optimize-for-size');
// What `--max-semi-space-size=1` would be, which is only read at the start.
setFlagsFromString('--semi-space-growth-factor=1');
// Machine code of what has run a few times: 2 MiB, and no faster for commands.
setFlagsFromString('--no-sparkplug');
await once(process.stdin, 'close');
await node.close();
process.exit();
