import { writeSync } from 'node:fs';
import { openPostgres } from '../../../src/server/class/postgres/postgres-class.ts';
import { ana, passed } from './sample-events.ts';

// Leads a class and appends events to it until it is killed; says which ones it was told are kept.
const [url = '', name = '', first = '0'] = process.argv.slice(2);
const room = await openPostgres(url, name);
const store = await room.lead({ me: { address: `process ${process.pid}`, secret: 'secret' } });
await store.append(ana);
writeSync(1, `leads ${store.epoch}\n`);
for (let number = Number(first); ; number++) {
  const unit = `a.${number}`;
  // Some come together, some one after the other.
  const kept = store.append({ ...passed, unit }).then(() => writeSync(1, `${unit}\n`));
  if (number % 5 === 0) await kept;
}
