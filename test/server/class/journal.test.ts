import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ClassEvent } from '../../../src/server/class/class-events.ts';
import type { ClassState } from '../../../src/server/class/class-state.ts';
import { openJournal } from '../../../src/server/class/journal.ts';
import { memoryStore } from '../../../src/server/class/memory-store.ts';
import type { Store } from '../../../src/server/class/store.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pupitre-journal-'));
  file = join(folder, 'state', 'class.ndjson');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const hash = 'a'.repeat(64);
const ana: ClassEvent = { type: 'person', person: 'ana', name: 'Ana', role: 'student', code: hash, at: 1 };
const session: ClassEvent = { type: 'session', session: 's', person: 'ana', cookie: hash, key: hash, at: 2 };
const began: ClassEvent = { type: 'unit', person: 'ana', unit: 'a.1', state: { status: 'running' }, at: 10 };
const failed: ClassEvent = { ...began, state: { status: 'failed', reason: 'exit code 1' }, at: 20 };
const passed: ClassEvent = { ...began, state: { status: 'passed' }, at: 30 };

/** The same tests for every store that outlives a server. */
const stores: readonly (readonly [string, () => Promise<Store>])[] = [['journal', () => openJournal(file)]];

describe.each(stores)('%s', (_, open) => {
  test('people, sessions and progress are there after a restart', async () => {
    const store = await open();
    await store.append(ana, session, began, failed);
    await store.append(passed);
    await store.append({ type: 'code', code: 'abcd-efgh' });
    await store.close();
    const again = await open();
    expect(again.state.code).toBe('abcd-efgh');
    expect(again.state.persons.get('ana')).toMatchObject({ name: 'Ana', role: 'student', joined: 1 });
    expect(again.state.sessions.get(hash)).toMatchObject({ person: 'ana' });
    expect(again.state.persons.get('ana')?.units.get('a.1')).toEqual({
      ...{
        state: { status: 'passed' },
        begun: 10,
        passed: 30,
        touched: 30,
        ends: 2,
        failures: 1,
        firstError: 'exit code 1',
      },
    });
    expect([...(again.state.persons.get('ana')?.onNode ?? [])]).toEqual(['a.1']);
    await again.close();
  });

  test('how somebody was helped outlives restarts, in order', async () => {
    const store = await open();
    const help = { type: 'help', person: 'ana', visitor: 'grace', at: 40 } as const;
    await store.append(ana, { ...help, what: 'askedToLook' }, { ...help, what: 'ended', by: 'student', at: 50 });
    await store.close();
    await (await open()).close();
    const again = await open();
    const { visitor, at } = help;
    const known = [
      { visitor, what: 'askedToLook', at },
      { visitor, what: 'ended', by: 'student', at: 50 },
    ];
    expect(again.state.persons.get('ana')?.help).toEqual(known);
    await again.append(ana);
    expect(again.state.persons.get('ana')?.help).toEqual(known);
    await again.close();
  });

  test('who was removed is forgotten, with their sessions', async () => {
    const store = await open();
    await store.append(ana, session, passed, { type: 'removed', person: 'ana' });
    await store.close();
    const again = await open();
    expect([again.state.persons.size, again.state.sessions.size]).toEqual([0, 0]);
    await again.close();
  });

  test('a new node: what was done before was on another one, or does not count any more', async () => {
    const store = await open();
    await store.append(ana, passed, { type: 'node', person: 'ana', at: 40 });
    const person = store.state.persons.get('ana');
    expect(person?.onNode.size).toBe(0);
    expect(person?.units.get('a.1')?.state.status).toBe('passed');
    await store.append({ type: 'node', person: 'ana', at: 50, forget: true });
    expect(person?.units.get('a.1')).toMatchObject({ state: { status: 'idle' }, passed: 30 });
    await store.close();
  });

  test('a unit that was begun and never ended was interrupted', async () => {
    const store = await open();
    await store.append(ana, began);
    await store.close();
    const again = await open();
    expect(again.state.persons.get('ana')?.units.get('a.1')).toMatchObject({ state: { status: 'notRun' }, ends: 0 });
    await again.close();
  });
});

function stateOf(events: Iterable<ClassEvent>): ClassState {
  const store = memoryStore();
  void store.append(...events);
  return store.state;
}

describe('the file', () => {
  test('has the state in as few lines as possible after it was opened again, and is readable by its user only', async () => {
    const store = await openJournal(file);
    await store.append(ana, session);
    for (let at = 0; at < 500; at++) await store.append({ ...passed, at });
    await store.close();
    const before = store.state;
    const again = await openJournal(file);
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(5);
    expect([...again.state.events()]).toEqual([...before.events()]);
    expect([...stateOf(again.state.events()).events()]).toEqual([...before.events()]);
    await again.close();
  });

  test('a line that was cut off is left out; what is appended later is not lost in it', async () => {
    const store = await openJournal(file);
    await store.append(ana, passed);
    await store.close();
    appendFileSync(file, '{"type":"unit","person":"ana","unit":"a.2","sta');
    const again = await openJournal(file);
    expect(again.state.persons.get('ana')?.units.size).toBe(1);
    await again.append({ ...passed, unit: 'a.3' });
    await again.close();
    const third = await openJournal(file);
    expect([...(third.state.persons.get('ana')?.units.keys() ?? [])]).toEqual(['a.1', 'a.3']);
    await third.close();
  });

  test.each([
    ['another file', 'hello\n', /is not the file of a class/],
    ['a journal of a later version', '{"format":"pupitre-class","version":99}\n', /is not the file of a class/],
    ['a line that is no event', '{"format":"pupitre-class","version":1}\n{"type":"code","code":"a"}\nx\n', /ndjson:3/],
  ])('%s is refused, and left as it is', async (_, text, said) => {
    const path = join(folder, 'x.ndjson');
    writeFileSync(path, text);
    await expect(openJournal(path)).rejects.toThrow(said);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('two servers do not share one; the lock of one that was killed is taken over', async () => {
    const first = await openJournal(file);
    await expect(openJournal(file)).rejects.toThrow(new RegExp(`process ${process.pid}`));
    await first.close();
    writeFileSync(`${file}.lock`, JSON.stringify({ pid: process.pid, started: '1' }));
    await (await openJournal(file)).close();
    writeFileSync(`${file}.lock`, 'garbage');
    await (await openJournal(file)).close();
  });
});
