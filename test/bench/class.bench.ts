import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type WebSocket as Socket, WebSocket, WebSocketServer } from 'ws';
import type { ServerMessage, UnitState } from '../../src/protocol.ts';
import type { Classroom } from '../../src/server/class/classroom.ts';
import { openJournal } from '../../src/server/class/journal.ts';
import { Lead } from '../../src/server/class/lead.ts';
import type { Person } from '../../src/server/class/person.ts';
import type { Store } from '../../src/server/class/store.ts';
import { temporaryFolder } from '../cli/pupitre.ts';
import { isSmoke, scale } from './scale.ts';
import { printTable } from './table.ts';

const students = scale(500, 20);
const changesPerSecond = 50;
const seconds = scale(20, 1);
const units = Array.from({ length: 50 }, (_, number) => `s${number}.1`);
const instructor: Person = { id: 'instructor', name: 'Instructor', role: 'instructor' };

function idOf(number: number): string {
  return `student-${number}`;
}

/** The class layer and the journal as they are; where a shell would be, there is only the slide that its windows show. */
function classOf(store: Store): Lead {
  const slides = new Map<string, number>();
  const { persons } = store.state;
  const nodeOf = (id: string) => ({ at: { slide: slides.get(id) ?? 1, running: undefined } });
  const classroom = {
    persons: { [Symbol.iterator]: () => persons.values() },
    person: (id: string) => persons.get(id),
    pool: { nodeOf, placeOf: () => undefined },
    help: { isOffered: () => false },
  } as unknown as Classroom;
  const nothing = (): void => undefined;
  return new Lead({ ...{ classroom, store, units }, logOut: nothing, endPlace: nothing, onError: nothing });
}

const folder = temporaryFolder();
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
let store: Store;
let lead: Lead;

beforeAll(async () => {
  store = await openJournal(join(folder.path, 'class.ndjson'));
  lead = classOf(store);
  for (let number = 0; number < students; number++) {
    const person = idOf(number);
    await store.append({ type: 'person', person, name: `Student ${number}`, role: 'student', at: Date.now() });
    lead.enter({ send: () => undefined }, { id: person, name: person, role: 'student' }, false);
    // Half of the course is done.
    for (const unit of units.slice(0, 25)) {
      void store.append({ type: 'unit', person, unit, state: { status: 'passed' }, at: Date.now() });
    }
  }
});
afterAll(async () => {
  lead.close();
  for (const each of server.clients) each.terminate();
  server.close();
  await store.close();
  folder.remove();
});

/** What students do for a while; share of a core that this process took. */
async function share(): Promise<number> {
  const started = performance.now();
  const before = process.cpuUsage();
  let number = 0;
  await new Promise<void>((done) => {
    const timer = setInterval(() => {
      const due = Math.floor(((performance.now() - started) / 1000) * changesPerSecond);
      for (; number < due; number++) {
        const person = idOf((number * 7) % students);
        const unit = units[25 + (number % 25)] ?? '';
        const state: UnitState =
          number % 3 === 0
            ? { status: 'failed', reason: `curl ended with exit code ${number % 50}` }
            : { status: 'passed' };
        void store.append({ type: 'unit', person, unit, state, at: Date.now() });
        lead.news(person, unit);
      }
      if (performance.now() - started < seconds * 1000) return;
      clearInterval(timer);
      done();
    }, 20);
  });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / (performance.now() - started);
}

test('500 students and a wall', async () => {
  const without = await share();
  const arrived = once(server, 'connection') as Promise<[Socket]>;
  const { port } = server.address() as { port: number };
  const window = new WebSocket(`ws://127.0.0.1:${port}`);
  let [messages, bytes, first] = [0, 0, 0];
  window.on('message', (data: Buffer) => {
    messages++;
    bytes += data.length;
    first = Math.max(first, data.length);
  });
  const [socket] = await arrived;
  const send = (message: ServerMessage): void => {
    socket.send(JSON.stringify(message));
  };
  lead.enter({ send }, instructor, true);
  const withWall = await share();
  const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
  printTable(`${students} students, ${changesPerSecond} changes a second, share of a core`, [
    { 'no wall': percent(without), 'one wall': percent(withWall), 'of it the wall': percent(withWall - without) },
  ]);
  printTable('what the wall is told', [
    { 'first KiB': Math.round(first / 1024), 'messages/s': messages / seconds, 'KiB/s': bytes / 1024 / seconds },
  ]);
  expect(messages).toBeGreaterThan(0);
  if (!isSmoke) expect(withWall - without).toBeLessThan(0.05);
});
